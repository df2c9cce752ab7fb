package dev.culvert.clients.fabric8;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Commands in a container. */
final class Commands {

    private static final int ATTEMPTS = 5;

    private final KubernetesClient client;
    private final String namespace;

    Commands(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    void addTo(Cases cases) {
        cases.add("exec with exit codes", () -> {
            List<Object> seen = new ArrayList<>();
            for (int code : new int[] {0, 1, 42, 255}) {
                seen.add(executed("shell", "echo out; echo err >&2; exit " + code));
            }
            return seen;
        });
        cases.add("exec with standard input", this::input);
        cases.add("exec with a terminal", this::terminal);
        cases.add("exec with megabytes of output", this::megabytes);
        cases.add("exec of a command that is not there", this::absentCommand);
        cases.add("exec in a pod that is not there", () -> {
            try {
                return executed("absent", "true");
            } catch (Exception e) {
                return e.getClass().getSimpleName();
            }
        });
    }

    private List<Object> executed(String pod, String script) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (ExecWatch watch =
                container(pod).writingOutput(out).writingError(err).exec("sh", "-c", script)) {
            int exit = watch.exitCode().get(40, TimeUnit.SECONDS);
            return List.of(text(awaited(out)), text(err), exit);
        }
    }

    /**
     * With the Vert.x client, a paused WebSocket whose close frame comes in one piece with the end of its connection counts as
     * broken: 6 of 240 such commands without a gateway, 8 of 240 through one. Other clients are not asked twice by this.
     */
    private List<Object> executedAgain(String pod, String script) throws Exception {
        for (int i = 1; i < ATTEMPTS; i++) {
            try {
                return executed(pod, script);
            } catch (ExecutionException e) {
                if (!String.valueOf(e.getMessage()).contains("WebSocket connection closed unexpectedly")) {
                    throw e;
                }
            }
        }
        return executed(pod, script);
    }

    private Object input() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String script = "read a; echo got $a; read b; echo got $b >&2; exit 7";
        try (ExecWatch watch = container("shell")
                .redirectingInput()
                .writingOutput(out)
                .writingError(err)
                .exec("sh", "-c", script)) {
            write(watch, "first\n");
            write(watch, "second\n");
            int exit = watch.exitCode().get(40, TimeUnit.SECONDS);
            return List.of(text(out), text(err), exit);
        }
    }

    /** With a standard input, as people have one: without, a terminal hangs up at once on some runtimes. */
    private Object terminal() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ExecWatch watch = container("shell")
                .redirectingInput()
                .writingOutput(out)
                .withTTY()
                .exec("sh", "-c", "test -t 1 && echo terminal; exit 3")) {
            int exit = watch.exitCode().get(40, TimeUnit.SECONDS);
            return List.of(text(awaited(out)), exit);
        }
    }

    private Object megabytes() throws Exception {
        List<Object> seen = executedAgain("shell", "head -c 3000000 /dev/zero | tr '\\0' x");
        String out = (String) seen.get(0);
        return List.of(out.length(), out.replace("x", "").length(), seen.get(1), seen.get(2));
    }

    private Object absentCommand() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ExecWatch watch = container("shell").writingOutput(out).exec("/absent")) {
            return watch.exitCode()
                    .handle((exit, failure) -> failure == null ? "exit " + exit : "failed")
                    .get(40, TimeUnit.SECONDS);
        }
    }

    private ContainerResource container(String pod) {
        return client.pods().inNamespace(namespace).withName(pod).inContainer("main");
    }

    /** Output is delivered by another thread than the exit code, which may be faster. */
    private static ByteArrayOutputStream awaited(ByteArrayOutputStream out) throws InterruptedException {
        int before = -1;
        for (int i = 0; i < 50 && (out.size() == 0 || out.size() != before); i++) {
            before = out.size();
            Thread.sleep(100);
        }
        return out;
    }

    private static void write(ExecWatch watch, String text) throws IOException {
        watch.getInput().write(text.getBytes(StandardCharsets.UTF_8));
        watch.getInput().flush();
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
