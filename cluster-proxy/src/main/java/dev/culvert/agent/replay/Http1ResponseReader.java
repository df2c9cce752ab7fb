package dev.culvert.agent.replay;

import dev.culvert.tunnel.exchange.Header;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes a response apart as its bytes come: Netty's decoder, without a connection. Knows where the body ends, and hands on what
 * follows a 101 untouched. Interim responses are left out.
 */
final class Http1ResponseReader {
    private static final int MAX_LINE = 64 * 1024;
    private static final int MAX_HEADERS = 1024 * 1024;
    private static final int MAX_CHUNK = 64 * 1024;

    /** What a response is made of, in its order. */
    interface Parts {
        void head(int status, List<Header> headers);

        /** Of the body, or of the protocol that was switched to. */
        void bytes(Buffer bytes);

        /** The body has ended where it should. */
        void end();

        /** This is no response. Nothing follows. */
        void malformed(String what);
    }

    private final EmbeddedChannel decoder;
    private final Parts parts;
    private boolean interim;
    private boolean switched;
    private boolean over;

    /**
     * @param bodiless whether the response has no body whatever its headers say: the answer to HEAD
     */
    Http1ResponseReader(boolean bodiless, Parts parts) {
        this.parts = parts;
        HttpDecoderConfig config = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_HEADERS)
                .setMaxChunkSize(MAX_CHUNK)
                .setAllowPartialChunks(true);
        this.decoder = new EmbeddedChannel(new HttpResponseDecoder(config) {
            @Override
            protected boolean isContentAlwaysEmpty(HttpMessage message) {
                boolean informational = message instanceof HttpResponse response
                        && response.status().code() < 200;
                return bodiless || informational || super.isContentAlwaysEmpty(message);
            }
        });
    }

    void read(Buffer bytes) {
        if (over) {
            return;
        }
        if (switched) {
            parts.bytes(bytes);
            return;
        }
        decoder.writeInbound(Unpooled.wrappedBuffer(bytes.getBytes()));
        deliver();
    }

    /** The connection has ended; for a body without a length that is its end. */
    void finish() {
        if (!over && !switched) {
            decoder.finish();
            deliver();
        }
    }

    private void deliver() {
        for (Object part = decoder.readInbound(); part != null; part = decoder.readInbound()) {
            try {
                deliver(part);
            } finally {
                ReferenceCountUtil.release(part);
            }
        }
    }

    private void deliver(Object part) {
        if (over) {
            return;
        }
        if (part instanceof HttpObject object && object.decoderResult().isFailure()) {
            over = true;
            parts.malformed("the API server's response is malformed");
        } else if (part instanceof HttpResponse response) {
            head(response);
        } else if (part instanceof HttpContent content) {
            body(content);
        } else if (part instanceof ByteBuf behindTheHead) {
            bytes(behindTheHead);
        }
    }

    private void head(HttpResponse response) {
        int status = response.status().code();
        interim = status < 200 && status != 101;
        if (interim) {
            return;
        }
        switched = status == 101;
        List<Header> headers = new ArrayList<>();
        for (Map.Entry<String, String> line : response.headers()) {
            headers.add(new Header(line.getKey(), line.getValue()));
        }
        parts.head(status, headers);
    }

    private void body(HttpContent content) {
        if (interim || switched) {
            interim = interim && !(content instanceof LastHttpContent);
            return;
        }
        bytes(content.content());
        if (content instanceof LastHttpContent) {
            over = true;
            parts.end();
        }
    }

    private void bytes(ByteBuf bytes) {
        if (bytes.isReadable()) {
            byte[] copy = new byte[bytes.readableBytes()];
            bytes.readBytes(copy);
            parts.bytes(Buffer.buffer(copy));
        }
    }
}
