package dev.culvert.system.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.culvert.system.rig.EchoRig;
import dev.culvert.system.rig.Target;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The public port below HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TlsIT {
    /** Curves and algorithms of signatures. */
    private static final byte[] EXTENSIONS =
            HexFormat.of().parseHex("0016000a00060004001d0017000d00080006040308040401");

    private static final int DEADLINE = 20_000;

    private final EchoRig rig = EchoRig.start();
    private final Target target = rig.target();

    @AfterAll
    void stop() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void currentVersionsAreSpoken(String version) throws IOException {
        try (SSLSocket socket = socket(target.host())) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    /** By hand, since no library here says such a hello any more; the last one shows that it is understood. */
    @ParameterizedTest
    @CsvSource({"0x0301, 21", "0x0302, 21", "0x0303, 22"})
    void oldVersionsAreAnsweredWithAnAlert(int version, int record) throws IOException {
        try (Socket socket = new Socket(target.host(), target.port())) {
            socket.setSoTimeout(DEADLINE);
            socket.getOutputStream().write(clientHello(version));
            assertThat(socket.getInputStream().read()).isEqualTo(record);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2,http/1.1", "http/1.1,h2"})
    void http2IsPreferredToHttp1(String offered) throws IOException {
        assertThat(negotiated(offered.split(",", -1))).isEqualTo("h2");
    }

    @Test
    void http1IsSpokenToWhoOffersNothingElse() throws IOException {
        assertThat(negotiated("http/1.1")).isEqualTo("http/1.1");
        assertThat(negotiated()).isEmpty();
    }

    @Test
    void whoNamesNoServerGetsTheCertificate() throws IOException {
        try (SSLSocket socket = socket("127.0.0.1")) {
            socket.startHandshake();
            X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            assertThat(certificate.getSubjectAlternativeNames().toString()).contains("localhost");
        } catch (java.security.cert.CertificateParsingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nobodyNegotiatesAgain() throws IOException {
        try (SSLSocket socket = socket(target.host())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            socket.startHandshake();
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThatThrownBy(() -> socket.getInputStream().readNBytes(1)).isInstanceOf(IOException.class);
        }
    }

    private String negotiated(String... offered) throws IOException {
        try (SSLSocket socket = socket(target.host())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(offered);
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket.getApplicationProtocol();
        }
    }

    /** An address is not sent as a server's name. */
    private SSLSocket socket(String host) throws IOException {
        SSLSocket socket = (SSLSocket) target.tls().getSocketFactory().createSocket(host, target.port());
        socket.setSoTimeout(DEADLINE);
        return socket;
    }

    private static byte[] clientHello(int version) {
        ByteBuffer hello = ByteBuffer.allocate(128)
                .putShort((short) version)
                .put(new byte[32])
                .put((byte) 0)
                .putShort((short) 8)
                .putShort((short) 0xc009)
                .putShort((short) 0xc013)
                .putShort((short) 0xc02b)
                .putShort((short) 0x002f)
                .put((byte) 1)
                .put((byte) 0)
                .put(EXTENSIONS);
        byte[] body = new byte[hello.position()];
        hello.flip().get(body);
        return ByteBuffer.allocate(9 + body.length)
                .put((byte) 22)
                .putShort((short) 0x0301)
                .putShort((short) (4 + body.length))
                .putInt((1 << 24) | body.length)
                .put(body)
                .array();
    }
}
