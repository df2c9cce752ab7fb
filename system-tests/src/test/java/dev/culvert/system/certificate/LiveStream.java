package dev.culvert.system.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.clusters.echo.Script;
import dev.culvert.clusters.echo.Step;
import dev.culvert.system.rig.EchoRig;
import dev.culvert.system.rig.Target;
import dev.culvert.system.wire.RawConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** An upgraded connection through everything, whose other end sends back what it gets. */
final class LiveStream implements AutoCloseable {
    private final RawConnection connection;

    private LiveStream(RawConnection connection) {
        this.connection = connection;
    }

    static LiveStream open(EchoRig rig) {
        rig.next(Script.of(
                Step.readHead(),
                Step.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: SPDY/3.1\r\nConnection: Upgrade\r\n\r\n"),
                Step.echo()));
        Target target = rig.target();
        String head = "GET " + target.prefix() + "/api/v1/namespaces/a/pods/b/exec?command=sh HTTP/1.1\r\n"
                + "Host: localhost\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nAuthorization: Bearer "
                + target.token().orElseThrow() + "\r\n\r\n";
        RawConnection connection = RawConnection.open(target).send(head.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(connection.begin().head().statusLine()).startsWith("HTTP/1.1 101");
        return new LiveStream(connection);
    }

    /** There and back. */
    void use() {
        byte[] message = "still here".getBytes(StandardCharsets.US_ASCII);
        try {
            connection.send(message);
            assertThat(connection.input().readNBytes(message.length)).isEqualTo(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
