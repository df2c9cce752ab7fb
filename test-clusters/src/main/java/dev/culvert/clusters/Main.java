package dev.culvert.clusters;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "test-clusters",
        description = "Clusters to test and demonstrate against.",
        mixinStandardHelpOptions = true,
        subcommands = Main.Embedded.class)
public final class Main {
    private static final String LOGGING = "logback.configurationFile";

    private Main() {}

    public static void main(String[] arguments) {
        // Not logback.xml: this jar is also on the class path of tests that bring their own.
        System.setProperty(LOGGING, System.getProperty(LOGGING, "test-clusters-logback.xml"));
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    /** Runs an embedded cluster until the process is told to stop. */
    @Command(
            name = "embedded",
            description = "Serves a stand-in for a Kubernetes API server until interrupted.",
            mixinStandardHelpOptions = true)
    static final class Embedded implements Callable<Integer> {
        @Option(names = "--port", defaultValue = "0", description = "Port on 127.0.0.1; 0 for any (default).")
        private int port;

        @Option(names = "--kubeconfig-out", required = true, description = "Where to write the kubeconfig (mode 0600).")
        private Path kubeconfig = Path.of("kubeconfig");

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws InterruptedException {
            CountDownLatch stopped = new CountDownLatch(1);
            EmbeddedCluster cluster = EmbeddedCluster.start(
                    EmbeddedOptions.defaults().withPort(port).withKubeconfig(kubeconfig));
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "stop"));
            PrintWriter out = spec.commandLine().getOut();
            out.println(
                    "This is a STAND-IN for a Kubernetes API server, not a Kubernetes cluster: it runs no containers.");
            out.printf("Kubeconfig: %s%n", kubeconfig.toAbsolutePath());
            out.printf("READY %s%n", cluster.server());
            out.flush();
            stopped.await();
            return CommandLine.ExitCode.OK;
        }
    }
}
