package dev.culvert.system.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;

/** People who log in once each: the authorization code flow with PKCE, through the provider's own pages. */
final class Login {
    private static final String CALLBACK = "https://localhost/callback";

    /** Its SHA-256, as RFC 7636 has it in its appendix B, is what the provider is told first. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

    private final String issuer;
    private final SSLContext tls;

    Login(String issuer, SSLContext tls) {
        this.issuer = issuer;
        this.tls = tls;
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
        Person person = new Person(user, tls);
        Matcher code = CODE.matcher(person.visit(at, CALLBACK).toString());
        if (!code.find()) {
            throw new AssertionError("the provider gave no code");
        }
        return exchange(person, client, code.group(1));
    }

    private JsonNode exchange(Person person, String client, String code) {
        HttpResponse<String> answer = person.post(
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

    private static String form(String... namesAndValues) {
        String[] encoded = Arrays.stream(namesAndValues)
                .map(text -> URLEncoder.encode(text, UTF_8))
                .toArray(String[]::new);
        return IntStream.range(0, encoded.length / 2)
                .mapToObj(i -> encoded[2 * i] + "=" + encoded[2 * i + 1])
                .collect(Collectors.joining("&"));
    }
}
