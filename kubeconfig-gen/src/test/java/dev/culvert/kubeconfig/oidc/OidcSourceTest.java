package dev.culvert.kubeconfig.oidc;

import static dev.culvert.kubeconfig.oidc.FakeProvider.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import dev.culvert.kubeconfig.credential.IssuedToken;
import dev.culvert.kubeconfig.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OidcSourceTest {
    private static final Duration HOUR = Duration.ofHours(1);
    /** Less than the margin, so that the next one who asks has to renew. */
    private static final Duration MOMENT = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final List<String> said = new CopyOnWriteArrayList<>();
    private FakeProvider provider;

    @BeforeEach
    void start() throws Exception {
        provider = new FakeProvider();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void aPersonLogsInByDeviceCodeOnceAndTheTokenIsKept() {
        String token = provider.idToken(HOUR);
        provider.answersError("authorization_pending");
        provider.answersTokens(token, "refr3sh");

        IssuedToken first = source().token();
        IssuedToken second = source().token();

        assertThat(first.value()).isEqualTo(token);
        assertThat(second).isEqualTo(first);
        assertThat(provider.asked).hasSize(2);
        assertThat(form(provider.asked.get(1)))
                .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:device_code")
                .containsEntry("device_code", "d3vice")
                .containsEntry("client_id", FakeProvider.CLIENT);
        assertThat(said)
                .containsExactly(
                        "To log in, open " + provider.issuer() + "/go and enter the code ABCD-EFGH",
                        "or open " + provider.issuer() + "/go?code=ABCD-EFGH");
    }

    @Test
    void whatIsKeptIsForItsOwnerAlone() throws IOException {
        logIn(HOUR);

        try (Stream<Path> files = Files.walk(directory.resolve("cache"))) {
            assertThat(files).hasSize(3).allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                    .isEqualTo(PosixFilePermissions.fromString(Files.isDirectory(file) ? "rwx------" : "rw-------")));
        }
    }

    @Test
    void aTokenThatRunsOutIsRenewedAndARotatedRefreshTokenIsUsedNext() {
        logIn(MOMENT);
        provider.answersTokens(provider.idToken(MOMENT), "second");
        String third = provider.idToken(HOUR);
        provider.answersTokens(third, "third");

        source().token();
        assertThat(source().token().value()).isEqualTo(third);

        assertThat(provider.asked.stream().skip(1).map(body -> form(body).get("refresh_token")))
                .containsExactly("refr3sh", "second");
    }

    @Test
    void aRefreshTokenThatIsNotReplacedStaysGood() {
        logIn(MOMENT);
        provider.answers(
                200,
                "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"id_token\":\"" + provider.idToken(MOMENT) + "\"}");
        provider.answersTokens(provider.idToken(HOUR), "next");

        source().token();
        source().token();

        assertThat(provider.asked.stream().skip(1).map(body -> form(body).get("refresh_token")))
                .containsExactly("refr3sh", "refr3sh");
    }

    @Test
    void manyAtOnceRenewOnce() throws Exception {
        logIn(MOMENT);
        String renewed = provider.idToken(HOUR);
        provider.answersTokens(renewed, "next");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                calls.add(() -> source().token().value());
            }
            for (Future<String> call : threads.invokeAll(calls)) {
                assertThat(call.get()).isEqualTo(renewed);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(provider.asked).hasSize(2);
    }

    @Test
    void aLoginThatIsOverLeadsToAnotherOne() {
        logIn(MOMENT);
        String token = provider.idToken(HOUR);
        provider.answersError("invalid_grant");
        provider.answersTokens(token, "next");

        assertThat(source().token().value()).isEqualTo(token);

        assertThat(said).hasSize(4);
    }

    @Test
    void whereNobodyIsThereNobodyIsAsked() {
        assertThatExceptionOfType(OidcException.class)
                .isThrownBy(() -> source(false, OidcSource.Way.AUTO).token())
                .withMessageContaining("nobody is logged in");
        assertThat(said).isEmpty();

        logIn(MOMENT);
        said.clear();
        provider.answersError("invalid_grant");
        assertThatExceptionOfType(OidcException.class)
                .isThrownBy(() -> source(false, OidcSource.Way.AUTO).token())
                .withMessageContaining("invalid_grant");
        assertThat(said).isEmpty();
    }

    @Test
    void aProviderThatIsDownLeavesTheLoginAsItIs() {
        logIn(MOMENT);
        provider.answers(503, "busy");
        String token = provider.idToken(HOUR);
        provider.answersTokens(token, "next");

        assertThatExceptionOfType(OidcException.class)
                .isThrownBy(() -> source().token())
                .withMessageContaining("status 503");
        assertThat(source().token().value()).isEqualTo(token);

        assertThat(form(provider.asked.get(2))).containsEntry("refresh_token", "refr3sh");
    }

    @Test
    void aTokenRenewedAsSomebodyElseIsNotUsed() {
        logIn(MOMENT);
        provider.answersTokens(provider.idToken(HOUR, claims -> claims.subject("mallory")), "next");

        assertThatExceptionOfType(OidcException.class)
                .isThrownBy(() -> source(false, OidcSource.Way.AUTO).token())
                .withMessageContaining("somebody else");
    }

    @Test
    void anIdTokenThatIsNotThisProvidersForThisClientIsRefused() throws Exception {
        List<String> wrong = List.of(
                provider.idToken(HOUR, claims -> claims.issuer("https://other")),
                provider.idToken(HOUR, claims -> claims.audience("other")),
                provider.idToken(Duration.ofHours(-1)),
                provider.idToken(new RSAKeyGenerator(2048).keyID("one").generate(), HOUR, claims -> claims),
                new PlainJWT(new JWTClaimsSet.Builder()
                                .issuer(provider.issuer())
                                .build())
                        .serialize());
        for (String token : wrong) {
            provider.answersTokens(token, "refr3sh");
            assertThatExceptionOfType(OidcException.class)
                    .isThrownBy(() -> source().token())
                    .satisfies(failure -> assertThat(failure).hasMessageNotContaining(token));
        }
        assertThat(directory.resolve("cache")).isDirectoryNotContaining("glob:**.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redirect",
                "{",
                "[]",
                "{}",
                "<html>",
                "other issuer",
                "plain token endpoint",
                "plain keys",
                "huge"
            })
    void aDescriptionThatIsNotOneEndsBeforeAnybodyIsAsked(String what) {
        String metadata = provider.metadata();
        String token = "\"token_endpoint\":\"https:";
        provider.pages.put(
                "/.well-known/openid-configuration",
                switch (what) {
                    case "other issuer" -> metadata.replace("\"issuer\":\"", "\"issuer\":\"https://other?was=");
                    case "plain token endpoint" -> metadata.replace(token, token.replace("https", "http"));
                    case "plain keys" -> metadata.replace("\"jwks_uri\":\"https:", "\"jwks_uri\":\"http:");
                    case "huge" -> metadata + " ".repeat(1024 * 1024);
                    default -> what;
                });
        provider.answersTokens(provider.idToken(HOUR), "refr3sh");

        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> source().token())
                .satisfies(failure -> assertThat(failure)
                        .isInstanceOfAny(OidcException.class, IllegalArgumentException.class)
                        .hasMessageNotContaining("\n"));
    }

    @Test
    void aCodeThatMovesTheCursorIsNotPrinted() {
        provider.pages.put(
                "/device", provider.pages.get("/device").replace("\"user_code\":\"ABCD", "\"user_code\":\"\\u001b[2J"));

        assertThatExceptionOfType(OidcException.class)
                .isThrownBy(() -> source().token())
                .withMessageContaining("not printable");
        assertThat(said).isEmpty();
    }

    @Test
    void anotherAuthorityIsNotTrusted() {
        OidcSource source = new OidcSource(
                registration(), Transport.trustingTheSystem(), cache(), login(true, OidcSource.Way.AUTO), said::add);

        assertThatExceptionOfType(OidcException.class)
                .isThrownBy(source::token)
                .withMessageContaining("cannot read " + provider.issuer());
    }

    @Test
    void whatOthersCouldHaveWrittenIsNotUsed() throws IOException {
        logIn(HOUR);
        Path file = kept();
        String token = provider.idToken(HOUR, claims -> claims.claim("n", 2));

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        provider.answersTokens(token, "next");
        assertThat(source().token().value()).isEqualTo(token);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));

        Files.writeString(file, "{\"id_token\":");
        provider.answersTokens(token, "next");
        assertThat(source().token().value()).isEqualTo(token);
    }

    @Test
    void aLinkInTheFilesPlaceIsNotFollowed() throws IOException {
        logIn(HOUR);
        Path file = kept();
        Path other = Files.move(file, directory.resolve("other"));
        Files.createSymbolicLink(file, other);

        assertThatExceptionOfType(OidcException.class).isThrownBy(() -> source().token());
    }

    @Test
    void aPersonLogsInWithABrowserAndTheCodeIsTiedToThisProgram() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<IssuedToken> waiting =
                    thread.submit(() -> source(true, OidcSource.Way.BROWSER).token());
            Map<String, String> request = form(url().getRawQuery());
            String redirect = request.get("redirect_uri");
            assertThat(redirect).matches("http://127\\.0\\.0\\.1:[0-9]+/callback");
            assertThat(request)
                    .containsEntry("scope", "openid offline_access")
                    .containsEntry("prompt", "consent")
                    .containsEntry("code_challenge_method", "S256")
                    .containsEntry("response_type", "code");
            String token = provider.idToken(HOUR, claims -> claims.claim("nonce", request.get("nonce")));
            provider.answersTokens(token, "refr3sh");

            assertThat(visit(redirect + "?code=c0de&state=forged")).isEqualTo(404);
            assertThat(visit(redirect + "?code=c0de")).isEqualTo(404);
            assertThat(visit(redirect + "?error=access_denied")).isEqualTo(404);
            assertThat(visit(redirect.replace("/callback", "/"))).isEqualTo(404);
            assertThat(visit(redirect + "?code=c0de&state=" + request.get("state")))
                    .isEqualTo(200);

            assertThat(waiting.get().value()).isEqualTo(token);
            Map<String, String> exchange = form(provider.asked.get(0));
            assertThat(exchange).containsEntry("code", "c0de").containsEntry("redirect_uri", redirect);
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(exchange.get("code_verifier").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(request.get("code_challenge"))
                    .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void aTokenOfAnotherLoginIsRefused() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<IssuedToken> waiting =
                    thread.submit(() -> source(true, OidcSource.Way.BROWSER).token());
            Map<String, String> request = form(url().getRawQuery());
            provider.answersTokens(provider.idToken(HOUR, claims -> claims.claim("nonce", "another")), "refr3sh");

            visit(request.get("redirect_uri") + "?code=c0de&state=" + request.get("state"));

            assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
                    .isThrownBy(waiting::get)
                    .withMessageContaining("nonce");
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void secretsAreNotInWhatIsPrinted() {
        Registration registration = new Registration(
                provider.issuer(),
                "kube",
                Optional.of(new Secret("s3cret-s3cret-s3cret-s3cret-s3cret")),
                List.of(),
                "");

        assertThat(registration.toString()).doesNotContain("s3cret");
        assertThat(new Tokens("s3cret", "jane", java.time.Instant.EPOCH, Optional.of("s3cret")).toString())
                .doesNotContain("s3cret");
        assertThat(new IssuedToken("s3cret", java.time.Instant.EPOCH).toString())
                .doesNotContain("s3cret");
    }

    private void logIn(Duration life) {
        provider.answersTokens(provider.idToken(life), "refr3sh");
        source().token();
    }

    private URI url() {
        org.awaitility.Awaitility.await().until(() -> !said.isEmpty());
        return URI.create(said.get(0).replace("To log in, open ", ""));
    }

    private static int visit(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private Path kept() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private OidcSource source() {
        return source(true, OidcSource.Way.AUTO);
    }

    private OidcSource source(boolean allowed, OidcSource.Way way) {
        return new OidcSource(
                registration(), Transport.trusting(provider.pem()), cache(), login(allowed, way), said::add);
    }

    private static OidcSource.Login login(boolean allowed, OidcSource.Way way) {
        return new OidcSource.Login(allowed, way, 0);
    }

    private TokenCache cache() {
        return TokenCache.of(directory.resolve("cache"), registration());
    }

    private Registration registration() {
        return new Registration(provider.issuer(), FakeProvider.CLIENT, Optional.empty(), List.of(), "");
    }
}
