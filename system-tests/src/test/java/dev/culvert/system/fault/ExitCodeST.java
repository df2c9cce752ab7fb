package dev.culvert.system.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Rig;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Target;
import dev.culvert.system.rig.Workload;
import dev.culvert.system.wire.RawWebSocket;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What clients take for a command's end. They read success from an error channel on which nothing came before the goodbye, so that
 * a lost tail would be a success; and they take what was printed for complete.
 */
@SystemTest
@ParameterizedClass
@EnumSource(CarrierKind.class)
final class ExitCodeST {

    /** For each kind of carrier. */
    private static final int COMMANDS = 250;

    private static final int AT_ONCE = 4;
    private static final int LINES = 20_000;
    private static final int COMMANDS_BETWEEN_DEATHS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte ERROR_CHANNEL = 3;

    /** The order of agents' deaths, the same in every run. */
    private static final long SEED = 20;

    private enum Seen {
        /** The exit code 3, behind everything that was printed. */
        EXIT_CODE,
        /** The connection ended with neither an exit code nor a goodbye. */
        BROKEN,
        /** The request was refused, or its connection broke, before there was an upgrade. */
        NOT_BEGUN
    }

    private static Workload workload;

    private final Rig rig;
    private final Target target;
    private final Semaphore over = new Semaphore(0);

    ExitCodeST(CarrierKind kind) {
        rig = Rigs.of(kind);
        target = rig.target();
    }

    @BeforeAll
    static void start() {
        workload = Workload.create("exit");
        workload.pod("worker");
    }

    @AfterAll
    static void stop() {
        workload.close();
    }

    @Test
    void noCommandEndsInAnyWayButItsOwnWhileAgentsDie() throws Exception {
        Assumptions.assumeFalse(rig.isLoopback(), "there is no agent to kill");
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        Map<Seen, Integer> seen = new EnumMap<>(Seen.class);
        try {
            List<Future<Seen>> commands = new ArrayList<>();
            for (int i = 0; i < COMMANDS; i++) {
                commands.add(threads.submit(this::command));
            }
            killAgentsMeanwhile();
            for (Future<Seen> command : commands) {
                seen.merge(command.get(), 1, Integer::sum);
            }
        } finally {
            threads.shutdownNow();
        }
        System.out.println("commands through " + target.name() + ": " + seen);
        assertThat(seen.getOrDefault(Seen.EXIT_CODE, 0)).isGreaterThan(COMMANDS / 2);
        assertThat(seen.getOrDefault(Seen.BROKEN, 0))
                .as("commands that an agent's death cut off")
                .isPositive();
    }

    private void killAgentsMeanwhile() throws InterruptedException {
        Random random = new Random(SEED);
        int left = COMMANDS - COMMANDS_BETWEEN_DEATHS;
        while (left > 0) {
            int next = 1 + random.nextInt(COMMANDS_BETWEEN_DEATHS);
            over.acquire(next);
            left -= next;
            rig.agent().kill();
            rig.agent().restart();
        }
    }

    private Seen command() {
        try (RawWebSocket exec =
                RawWebSocket.open(target, path(), target.token().orElseThrow(), "v4.channel.k8s.io")) {
            return outcome(exec);
        } catch (AssertionError | UncheckedIOException refused) {
            return Seen.NOT_BEGUN;
        } finally {
            over.release();
        }
    }

    private static Seen outcome(RawWebSocket exec) {
        StringBuilder printed = new StringBuilder();
        StringBuilder status = new StringBuilder();
        for (Optional<byte[]> message = exec.receive(PATIENCE); message.isPresent(); message = exec.receive(PATIENCE)) {
            byte[] bytes = message.get();
            if (bytes.length > 0) {
                (bytes[0] == ERROR_CHANNEL ? status : printed)
                        .append(new String(bytes, 1, bytes.length - 1, StandardCharsets.US_ASCII));
            }
        }
        if (status.isEmpty()) {
            if (exec.saidGoodbye()) {
                throw new IllegalStateException("a goodbye without an exit code");
            }
            return Seen.BROKEN;
        }
        if (!status.toString().contains("\"ExitCode\",\"message\":\"3\"")) {
            throw new IllegalStateException("not the exit code of the command: " + status);
        }
        if (!printed.toString().endsWith("\n" + LINES + "\n")) {
            throw new IllegalStateException("an exit code behind output that is not whole");
        }
        return Seen.EXIT_CODE;
    }

    private String path() {
        return target.prefix() + "/api/v1/namespaces/" + workload.namespace()
                + "/pods/worker/exec?command=sh&command=-c&command=seq+1+" + LINES
                + "%3B+exit+3&stdout=true&stderr=true";
    }
}
