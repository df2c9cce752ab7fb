package dev.culvert.system.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;

/** A person at a browser, who logs in once: the authorization code flow with PKCE, through the provider's own pages. */
final class Login {
    private static final String CALLBACK = "https://localhost/callback";

    /** Its SHA-256, as RFC 7636 has it in its appendix B, is what the provider is told first. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final Pattern FORM = Pattern.compile("action=\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

    private final String issuer;
    private final HttpClient browser;

    /** Somebody who has not been there before. */
    Login(String issuer, SSLContext tls) {
        this.issuer = issuer;
        this.browser = HttpClient.newBuilder()
                .sslContext(tls)
                .cookieHandler(new CookieManager())
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /** What the provider's token endpoint says for that user and that client. */
    JsonNode tokens(String user, String client) {
        URI at = URI.create(issuer + "/auth?"
                + form(
                        "client_id",
                        client,
                        "response_type",
                        "code",
                        "scope",
                        "openid",
                        "redirect_uri",
                        CALLBACK,
                        "code_challenge",
                        CHALLENGE,
                        "code_challenge_method",
                        "S256"));
        HttpResponse<String> page = get(at);
        String prompt = "login";
        for (int step = 0; step < 20; step++) {
            if (page.statusCode() / 100 == 3) {
                at = at.resolve(page.headers().firstValue("location").orElseThrow());
                Matcher code = CODE.matcher(at.toString());
                if (at.toString().startsWith(CALLBACK) && code.find()) {
                    return exchange(client, code.group(1));
                }
                page = get(at);
            } else {
                Matcher form = FORM.matcher(page.body());
                if (page.statusCode() != 200 || !form.find()) {
                    break;
                }
                at = at.resolve(form.group(1));
                page = post(at, form("prompt", prompt, "login", user, "password", "any"));
                prompt = "consent";
            }
        }
        throw new AssertionError("no login at " + at + ": " + page.statusCode() + " " + page.body());
    }

    private JsonNode exchange(String client, String code) {
        HttpResponse<String> answer = post(
                URI.create(issuer + "/token"),
                form(
                        "grant_type", "authorization_code",
                        "client_id", client,
                        "redirect_uri", CALLBACK,
                        "code_verifier", VERIFIER,
                        "code", code));
        try {
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(answer.body(), e);
        }
    }

    private HttpResponse<String> get(URI url) {
        return send(HttpRequest.newBuilder(url).GET());
    }

    private HttpResponse<String> post(URI url, String body) {
        return send(HttpRequest.newBuilder(url)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
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

    private static String form(String... namesAndValues) {
        String[] encoded = Arrays.stream(namesAndValues)
                .map(text -> URLEncoder.encode(text, UTF_8))
                .toArray(String[]::new);
        return IntStream.range(0, encoded.length / 2)
                .mapToObj(i -> encoded[2 * i] + "=" + encoded[2 * i + 1])
                .collect(Collectors.joining("&"));
    }
}
