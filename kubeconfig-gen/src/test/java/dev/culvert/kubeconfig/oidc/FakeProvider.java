package dev.culvert.kubeconfig.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemWriter;

/** A provider that says what a test wants: answers of the token endpoint in a row, and everything else to be changed. */
public final class FakeProvider implements AutoCloseable {
    static final String CLIENT = "kube";

    /** Bodies that the token endpoint was sent. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    /** What the Authorization header said, at each request that had one. */
    public final List<String> authorizations = new CopyOnWriteArrayList<>();

    /** Whose client certificate each request came with, of those that came with one. */
    public final List<String> certificates = new CopyOnWriteArrayList<>();

    /** Bodies by path; a test may put others there. */
    public final Map<String, String> pages = new ConcurrentHashMap<>();

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private static final RSAKey KEY = newKey();
    private static final Tls TLS = Tls.create();

    private final HttpsServer server;

    private record Answer(int status, String body) {}

    /** Made once: keys take their time. */
    private record Tls(SSLContext context, String pem) {
        static Tls create() {
            try {
                return made();
            } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private static Tls made() throws GeneralSecurityException, OperatorCreationException, IOException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair pair = generator.generateKeyPair();
            X500Name name = new X500Name("CN=provider");
            var built = new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.ONE,
                            Date.from(Instant.now().minus(Duration.ofDays(1))),
                            Date.from(Instant.now().plus(Duration.ofDays(1))),
                            name,
                            pair.getPublic())
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
            var certificate = new JcaX509CertificateConverter().getCertificate(built);
            StringWriter text = new StringWriter();
            try (PemWriter writer = new PemWriter(text)) {
                writer.writeObject(new JcaMiscPEMGenerator(certificate));
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "key", pair.getPrivate(), new char[0], new java.security.cert.Certificate[] {certificate});
            return new Tls(FakeProvider.context(store), text.toString());
        }
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID("one").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public FakeProvider() throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(TLS.context()) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters asking = getSSLContext().getDefaultSSLParameters();
                asking.setWantClientAuth(true);
                parameters.setSSLParameters(asking);
            }
        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        pages.put("/.well-known/openid-configuration", metadata());
        pages.put("/keys", new JWKSet(KEY.toPublicJWK()).toString());
        pages.put("/device", """
                {"device_code":"d3vice","user_code":"ABCD-EFGH","verification_uri":"%1$s/go",
                "verification_uri_complete":"%1$s/go?code=ABCD-EFGH","expires_in":300,"interval":1}
                """.formatted(issuer()));
    }

    private static SSLContext context(KeyStore store) throws GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), new TrustManager[] {new Anybody()}, null);
        return context;
    }

    public String issuer() {
        return "https://localhost:" + server.getAddress().getPort();
    }

    public String pem() {
        return TLS.pem();
    }

    String metadata() {
        return """
                {"issuer":"%1$s","authorization_endpoint":"%1$s/auth","token_endpoint":"%1$s/token",
                "device_authorization_endpoint":"%1$s/device","jwks_uri":"%1$s/keys",
                "scopes_supported":["openid","offline_access"],"response_types_supported":["code"],
                "subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}
                """.formatted(issuer());
    }

    /** The token endpoint's next answer. */
    synchronized void answers(int status, String body) {
        answers.add(new Answer(status, body));
    }

    void answersError(String code) {
        answers(400, "{\"error\":\"" + code + "\"}");
    }

    void answersTokens(String idToken, String refreshToken) {
        answers(
                200,
                "{\"access_token\":\"acc3ss\",\"token_type\":\"Bearer\",\"id_token\":\"" + idToken
                        + "\",\"refresh_token\":\"" + refreshToken + "\"}");
    }

    /** An ID token that is good so long, changed as the test wants. */
    String idToken(Duration life, UnaryOperator<JWTClaimsSet.Builder> change) {
        return idToken(KEY, life, change);
    }

    String idToken(Duration life) {
        return idToken(life, claims -> claims);
    }

    String idToken(RSAKey signing, Duration life, UnaryOperator<JWTClaimsSet.Builder> change) {
        try {
            JWTClaimsSet claims = change.apply(new JWTClaimsSet.Builder()
                            .issuer(issuer())
                            .audience(CLIENT)
                            .subject("jane")
                            .issueTime(Date.from(Instant.now()))
                            .expirationTime(Date.from(Instant.now().plus(life))))
                    .build();
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), claims);
            token.sign(new RSASSASigner(signing));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        authorizations.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
        try {
            certificates.add(((HttpsExchange) exchange)
                    .getSSLSession()
                    .getPeerPrincipal()
                    .getName());
        } catch (SSLPeerUnverifiedException nobody) {
            // He showed none.
        }
        Answer answer = path.equals("/token") ? next(body) : page(path);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (answer.status() == 302) {
            exchange.getResponseHeaders().set("Location", issuer() + "/elsewhere");
        }
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private Answer page(String path) {
        String page = pages.get(path);
        return page == null ? new Answer(404, "{}") : new Answer(page.equals("redirect") ? 302 : 200, page);
    }

    private synchronized Answer next(String body) {
        asked.add(body);
        return answers.isEmpty() ? new Answer(500, "{}") : answers.remove();
    }

    /** Takes any client's certificate: a test looks at who it was. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** The parameters of a form. */
    static Map<String, String> form(String body) {
        Map<String, String> form = new TreeMap<>();
        for (String pair : body.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], java.net.URLDecoder.decode(parts.length > 1 ? parts[1] : "", StandardCharsets.UTF_8));
        }
        return form;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
