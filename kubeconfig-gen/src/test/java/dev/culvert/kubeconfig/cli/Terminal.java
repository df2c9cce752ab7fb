package dev.culvert.kubeconfig.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;

/** A command line in this JVM: an environment, and what was printed. */
final class Terminal {
    final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    int run(String... arguments) {
        return Main.run(surroundings(), arguments);
    }

    Surroundings surroundings() {
        return new Surroundings(
                name -> environment.getOrDefault(name, ""),
                "/opt/culvert/kubeconfig-gen",
                new ByteArrayInputStream(new byte[0]),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    void clear() {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
    }
}
