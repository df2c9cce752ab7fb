package dev.culvert.agent;

import dev.culvert.agent.config.AgentConfig;
import dev.culvert.agent.config.AgentOptions;
import dev.culvert.agent.config.GatewayRoute;
import dev.culvert.agent.dial.AuthorityFile;
import dev.culvert.agent.dial.TokenFile;
import dev.culvert.agent.doctor.Doctor;
import dev.culvert.agent.doctor.ServedMode;
import dev.culvert.agent.link.LinkSettings;
import dev.culvert.tunnel.carrier.Dialer;
import dev.culvert.tunnel.diagnosis.Finding;
import dev.culvert.tunnel.diagnosis.Report;
import dev.culvert.tunnel.transport.Transports;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cluster-proxy doctor}: says where the way breaks. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Tries the way to each gateway and to the API server hop by hop, and says what does not work.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:an agent with these options would work",
            "1:it would not, or not at every gateway",
            "2:the options are not understood"
        })
final class DoctorCommand implements Callable<Integer> {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    /** The files are read once. */
    private static final Duration REREAD = Duration.ofDays(1);

    /** How the report is written. */
    enum Output {
        text,
        json
    }

    /** As in an access rule. */
    enum Mode {
        agent,
        impersonate
    }

    @Mixin
    private AgentOptions options = new AgentOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} where not given")
    private Output output = Output.text;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description =
                    "agent or impersonate: of the rules that the agent serves. Where not given, it may be either.")
    private @Nullable Mode mode;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        AgentConfig config = options.resolve(System::getenv);
        ServedMode served = mode == null
                ? ServedMode.UNKNOWN
                : ServedMode.valueOf(mode.name().toUpperCase(Locale.ROOT));
        Report report = examine(config, served, System::getenv, DEADLINE);
        if (spec != null) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(output == Output.json ? report.json() : report.text());
            out.flush();
        }
        return report.healthy() ? 0 : 1;
    }

    /**
     * Blocks for some deadlines at most.
     *
     * @param deadline of each step
     */
    static Report examine(
            AgentConfig config, ServedMode mode, Function<String, @Nullable String> environment, Duration deadline) {
        Vertx vertx =
                Transports.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2));
        try {
            Doctor doctor = new Doctor(vertx, deadline);
            List<Finding> findings = new ArrayList<>(gateway(vertx, doctor, config, deadline));
            findings.addAll(doctor.apiServer(Agent.accessSource(config, environment), mode));
            return new Report(findings);
        } finally {
            awaitQuietly(vertx.close(), deadline);
        }
    }

    private static List<Finding> gateway(Vertx vertx, Doctor doctor, AgentConfig config, Duration deadline) {
        TokenFile token;
        AuthorityFile authorities;
        try {
            token = await(TokenFile.load(vertx, config.tokenFile(), REREAD), deadline);
            authorities = await(Agent.authorities(vertx, config, REREAD), deadline);
        } catch (IllegalArgumentException e) {
            return List.of(Finding.failed(
                    "files", String.valueOf(e.getMessage()), "nothing on the way to the gateway was tried"));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("files", "the token and the authorities can be read"));
        LinkSettings settings = Agent.linkSettings(config, token, authorities);
        for (GatewayRoute route : config.gateways()) {
            List<Dialer> dialers = settings.dialers(vertx, route);
            List<Finding> found = doctor.gateway(
                    route, authorities == null ? null : authorities.trust(), dialers, Version.software());
            dialers.forEach(dialer -> awaitQuietly(dialer.close(), deadline));
            findings.addAll(config.gateways().size() == 1 ? found : named(found, route));
        }
        return findings;
    }

    private static List<Finding> named(List<Finding> findings, GatewayRoute route) {
        return findings.stream()
                .map(finding -> new Finding(
                        finding.place() + " " + route.gateway(), finding.state(), finding.detail(), finding.advice()))
                .toList();
    }

    private static <T extends @Nullable Object> T await(Future<T> future, Duration deadline) {
        try {
            return future.await(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalArgumentException("a file cannot be read in time", e);
        }
    }

    private static void awaitQuietly(Future<Void> closed, Duration deadline) {
        try {
            closed.await(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The process ends all the same.
        }
    }
}
