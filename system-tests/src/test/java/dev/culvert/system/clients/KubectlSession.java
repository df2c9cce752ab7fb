package dev.culvert.system.clients;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.culvert.system.kubectl.Kubectl;
import dev.culvert.system.kubectl.Sessions;
import dev.culvert.system.kubectl.Step;
import dev.culvert.system.kubectl.Transcript;
import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.Scratch;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A kubectl of some version, and everything that it does. A case is one command line; its detail is the exit code and what was
 * said on both streams.
 *
 * @param variant which kubectl: Debian's, a release that is built from its modules, the one on the PATH, or the one that came
 *     with the cluster
 */
record KubectlSession(String title, String variant) implements Subject {

    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Subject> all() {
        return List.of(
                new KubectlSession("kubectl (Debian)", "debian"),
                new KubectlSession("kubectl 1.24", "1.24.17"),
                new KubectlSession("kubectl 1.28", "1.28.15"),
                new KubectlSession("kubectl 1.30, the first with WebSockets for exec", "1.30.14"),
                new KubectlSession("kubectl 1.31, the first with WebSockets for port-forward", "1.31.14"),
                new KubectlSession("kubectl 1.35", "1.35.10"),
                new KubectlSession("kubectl (on the PATH)", "path"),
                new KubectlSession("kubectl (the cluster's own)", "cluster"));
    }

    @Override
    public String key() {
        return "kubectl-" + variant;
    }

    @Override
    public Optional<Path> home() {
        return switch (variant) {
            case "cluster" -> have(Rigs.direct().kubeconfig().resolveSibling("bin"));
            case "path" ->
                Stream.of(System.getenv("PATH").split(":", -1))
                        .map(Path::of)
                        .filter(directory -> Files.isExecutable(directory.resolve("kubectl")))
                        .findFirst();
            default -> new Client(title, "kubectl", variant).home();
        };
    }

    @Override
    public Report report(Way way, Path home) {
        String program = home.resolve("kubectl").toString();
        // Old ones keep what they discovered below the home directory, and know no other place.
        String cache = Scratch.directory("home-" + key() + "-" + way).toString();
        Kubectl kubectl = Kubectl.of(
                way.target().prefix(),
                arguments -> way.command(program).with(arguments).env("HOME", cache));
        List<Step> steps = Sessions.everything();
        Transcript transcript = Transcript.of(kubectl, steps);
        Map<String, Result> results = new LinkedHashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            Result result = new Result(
                    steps.get(i).expects(transcript.outcome(i)),
                    TextNode.valueOf(transcript.said(i)).toString());
            results.put(free(steps.get(i).toString(), results), result);
        }
        return Report.of(version(program), results);
    }

    /** In its proxy, 1.20 sends the Host of its own caller on, by which the gateway cannot tell clusters apart. */
    @Override
    public boolean mustDiffer(Way way, String name) {
        return way == Way.HOST
                && name.equals("proxy --port=0")
                && home().map(home -> version(home.resolve("kubectl").toString()))
                        .orElseThrow()
                        .startsWith("1.20.");
    }

    private Optional<Path> have(Path directory) {
        if (Files.isExecutable(directory.resolve("kubectl"))) {
            return Optional.of(directory);
        }
        System.out.println("SKIPPED " + this + ": there is no " + directory.resolve("kubectl"));
        return Optional.empty();
    }

    /** The same words can be said more than once in a session. */
    private static String free(String line, Map<String, Result> taken) {
        String name = line;
        for (int i = 2; taken.containsKey(name); i++) {
            name = line + " (" + i + ")";
        }
        return name;
    }

    private static String version(String program) {
        String said = Command.of(program, "version", "--client", "--output=json")
                .run()
                .orFail()
                .out();
        try {
            return JSON.readTree(said).at("/clientVersion/gitVersion").asText().replaceFirst("^v", "");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return key();
    }
}
