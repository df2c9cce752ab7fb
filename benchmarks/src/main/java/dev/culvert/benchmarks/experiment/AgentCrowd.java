package dev.culvert.benchmarks.experiment;

import dev.culvert.benchmarks.culvert.Gateway;
import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.process.OpenFiles;
import dev.culvert.benchmarks.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Simulated agents of one gateway, in processes of their own. */
final class AgentCrowd {

    private static final int FILES = 200_000;
    private static final int SECRET = 32;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern SERVE =
            Pattern.compile("(\\d+) agents serve after (\\d+) ms, (\\d+) dials were repeated");

    private final Gateway gateway;
    private final Path tokens;
    private final Site site;

    private AgentCrowd(Gateway gateway, Path tokens, Site site) {
        this.gateway = gateway;
        this.tokens = tokens;
        this.site = site;
    }

    /**
     * How agents that came at once got on.
     *
     * @param seconds from the first dial until all serve
     * @param retries dials that failed, and were repeated
     */
    record Arrival(double seconds, int retries) {}

    /**
     * Puts a cluster for each of them into the gateway's configuration, before it starts.
     *
     * @param sections further ones of the configuration
     */
    static AgentCrowd register(int agents, Gateway gateway, String sections, Site site) throws IOException {
        SecureRandom random = new SecureRandom();
        StringBuilder secrets = new StringBuilder();
        StringBuilder clusters = new StringBuilder();
        for (int i = 0; i < agents; i++) {
            byte[] secret = new byte[SECRET];
            random.nextBytes(secret);
            String token = "cva_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
            secrets.append(token).append('\n');
            clusters.append("  - name: \"" + name(i) + "\"\n    agentTokens:\n      - sha256: \"" + Gateway.hash(token)
                    + "\"\n");
        }
        gateway.configure(clusters.toString(), sections);
        Path file = site.directory().resolve("agents.tokens");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new AgentCrowd(gateway, Files.writeString(file, secrets), site);
    }

    /**
     * Connects some of them, all at once, and waits until they serve: requests for the first and the last of them are answered.
     *
     * @param processes gets theirs
     * @throws IllegalStateException when they do not
     */
    Arrival arrive(int from, int to, List<Daemon> processes) throws IOException {
        site.progress().accept("  agents " + from + " to " + to);
        List<String> line = Program.line(
                "agents",
                "--gateway=" + gateway.url(),
                "--authority=" + gateway.authority(),
                "--tokens=" + tokens,
                "--first=" + from,
                "--agents=" + (to - from));
        Path log = site.log("agents-" + to);
        Daemon agents = Daemon.start(
                "agents", OpenFiles.upTo(FILES, site.network().edge()).command(line), Map.of(), log);
        processes.add(agents);
        agents.awaitLog("agents serve", PATIENCE);
        for (int agent : List.of(from, to - 1)) {
            new Question(gateway.endpoint(name(agent))).ask("/api");
        }
        Matcher serve = SERVE.matcher(agents.log());
        if (!serve.find()) {
            throw new IllegalStateException("the agents said something else, see " + log);
        }
        return new Arrival(Long.parseLong(serve.group(2)) / 1000.0, Integer.parseInt(serve.group(3)));
    }

    /** Carriers that have ended since all agents of their process served. */
    static long lost(Daemon agents) throws IOException {
        return agents.log()
                .lines()
                .dropWhile(line -> !line.contains("agents serve"))
                .filter(line -> line.startsWith("a carrier was lost"))
                .count();
    }

    private static String name(int agent) {
        return "agent-" + agent;
    }
}
