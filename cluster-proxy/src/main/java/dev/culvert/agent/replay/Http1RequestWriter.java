package dev.culvert.agent.replay;

import dev.culvert.agent.credentials.ApiAccess;
import dev.culvert.tunnel.exchange.Header;
import dev.culvert.tunnel.exchange.RequestHead;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A request as HTTP/1.1 has it, each char of target and headers one byte. Pure. */
final class Http1RequestWriter {
    private static final Buffer CRLF = Buffer.buffer("\r\n");
    private static final Buffer LAST_CHUNK = Buffer.buffer("0\r\n\r\n");

    private final boolean chunked;

    Http1RequestWriter(RequestHead head) {
        this.chunked = head.body() && !head.isUpgrade() && Http2Replay.promisedLength(head) < 0;
    }

    Buffer head(RequestHead head, ApiAccess access) {
        StringBuilder text = new StringBuilder(1024);
        text.append(head.method())
                .append(' ')
                .append(access.server().pathPrefix())
                .append(head.target());
        text.append(" HTTP/1.1\r\n");
        line(text, "Host", access.server().authority());
        if (head.isUpgrade()) {
            // One line of each: upgraders read the first Connection line only.
            line(text, "Connection", "Upgrade");
            line(text, "Upgrade", head.upgrade());
        } else {
            line(text, "Connection", "close");
        }
        if (chunked) {
            line(text, "Transfer-Encoding", "chunked");
        }
        for (Header header : HopHeaders.forRequest(head.headers(), access)) {
            line(text, header.name(), header.value());
        }
        text.append("\r\n");
        return Buffer.buffer(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    /** Bytes of the body as they go on the wire. Not empty. */
    Buffer body(Buffer bytes) {
        if (!chunked) {
            return bytes;
        }
        String size = Integer.toHexString(bytes.length()).toLowerCase(Locale.ROOT) + "\r\n";
        return Buffer.buffer(size).appendBuffer(bytes).appendBuffer(CRLF);
    }

    /** What ends the body; may be empty. */
    Buffer end() {
        return chunked ? LAST_CHUNK : Buffer.buffer();
    }
}
