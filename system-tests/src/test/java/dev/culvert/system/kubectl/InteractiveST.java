package dev.culvert.system.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.Running;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Target;
import dev.culvert.system.rig.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@SystemTest
@ParameterizedClass
@EnumSource(CarrierKind.class)
final class InteractiveST {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static Workload workload;

    private final Target target;

    InteractiveST(CarrierKind kind) {
        target = Rigs.of(kind).target();
    }

    @BeforeAll
    static void start() {
        workload = Workload.create("interactive");
        workload.pod("shell");
        workload.apply(Workload.manifest("reader", "while read line; do echo got $line; done; echo over; sleep 3600")
                .replace("command:", "stdin: true\n    command:"));
        workload.awaitReady("reader");
    }

    @AfterAll
    static void stop() {
        workload.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTerminalHasTheCallersSize(boolean websockets) {
        String inside = "until stty size 2>/dev/null | grep -v \"^0 0\"; do usleep 50000; done; test -t 0 && exit 7";
        Outcome outcome = terminal(
                        websockets, "stty rows 33 cols 77; kubectl exec -it shell -n %s -- sh -c '%s'", inside)
                .within(SOON)
                .run();
        assertThat(outcome.out()).contains("33 77");
        assertThat(outcome.exit()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTerminalThatChangesItsSizeTellsTheCommand(boolean websockets, @TempDir Path directory) throws IOException {
        Path go = directory.resolve("go");
        String inside = "until stty size | grep \"^33 77\"; do usleep 50000; done; "
                + "until stty size | grep \"^41 99\"; do usleep 50000; done; exit 7";
        String line = "mkfifo " + go + "; stty rows 33 cols 77; (read word < " + go
                + "; stty -F /dev/tty rows 41 cols 99) & kubectl exec -it shell -n %s -- sh -c '%s'";
        try (Running shell = terminal(websockets, line, inside).startWithOpenInput()) {
            shell.awaitOut("33 77", SOON);
            Files.writeString(go, "now\n", StandardOpenOption.WRITE);
            shell.awaitOut("41 99", SOON);
            assertThat(shell.awaitEnd(SOON).exit()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPodThatIsRunForOneCommandIsGoneBehindIt(boolean websockets) {
        String name = "once-" + target.name() + (websockets ? "-websocket" : "-spdy");
        String line = "kubectl run " + name
                + " -it --rm --restart=Never --image=busybox --image-pull-policy=Never -n %s -- " + "sh -c '%s'";
        String inside = "read word; echo got $word; exit 4";
        try (Running run = terminal(websockets, line, inside).startWithOpenInput()) {
            run.awaitOut("command prompt", SOON);
            run.write("hello\n");
            run.awaitOut("got hello", SOON);
            assertThat(run.awaitEnd(SOON).exit()).isEqualTo(4);
        }
        Outcome gone = Rigs.direct()
                .kubectl("get", "pod", name, "-n", workload.namespace())
                .run();
        assertThat(gone.err()).contains("NotFound");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsTypedIntoATerminalIsEchoedAndRun(boolean websockets) {
        try (Running shell =
                terminal(websockets, "kubectl exec -it shell -n %s -- %s", "sh").startWithOpenInput()) {
            shell.write("echo sum $((40 + 2))\n");
            shell.awaitOut("sum 42", SOON);
            shell.write("echo started; sleep 1000\n");
            shell.awaitOut("\nstarted", SOON);
            // Ctrl-C ends the sleep, not the session; Ctrl-D ends the session with the code of its last command.
            shell.write("\u0003");
            shell.awaitOut("^C", SOON);
            shell.write("echo interrupted $?; sh -c 'exit 5'\n");
            shell.awaitOut("\ninterrupted 130", SOON);
            shell.write("\u0004");
            assertThat(shell.awaitEnd(SOON).exit()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void attachTalksToTheRunningProcess(boolean websockets) {
        try (Running attached = kubectl(websockets, "attach", "-i", "reader").startWithOpenInput()) {
            attached.write("one " + websockets + "\n");
            attached.awaitOut("got one " + websockets, SOON);
            attached.write("two\n");
            attached.awaitOut("got two", SOON);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void inputThatEndsEndsTheCommandWithAllOfItsOutput(boolean websockets) {
        for (int i = 0; i < 5; i++) {
            Outcome outcome = kubectl(websockets, "exec", "-i", "shell", "--", "sh", "-c", "cat; seq 1 100000")
                    .stdin("input\n")
                    .run()
                    .orFail();
            assertThat(outcome.out()).startsWith("input\n1\n").endsWith("\n100000\n");
        }
    }

    @Test
    void logsAreFollowedToTheirEnd() {
        workload.pod("ticker-" + target.name(), "for i in $(seq 1 25); do echo tick $i; usleep 100000; done; sleep 1");
        Outcome outcome = kubectl(true, "logs", "-f", "ticker-" + target.name())
                .within(SOON)
                .run()
                .orFail();
        assertThat(outcome.out())
                .isEqualTo(IntStream.rangeClosed(1, 25)
                        .mapToObj(i -> "tick " + i + "\n")
                        .collect(Collectors.joining()));
    }

    @Test
    void aWatchTellsOfChangesAsTheyHappen() {
        String name = "seen-" + target.name();
        try (Running watch = kubectl(true, "get", "configmaps", "-w", "--output-watch-events")
                .with("-o", "jsonpath={.type} {.object.metadata.name}{\"\\n\"}")
                .start()) {
            watch.awaitOut("kube-root-ca.crt", SOON);
            for (int i = 0; i < 5; i++) {
                String each = name + i;
                direct("create", "configmap", each);
                watch.awaitOut("ADDED " + each + "\n", Duration.ofSeconds(5));
                direct("delete", "configmap", each);
                watch.awaitOut("DELETED " + each + "\n", Duration.ofSeconds(5));
            }
            assertThat(watch.alive()).isTrue();
        }
    }

    @Test
    void aWatchThatTimesOutEndsCleanly() {
        Outcome outcome = target.kubectl("get", "--raw")
                .with(target.prefix() + "/api/v1/namespaces/" + workload.namespace()
                        + "/configmaps?watch=true&timeoutSeconds=2")
                .within(Duration.ofSeconds(10))
                .run()
                .orFail();
        assertThat(outcome.out()).contains("kube-root-ca.crt");
    }

    private static void direct(String... arguments) {
        Rigs.direct().kubectl(arguments).with("-n", workload.namespace()).run().orFail();
    }

    private Command kubectl(boolean websockets, String... arguments) {
        return target.kubectl("-n", workload.namespace())
                .with(arguments)
                .env("KUBECTL_REMOTE_COMMAND_WEBSOCKETS", Boolean.toString(websockets));
    }

    /** A shell line under a pseudo terminal of its own. */
    private Command terminal(boolean websockets, String format, String inside) {
        return Command.of("script", "-qefc", format.formatted(workload.namespace(), inside), "/dev/null")
                .env("KUBECONFIG", target.kubeconfig().toString())
                .env("TERM", "dumb")
                .env("KUBECTL_REMOTE_COMMAND_WEBSOCKETS", Boolean.toString(websockets));
    }
}
