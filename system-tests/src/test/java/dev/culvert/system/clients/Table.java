package dev.culvert.system.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which client at which version passed what, as a page of the documentation. A run writes the rows of the clients that it ran, in
 * the part of the Kubernetes that it ran on, and leaves all others as they are.
 */
final class Table {

    private static final String HEAD = """
            # Clients

            Written by `scripts/test --clients`, never by hand. Each client ran one program direct, through the gateway in the \
            path form (`https://GATEWAY/clusters/NAME`) and in the host form (`https://NAME.DOMAIN`); the results were compared \
            case by case. A case passes when it succeeds and says exactly what it says direct. One that fails direct in the same \
            way is not Culvert's; one that differs is. Where something differed, the program ran a second time: a case that came \
            to another result on the same way is unsteady. The programs are in `system-tests/src/test`, one directory for each \
            language.

            kubectl ran one session of commands over everything that it does; a case is one command, and what it says is its exit \
            code and both of its streams. Of Kubernetes' own end-to-end tests a case is one test, in the selection that \
            `system-tests/src/test/e2e/specs` explains.
            """;

    private static final String PART = """

            ## Kubernetes %s

            %s, agent with %s carriers.

            | client | version | path form | host form | differs through the gateway | fails direct as well | unsteady |
            |---|---|---|---|---|---|---|
            """;

    private static final String HEADING = "## Kubernetes ";

    private static final String NOTES = """

            ## Notes

            - kubeclient is the version that Debian has; no other can be had where this was run.
            - Python's client 22.6 sees WebSocket frames that came in one TLS record with others only when more comes. It can wait \
            for ever for what it has, direct and through the gateway; \
            the program with two ports therefore goes on sending.
            - fabric8's Vert.x client loses the end of a remote command now and then, with "WebSocket connection closed \
            unexpectedly": 6 of 240 commands with 3 MB of output direct, and 8 of 240 through the gateway. Its program asks again.
            - fabric8 on Jetty's client sees no 401 of an API server's, which has no challenge (`WWW-Authenticate`), and on the JDK's \
            none of a newer one's, which ends the connection right behind it; of the gateway, which does neither, both do. Jetty's and Vert.x 4's HTTP clients are those of an older fabric8, since the newest \
            cannot be had with them.
            - kubectl loses the path of the server's address in two places: in `proxy`, which has `--append-server-path` for it, and up \
            to 1.32 and somewhat later in `get --raw`, where people write the path themselves; 1.37 keeps it. So did the sessions. \
            `proxy` of 1.20 also sends the host of its own caller on, so that with it the host form leads nowhere.
            - Of Kubernetes' own tests two use `kubectl proxy` without that option, which in the path form asks the gateway for \
            another path. One builds a client with a certificate that the cluster has signed; the gateway's \
            callers have others. One impersonates somebody, which the gateway refuses to callers that act as the agent.
            - Argo CD's application controller with its repository server, and Flux's kustomize-controller, ran beside the cluster; \
            the cluster's address and credential were in a Secret for Argo CD, and in the kubeconfig and a Secret for Flux. \
            On 1.20 the definitions of their kinds took any field: the build of it that was run refuses empty strings in custom \
            resources, direct as well, and Argo CD writes them.
            - The JavaScript client puts a path behind the server's address as it is: behind an address with a trailing slash it \
            asks for `//api/...`, which an API server answers with 404, and the gateway does the same.
            """;

    /** More names than this say less than their number. */
    private static final int LISTED = 6;

    private final List<String> order;
    private final Map<String, String> rows = new HashMap<>();

    /**
     * An empty one.
     *
     * @param order the titles of all clients, as they are to stand below each other
     */
    Table(List<String> order) {
        this.order = List.copyOf(order);
    }

    void add(Row row) {
        String title = row.subject().title();
        rows.put(
                title,
                "| %s | %s | %s | %s | %s | %s | %s |"
                        .formatted(
                                title,
                                row.version(),
                                cell(row, Way.PATH),
                                cell(row, Way.HOST),
                                named(differences(row)),
                                listed(row.failingDirect()),
                                named(row.unsteady())));
    }

    void addSkipped(Subject subject) {
        String title = subject.title();
        rows.put(title, "| %s | | not run: it was not to be had | | | | |".formatted(title));
    }

    /**
     * Writes the part of a Kubernetes.
     *
     * @param kubernetes its version, such as v1.20.2
     * @param circumstances what is uncommon about it, such as an option of its API server; each such run has a part of its own
     */
    void write(Path file, String kubernetes, List<String> circumstances) {
        String minor = kubernetes.replaceFirst("^v([0-9]+\\.[0-9]+).*", "$1");
        String heading = String.join(
                ", ", Stream.concat(Stream.of(minor), circumstances.stream()).toList());
        try {
            Map<String, String> parts = parts(file);
            String head = PART.formatted(heading, kubernetes, Way.CARRIER.option());
            parts.put(heading, head + merged(parts.getOrDefault(heading, ""), head));
            Files.writeString(file, HEAD + String.join("", parts.values()) + NOTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows below that head: those of this run, and of another's those that this one has not. */
    private String merged(String part, String head) {
        Map<String, String> all = new HashMap<>();
        // Of another patch release they would stand below the wrong version.
        if (part.startsWith(head)) {
            part.substring(head.length()).lines().forEach(row -> all.put(title(row), row));
        }
        all.putAll(rows);
        return order.stream()
                .filter(all::containsKey)
                .map(title -> all.get(title) + "\n")
                .collect(Collectors.joining());
    }

    private static String title(String row) {
        return row.replaceFirst("^\\| (.*?) \\|.*", "$1");
    }

    /** What the file has of each version; nothing when there is no file yet. */
    private static Map<String, String> parts(Path file) throws IOException {
        Map<String, String> parts = new TreeMap<>();
        if (Files.exists(file)) {
            String page = Files.readString(file);
            for (String part : page.split("\n(?=## )", -1)) {
                if (part.startsWith(HEADING)) {
                    String version = part.substring(HEADING.length(), part.indexOf('\n'));
                    parts.put(version.strip(), "\n" + part.stripTrailing() + "\n");
                }
            }
        }
        return parts;
    }

    private static String cell(Row row, Way way) {
        return row.gateways().contains(way)
                ? row.passed(way) + " of " + row.cases().size()
                : "not run";
    }

    private static List<String> differences(Row row) {
        return row.gateways().stream()
                .flatMap(way -> row.differing(way).stream().map(name -> name + " (" + way.title() + ")"))
                .toList();
    }

    private static String listed(List<String> items) {
        return items.size() > LISTED ? items.size() + " cases" : named(items);
    }

    private static String named(List<String> items) {
        return items.isEmpty() ? "none" : String.join("; ", items).replace("|", "\\|");
    }
}
