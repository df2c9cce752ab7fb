package dev.culvert.system.kubectl;

import static org.awaitility.Awaitility.await;

import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Running;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a command that does not end by itself is brought to its end.
 *
 * @param said on its standard output, a pattern whose first group is the port where it listens when a page is wanted
 */
record Until(Pattern said, Optional<String> page) {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final Pattern LISTENING = Pattern.compile("127\\.0\\.0\\.1:([0-9]+)");

    static Until said(String text) {
        return new Until(Pattern.compile(Pattern.quote(text)), Optional.empty());
    }

    static Until served(String page) {
        return new Until(LISTENING, Optional.of(page));
    }

    /** What it said, and the page; when it ends before, how it ended. Its input is not over with the text. */
    Outcome run(Command command, String input, UnaryOperator<String> place) {
        try (Running running = command.startWithOpenInput()) {
            running.write(input);
            await(said.pattern())
                    .atMost(SOON)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !running.alive() || said.matcher(running.out()).find());
            Matcher matcher = said.matcher(running.out());
            if (!matcher.find()) {
                return running.awaitEnd(SOON);
            }
            String answer =
                    page.map(path -> get(matcher.group(1), place.apply(path))).orElse("");
            String out = running.out().substring(0, matcher.end());
            return Outcome.ended(said.pattern(), out + "\n" + answer);
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            return Outcome.failed(said.pattern(), -1, "it does not say so, and does not end");
        }
    }

    private static String get(String port, String page) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + page))
                .timeout(SOON)
                .build();
        try {
            HttpResponse<String> response = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException e) {
            return "no answer";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
