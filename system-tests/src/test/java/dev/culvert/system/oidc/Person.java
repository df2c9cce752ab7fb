package dev.culvert.system.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Somebody at a browser who opens a page, and fills in and sends whatever forms come, until there are none. */
final class Person {
    private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");
    private static final int MOST_STEPS = 30;

    private final String name;
    private final HttpClient browser;

    Person(String name, SSLContext tls) {
        this.name = name;
        this.browser = HttpClient.newBuilder()
                .sslContext(tls)
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /** The text of the last page. */
    String visit(URI page) {
        return walk(page, null).body();
    }

    /** The address to which the walk was sent that begins like this; nobody goes there. */
    URI visit(URI page, String elsewhere) {
        HttpResponse<String> last = walk(page, elsewhere);
        return last.uri().resolve(location(last));
    }

    /** Fills the forms in and follows, to a page without a form, or a redirect that leads elsewhere. */
    private HttpResponse<String> walk(URI page, @Nullable String elsewhere) {
        URI at = page;
        HttpResponse<String> seen = send(HttpRequest.newBuilder(at).GET());
        for (int step = 0; step < MOST_STEPS; step++) {
            Matcher form = FORM.matcher(seen.body());
            if (seen.statusCode() / 100 == 3) {
                if (elsewhere != null && location(seen).startsWith(elsewhere)) {
                    return seen;
                }
                at = at.resolve(location(seen));
                seen = send(HttpRequest.newBuilder(at).GET());
            } else if (seen.statusCode() == 200 && form.find()) {
                at = at.resolve(form.group(1));
                seen = post(at, filled(seen.body()));
            } else if (seen.statusCode() == 200 && elsewhere == null) {
                return seen;
            } else {
                throw new AssertionError(at + ": " + seen.statusCode() + " " + seen.body());
            }
        }
        throw new AssertionError("no end of forms at " + at);
    }

    HttpResponse<String> post(URI url, String form) {
        return send(HttpRequest.newBuilder(url)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private static String location(HttpResponse<String> redirect) {
        return redirect.headers().firstValue("location").orElseThrow();
    }

    private String filled(String page) {
        StringBuilder form = new StringBuilder("login=" + encode(name) + "&password=any");
        Matcher hidden = HIDDEN.matcher(page);
        while (hidden.find()) {
            form.append('&').append(encode(hidden.group(1))).append('=').append(encode(hidden.group(2)));
        }
        return form.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return browser.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
