package dev.culvert.system.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which client at which version passed what, as a page of the documentation. */
final class Table {

    private static final String HEAD = """
            # Clients

            Written by `scripts/test --clients`, never by hand. Each client ran one program direct, through the gateway in the \
            path form (`https://GATEWAY/clusters/NAME`) and in the host form (`https://NAME.DOMAIN`); the results were compared \
            case by case. A case passes when it succeeds and says exactly what it says direct. One that fails direct in the same \
            way is not Culvert's; one that differs is. Where something differed, the program ran a second time: a case that came \
            to another result on the same way is unsteady. The programs are in `system-tests/src/test`, one directory for each \
            language.

            Kubernetes %s, agent with %s carriers.

            | client | version | path form | host form | differs through the gateway | fails direct as well | unsteady |
            |---|---|---|---|---|---|---|
            """;

    private static final String NOTES = """

            - kubeclient is the version that Debian has; no other can be had where this was run.
            - Python's client 22.6 sees WebSocket frames that came in one TLS record with others only when more comes. It can wait \
            for ever for what it has, direct and through the gateway; \
            the program with two ports therefore goes on sending.
            - The JavaScript client puts a path behind the server's address as it is: behind an address with a trailing slash it \
            asks for `//api/...`, which an API server answers with 404, and the gateway does the same.
            """;

    /** More names than this say less than their number. */
    private static final int LISTED = 6;

    private final List<String> rows = new ArrayList<>();

    void add(Row row) {
        rows.add("| %s | %s | %s | %s | %s | %s | %s |\n"
                .formatted(
                        row.subject().title(),
                        row.version(),
                        cell(row, Way.PATH),
                        cell(row, Way.HOST),
                        named(differences(row)),
                        listed(row.failingDirect()),
                        named(row.unsteady())));
    }

    void addSkipped(Subject subject) {
        rows.add("| %s | | not run: it could not be installed | | | | |\n".formatted(subject.title()));
    }

    void write(Path file, String kubernetes) {
        try {
            String head = HEAD.formatted(kubernetes, Way.CARRIER.option());
            Files.writeString(file, head + String.join("", rows) + NOTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        return items.isEmpty() ? "none" : String.join("; ", items);
    }
}
