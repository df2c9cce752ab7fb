package dev.culvert.clusters.echo;

import java.util.ArrayList;
import java.util.List;

/** What is done on one connection, from its first byte on. At the end of the script the connection is closed in order. */
public record Script(List<Step> steps) {
    public Script {
        steps = List.copyOf(steps);
    }

    public static Script of(Step... steps) {
        return new Script(List.of(steps));
    }

    /** Reads one request and answers it with these bytes. */
    public static Script reply(String response) {
        return of(Step.readRequest(), Step.send(response));
    }

    /** The same steps again and again on one kept-alive connection. */
    public Script times(int count) {
        List<Step> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.addAll(steps);
        }
        return new Script(all);
    }

    /** A whole HTTP/1.1 response with a length. */
    public static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }
}
