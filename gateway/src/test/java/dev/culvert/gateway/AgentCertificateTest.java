package dev.culvert.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.culvert.gateway.config.Address;
import dev.culvert.gateway.config.ConfigFile;
import dev.culvert.gateway.pki.AgentSubject;
import dev.culvert.gateway.pki.CertificateAuthority;
import dev.culvert.gateway.pki.ClientSubject;
import dev.culvert.gateway.pki.IssuedCertificate;
import dev.culvert.gateway.pki.Pem;
import dev.culvert.gateway.setup.Installation;
import dev.culvert.tunnel.carrier.DialTarget;
import dev.culvert.tunnel.carrier.Dialer;
import dev.culvert.tunnel.carrier.grpc.GrpcDialer;
import dev.culvert.tunnel.carrier.websocket.WebSocketDialer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents' certificates: how they are had, whom they admit, and what ends them. */
@Timeout(120)
@NullUnmarked
class AgentCertificateTest {
    private static final String NO_TOKEN = "cva_wrong";
    private static final String PATH = "/culvert.tunnel.v1.Tunnel/Certificate";

    private final Vertx vertx = Vertx.vertx();

    private final List<HttpClientAgent> clients = new ArrayList<>();

    @TempDir
    private Path directory;

    private Gateway gateway;
    private AdminClient admin;
    private String token;

    record Answer(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        Address anyPort = new Address("127.0.0.1", 0);
        new Installation(List.of("localhost"), "filed", "root", false, anyPort, anyPort, "clusters.test")
                .write(directory, true, InstantSource.system());
        Path yaml = directory.resolve("gateway.yaml");
        // The worst case: one authority for callers and agents.
        Files.writeString(yaml, Files.readString(yaml) + """
                  - name: north
                    access:
                      - clusters: ["*"]
                        mode: agent
                authentication:
                  clientCertificates: {ca: agents-ca.crt}
                shutdownGrace: 0s
                """);
        gateway = new Gateway(ConfigFile.load(yaml));
        gateway.start().await();
        admin = new AdminClient(
                ca(),
                gateway.publicPort(),
                Files.readString(directory.resolve("caller-root.token")).strip());
        assertThat(admin.send("POST", "clusters", "{'metadata': {'name': 'north'}}")
                        .status())
                .isEqualTo(201);
        token = issue("mine", "");
    }

    @AfterEach
    void stop() {
        gateway.stop().await();
        vertx.close().await();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCertificateAdmitsItsAgentWithoutAToken(boolean grpc) {
        TestAgent agent = new TestAgent(dialer(grpc, NO_TOKEN, certificate(token)), "north");

        assertThat(agent.endpoint.ready().result().capabilities()).containsExactly("certificates");
        assertThat(admin.get("/clusters/north/version").status()).isEqualTo(200);
        assertThat(agent.requests).hasSize(1);
        JsonNode carrier = admin.get("clusters/north").body().at("/status/agents/0");
        assertThat(carrier.path("credential").asText()).isEqualTo("certificate");
        assertThat(Instant.parse(carrier.path("certificateExpires").asText())).isAfter(Instant.now());
    }

    @ParameterizedTest
    @CsvSource({"revoke", "disable", "delete"})
    void whatEndsATokenEndsItsCertificateAtOnce(String how) {
        IssuedCertificate certificate = certificate(token);
        TestAgent agent = new TestAgent(dialer(true, NO_TOKEN, certificate), "north");

        switch (how) {
            case "revoke" -> admin.send("DELETE", "agenttokens/mine", null);
            case "disable" -> admin.send("PATCH", "clusters/north", "{'spec': {'disabled': true}}");
            default -> admin.send("DELETE", "clusters/north", null);
        }

        assertThat(agent.endpoint.closed().await().getMessage()).containsIgnoringCase("unauthorized");
        assertThatThrownBy(() -> new TestAgent(dialer(true, NO_TOKEN, certificate), "north"))
                .hasMessageContaining("token is not valid");
        assertThat(post(token, certificate, request(keys())).status()).isEqualTo(401);
    }

    @Test
    void aCertificateDoesNotCountForAnotherTokenOfTheSameName() {
        IssuedCertificate certificate = certificate(token);
        admin.send("DELETE", "agenttokens/mine", null);
        issue("mine", "");

        assertThatThrownBy(() -> new TestAgent(dialer(true, NO_TOKEN, certificate), "north"))
                .hasMessageContaining("token is not valid");
    }

    @Test
    void aCertificateEndsWithItsTokenAtTheLatest() {
        Instant end = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
        X509Certificate bounded =
                certificate(issue("soon", ", 'expires': '" + end + "'")).certificate();
        X509Certificate usual = certificate(token).certificate();

        assertThat(bounded.getNotAfter().toInstant()).isEqualTo(end);
        assertThat(usual.getNotAfter().toInstant())
                .isBetween(
                        Instant.now().plus(23, ChronoUnit.HOURS), Instant.now().plus(24, ChronoUnit.HOURS));
    }

    @Test
    void anAgentWithAGoodTokenIsNotKeptOutByItsCertificate() throws IOException {
        IssuedCertificate strangers = signed(CertificateAuthority.create("Culvert agents CA", InstantSource.system()));

        assertThatThrownBy(() -> new TestAgent(dialer(true, NO_TOKEN, strangers), "north"))
                .hasMessageContaining("token is not valid");
        new TestAgent(dialer(true, token, strangers), "north");
        assertThat(admin.get("/clusters/north/version").status()).isEqualTo(200);
    }

    @Test
    void anExpiredCertificateIsNone() throws IOException {
        InstantSource yesterday = InstantSource.offset(InstantSource.system(), Duration.ofDays(-2));

        assertThatThrownBy(() -> new TestAgent(dialer(true, NO_TOKEN, signed(authority(yesterday))), "north"))
                .hasMessageContaining("token is not valid");
        new TestAgent(dialer(true, NO_TOKEN, signed(authority(InstantSource.system()))), "north");
    }

    @Test
    void anAgentsCertificateIsNoCallersAndACallersIsNoAgents() throws IOException {
        new TestAgent(dialer(true, token, null), "north");
        IssuedCertificate callers = authority(InstantSource.system())
                .issueClient(new ClientSubject("north", List.of()), Duration.ofHours(1));

        assertThat(call(HttpMethod.GET, "/clusters/north/version", "", callers, "")
                        .status())
                .isEqualTo(200);
        Answer agents = call(HttpMethod.GET, "/clusters/north/version", "", certificate(token), "");
        assertThat(agents.status()).isEqualTo(401);
        assertThat(agents.body()).contains("the client certificate is not valid");
        assertThatThrownBy(() -> new TestAgent(dialer(true, NO_TOKEN, callers), "north"))
                .hasMessageContaining("token is not valid");
        assertThat(post(NO_TOKEN, callers, request(keys())).status()).isEqualTo(401);
    }

    @Test
    void aCertificateIsRenewedByTheCertificateAndStandsForTheTokenWhereThatIsGood() throws IOException {
        IssuedCertificate first = certificate(token);
        String second = issue("second", "");

        X509Certificate byItself =
                Pem.certificate(post(NO_TOKEN, first, request(keys())).body());
        X509Certificate byToken =
                Pem.certificate(post(second, first, request(keys())).body());

        assertThat(AgentSubject.of(byItself)).isEqualTo(AgentSubject.of(first.certificate()));
        assertThat(AgentSubject.of(byToken)).isPresent().isNotEqualTo(AgentSubject.of(first.certificate()));
    }

    @Test
    void whoIsNoAgentOrAsksForNothingGetsNone() {
        String request = request(keys());

        assertThat(post("", null, request).status()).isEqualTo(401);
        assertThat(post(NO_TOKEN, null, request).status()).isEqualTo(401);
        assertThat(post(token, null, "").status()).isEqualTo(400);
        assertThat(post(token, null, "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n")
                        .status())
                .isEqualTo(400);
        assertThat(post(token, null, "x".repeat(20_000)).status()).isEqualTo(413);
        assertThat(call(HttpMethod.GET, PATH, token, null, "").status()).isEqualTo(405);
        assertThat(call(HttpMethod.POST, PATH, token, null, request, "any.clusters.test")
                        .status())
                .isEqualTo(200);
    }

    private String issue(String name, String more) {
        AdminClient.Answer answer = admin.send(
                "POST",
                "agenttokens",
                "{'metadata': {'name': '" + name + "'}, 'spec': {'cluster': 'north'" + more + "}}");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer.body().at("/status/token").asText();
    }

    /** One that the gateway issues. */
    private IssuedCertificate certificate(String with) {
        KeyPair keys = keys();
        Answer answer = post(with, null, request(keys));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return new IssuedCertificate(Pem.certificate(answer.body()), keys.getPrivate());
    }

    /** One for the same agent that somebody else has signed. */
    private IssuedCertificate signed(CertificateAuthority issuer) {
        AgentSubject subject = AgentSubject.of(certificate(token).certificate()).orElseThrow();
        KeyPair keys = keys();
        return new IssuedCertificate(
                issuer.issueAgent(subject, keys.getPublic(), Duration.ofDays(1), Optional.empty()), keys.getPrivate());
    }

    private CertificateAuthority authority(InstantSource clock) throws IOException {
        return CertificateAuthority.of(
                Files.readString(directory.resolve("agents-ca.crt")),
                Files.readString(directory.resolve("agents-ca.key")),
                clock);
    }

    private Dialer dialer(boolean grpc, String with, IssuedCertificate certificate) {
        DialTarget target = new DialTarget(
                "localhost",
                gateway.publicPort(),
                () -> with,
                trust(),
                certificate == null ? null : options(certificate),
                null,
                Duration.ofSeconds(10));
        return grpc ? new GrpcDialer(vertx, target) : new WebSocketDialer(vertx, target);
    }

    private Answer post(String with, IssuedCertificate certificate, String request) {
        return call(HttpMethod.POST, PATH, with, certificate, request);
    }

    private Answer call(HttpMethod method, String path, String with, IssuedCertificate certificate, String body) {
        return call(method, path, with, certificate, body, "localhost");
    }

    private Answer call(
            HttpMethod method, String path, String with, IssuedCertificate certificate, String body, String host) {
        HttpClientOptions options = new HttpClientOptions().setSsl(true).setTrustOptions(trust());
        if (certificate != null) {
            options.setKeyCertOptions(options(certificate));
        }
        RequestOptions where = new RequestOptions()
                .setMethod(method)
                .setHost("localhost")
                .setPort(gateway.publicPort())
                .setURI(path)
                .putHeader("Host", host);
        if (!with.isEmpty()) {
            where.putHeader("Authorization", "Bearer " + with);
        }
        HttpClientAgent client = vertx.createHttpClient(options);
        // Vert.x closes a client that nobody refers to.
        clients.add(client);
        return client.request(where)
                .compose(request -> request.send(body))
                .compose(response -> response.body().map(read -> new Answer(response.statusCode(), read.toString())))
                .await();
    }

    private static KeyCertOptions options(IssuedCertificate certificate) {
        return new PemKeyCertOptions()
                .setCertValue(Buffer.buffer(certificate.certificatePem()))
                .setKeyValue(Buffer.buffer(certificate.keyPem()));
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Its subject claims more than the agent is. */
    private static String request(KeyPair keys) {
        try {
            byte[] der = new JcaPKCS10CertificationRequestBuilder(
                            new X500Name("CN=root,O=system:masters"), keys.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                    .getEncoded();
            return "-----BEGIN CERTIFICATE REQUEST-----\n"
                    + Base64.getMimeEncoder().encodeToString(der)
                    + "\n-----END CERTIFICATE REQUEST-----\n";
        } catch (IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    private PemTrustOptions trust() {
        return new PemTrustOptions().addCertPath(ca().toString());
    }

    private Path ca() {
        return directory.resolve("ca.crt");
    }
}
