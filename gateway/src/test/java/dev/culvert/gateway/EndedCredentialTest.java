package dev.culvert.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.culvert.gateway.AdminClient.Answer;
import dev.culvert.gateway.config.Address;
import dev.culvert.gateway.config.ConfigFile;
import dev.culvert.gateway.pki.CertificateAuthority;
import dev.culvert.gateway.pki.ClientSubject;
import dev.culvert.gateway.pki.IssuedCertificate;
import dev.culvert.gateway.pki.Pem;
import dev.culvert.gateway.setup.Installation;
import dev.culvert.gateway.testing.RawClient;
import dev.culvert.gateway.testing.TestCertificate;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.ResponseHead;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What runs under a certificate, or under an ID token, ends when its caller could not begin it any more. */
@Timeout(120)
@NullUnmarked
class EndedCredentialTest {
    private static final String WATCH = "GET /clusters/north/api/v1/pods?watch=true HTTP/1.1\r\nHost: localhost\r\n";
    private static final String EXEC = "GET /clusters/north/api/v1/namespaces/a/pods/b/exec?command=sh HTTP/1.1\r\n"
            + "Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final TestCertificate certificate = TestCertificate.create();
    private final ECKey issuing = newKey();
    private final List<RawClient> clients = new ArrayList<>();
    private int issuerPort;

    @TempDir
    private Path directory;

    private CertificateAuthority authority;
    private Gateway gateway;
    private AdminClient admin;
    private TestAgent agent;

    /** A stream whose beginning is in. */
    private record Running(RawClient client, Exchange exchange, boolean chunked) {
        void write(String text) {
            exchange.context().runOnContext(go -> exchange.out().write(Buffer.buffer(text)));
            String chunk = chunked ? text.length() + "\r\n" + text + "\r\n" : text;
            assertThat(client.readExactly(chunk.length())).isEqualTo(chunk);
        }

        void assertGoesOn() {
            write("more");
        }

        /** Without the last chunk of an answer that is whole. */
        void assertEnds() {
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @BeforeEach
    void start() throws IOException {
        issuerPort = vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate.keyCert()))
                .requestHandler(this::discover)
                .listen(0)
                .map(HttpServer::actualPort)
                .await();
        Address anyPort = new Address("127.0.0.1", 0);
        new Installation(List.of("localhost"), "north", "root", false, anyPort, anyPort, null)
                .write(directory, true, InstantSource.system());
        authority = CertificateAuthority.of(read("ca.crt"), read("ca.key"), InstantSource.system());
        write("id.crt", certificate.certificatePem());
        write("gateway.crt", certificate.certificatePem());
        write(
                "gateway.key",
                ((PemKeyCertOptions) certificate.keyCert()).getKeyValue().toString());
        revoke(null);
        write("gateway.yaml", read("gateway.yaml") + """
                authentication:
                  clientCertificates: {ca: ca.crt, crl: revoked.crl}
                  oidc:
                    - {issuer: "%1$s", caFile: id.crt, audiences: [culvert], algorithms: [ES256], clockSkew: 0s}
                    - {issuer: "%2$s", caFile: id.crt, audiences: [culvert], algorithms: [ES256], clockSkew: 0s, endsStreams: true}
                reload: 100ms
                shutdownGrace: 0s
                """.formatted(issuer("lasting"), issuer("strict")));
        gateway = new Gateway(ConfigFile.load(directory.resolve("gateway.yaml")));
        gateway.start().await();
        Path trusted = directory.resolve("gateway.crt");
        admin = new AdminClient(
                trusted, gateway.publicPort(), read("caller-root.token").strip());
        agent = new TestAgent(
                vertx, gateway.publicPort(), trusted, read("agent-north.token").strip());
        agent.answers = false;
        made(admin.send("POST", "accessrules", """
                {'metadata': {'name': 'all'}, 'spec': {'subjects': [{'kind': 'Group', 'name': 'system:authenticated'}],
                 'clusters': ['*'], 'mode': 'agent'}}"""));
    }

    @AfterEach
    void stop() {
        clients.forEach(RawClient::close);
        gateway.stop().await();
        vertx.close().await();
    }

    @Test
    void aRevokedCertificateEndsWhatRunsByItAndNothingElse() throws IOException {
        IssuedCertificate janes = certificateOf("jane", Duration.ofDays(1));
        List<Running> hers = bothBy(janes);
        // The same person, by another certificate.
        List<Running> others = bothBy(certificateOf("jane", Duration.ofDays(1)));

        revoke(janes.certificate().getSerialNumber());

        hers.forEach(Running::assertEnds);
        others.forEach(Running::assertGoesOn);
        assertThat(statusBy(janes)).isEqualTo(401);
    }

    @Test
    void withItsAuthorityACertificateEnds() throws IOException {
        List<Running> hers = bothBy(certificateOf("jane", Duration.ofDays(1)));
        List<Running> byToken = bothBy(idToken("lasting", "jane", Duration.ofMinutes(5)));
        CertificateAuthority other = CertificateAuthority.create("Another CA", InstantSource.system());

        write("revoked.crl", other.revoke(null, null));
        write("ca.crt", other.own().certificatePem());

        hers.forEach(Running::assertEnds);
        byToken.forEach(Running::assertGoesOn);
    }

    @Test
    void whoIsDisabledIsRefusedWhateverItCameBy() {
        IssuedCertificate janes = certificateOf("jane", Duration.ofDays(1));
        List<Running> byCertificate = bothBy(janes);
        String token = idToken("lasting", "jane", Duration.ofMinutes(5));
        List<Running> byToken = bothBy(token);
        String carls = idToken("lasting", "carl", Duration.ofMinutes(5));
        List<Running> others = bothBy(carls);
        String name = issuer("lasting") + "#jane";
        made(admin.send("POST", "callers", "{'metadata': {'name': 'jane'}, 'spec': {'disabled': true}}"));
        byCertificate.forEach(Running::assertEnds);
        byToken.forEach(Running::assertGoesOn);

        made(admin.send("POST", "callers", "{'metadata': {'name': '" + name + "'}, 'spec': {'disabled': true}}"));

        byToken.forEach(Running::assertEnds);
        others.forEach(Running::assertGoesOn);
        Answer refused = admin.as(token).get("/clusters/north/version");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body().path("message").asText()).contains("user \"" + name + "\" is disabled");
        assertThat(admin.as(token).get("selfsubject/clusters").body().path("items"))
                .isEmpty();
        assertThat(admin.as(carls).get("selfsubject/clusters").body().path("items"))
                .hasSize(1);
        assertThat(statusBy(janes)).isEqualTo(403);
        Answer review = admin.send("POST", "accessreviews", "{'spec': {'user': 'jane', 'cluster': 'north'}}");
        assertThat(review.body().at("/status/allowed").asBoolean()).isFalse();
        assertThat(review.body().at("/status/reason").asText()).isEqualTo("user \"jane\" is disabled");
    }

    @Test
    void aRemovedRuleEndsWhatItGaveWhateverItCameBy() {
        List<Running> all = new ArrayList<>(bothBy(certificateOf("jane", Duration.ofDays(1))));
        all.addAll(bothBy(idToken("lasting", "jane", Duration.ofMinutes(5))));

        assertThat(admin.send("DELETE", "accessrules/all", null).status()).isEqualTo(200);

        all.forEach(Running::assertEnds);
    }

    @Test
    void theEndOfACertificateEndsWhatRunsAndThatOfAnIdTokenWhereItIsConfigured() {
        Duration soon = Duration.ofSeconds(4);
        IssuedCertificate janes = certificateOf("jane", soon);
        String lasting = idToken("lasting", "jane", soon);
        List<Running> ending = new ArrayList<>(bothBy(janes));
        ending.addAll(bothBy(idToken("strict", "jane", soon)));
        List<Running> staying = new ArrayList<>(bothBy(lasting));
        staying.addAll(bothBy(idToken("strict", "jane", Duration.ofMinutes(5))));

        ending.forEach(Running::assertEnds);

        staying.forEach(Running::assertGoesOn);
        assertThat(statusBy(janes)).isEqualTo(401);
        await().until(() -> admin.as(lasting).get("selfsubject").status() == 401);
        staying.forEach(Running::assertGoesOn);
    }

    private List<Running> bothBy(IssuedCertificate own) {
        RawClient watch = client(own);
        RawClient exec = client(own);
        return List.of(running(watch, WATCH + "\r\n", 200), running(exec, EXEC + "\r\n", 101));
    }

    private List<Running> bothBy(String token) {
        String line = "Authorization: Bearer " + token + "\r\n\r\n";
        RawClient watch = keep(RawClient.connect(certificate.sslContext(), gateway.publicPort()));
        RawClient exec = keep(RawClient.connect(certificate.sslContext(), gateway.publicPort()));
        return List.of(running(watch, WATCH + line, 200), running(exec, EXEC + line, 101));
    }

    private Running running(RawClient client, String request, int status) {
        int before = agent.open.size();
        client.send(request);
        await().until(() -> agent.open.size() > before);
        Exchange exchange = agent.open.get(before);
        exchange.context().runOnContext(go -> {
            exchange.in().handler(ignored -> {});
            exchange.respond(new ResponseHead(status, List.of()));
        });
        assertThat(client.readHead()).startsWith("HTTP/1.1 " + status + " ");
        Running running = new Running(client, exchange, status == 200);
        running.write("begun");
        return running;
    }

    private int statusBy(IssuedCertificate own) {
        try (RawClient client = client(own)) {
            return client.send("GET /clusters/north/version HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .readResponse()
                    .status();
        }
    }

    private RawClient client(IssuedCertificate own) {
        return keep(RawClient.connect(certificate.sslContext(own.certificate(), own.key()), gateway.publicPort()));
    }

    private RawClient keep(RawClient client) {
        clients.add(client);
        return client;
    }

    private IssuedCertificate certificateOf(String name, Duration life) {
        return authority.issueClient(new ClientSubject(name, List.of()), life);
    }

    private void revoke(BigInteger serial) throws IOException {
        String list = authority.revoke(
                Files.exists(directory.resolve("revoked.crl")) ? Pem.revocations(read("revoked.crl")) : null, serial);
        write("revoked.crl", list);
    }

    private String issuer(String name) {
        return "https://localhost:" + issuerPort + "/" + name;
    }

    private void discover(HttpServerRequest request) {
        String own = "https://localhost:" + issuerPort;
        int end = request.path().indexOf("/.well-known/");
        request.response()
                .end(
                        end < 0
                                ? new JWKSet(issuing).toString()
                                : new JsonObject()
                                        .put("issuer", own + request.path().substring(0, end))
                                        .put("jwks_uri", own + "/keys")
                                        .encode());
    }

    private String idToken(String issuer, String subject, Duration life) {
        try {
            JWTClaimsSet claims = new JWTClaimsSet.Builder()
                    .issuer(issuer(issuer))
                    .audience("culvert")
                    .subject(subject)
                    .expirationTime(Date.from(Instant.now().plus(life)))
                    .build();
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k").build(), claims);
            token.sign(new ECDSASigner(issuing));
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static void made(Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
    }

    private String read(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Whole at each moment: the gateway reads it at any. */
    private void write(String file, String text) throws IOException {
        Path whole = Files.writeString(directory.resolve(file + ".new"), text);
        Files.move(whole, directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
}
