package dev.culvert.tunnel.exchange;

import dev.culvert.tunnel.failure.ProtocolViolationException;
import dev.culvert.tunnel.frame.WireReader;
import dev.culvert.tunnel.frame.WireWriter;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code culvert.tunnel.v1.Open} and {@code ResponseHead} on the wire. What is decoded is checked: a head that could split a
 * request on its way to the kube-apiserver, or a response on its way to the caller, is a {@link ProtocolViolationException}.
 */
final class HeadCodec {
    private static final int OPEN_REQUEST_ID = 1;
    private static final int OPEN_HTTP = 2;
    private static final int HTTP_METHOD = 1;
    private static final int HTTP_TARGET = 2;
    private static final int HTTP_HEADERS = 3;
    private static final int HTTP_BODY = 4;
    private static final int HTTP_UPGRADE = 5;
    private static final int RESPONSE_STATUS = 1;
    private static final int RESPONSE_HEADERS = 2;
    private static final int HEADER_NAME = 1;
    private static final int HEADER_VALUE = 2;
    private static final int MAX_REQUEST_ID = 64;

    private HeadCodec() {}

    static Buffer encode(RequestHead head) {
        Buffer http = Buffer.buffer(256 + head.target().length());
        WireWriter.latin1(http, HTTP_METHOD, head.method());
        WireWriter.latin1(http, HTTP_TARGET, head.target());
        headers(http, HTTP_HEADERS, head.headers());
        if (head.body()) {
            WireWriter.number(http, HTTP_BODY, 1);
        }
        if (head.isUpgrade()) {
            WireWriter.latin1(http, HTTP_UPGRADE, head.upgrade());
        }
        Buffer open = Buffer.buffer(http.length() + 80);
        if (!head.requestId().isEmpty()) {
            WireWriter.latin1(open, OPEN_REQUEST_ID, head.requestId());
        }
        WireWriter.header(open, OPEN_HTTP, http.length());
        return open.appendBuffer(http);
    }

    static Buffer encode(ResponseHead head) {
        Buffer out = Buffer.buffer(256);
        WireWriter.number(out, RESPONSE_STATUS, head.status());
        headers(out, RESPONSE_HEADERS, head.headers());
        return out;
    }

    /** The request; null for a kind of stream that is not known here. */
    static @Nullable RequestHead decodeOpen(Buffer open) {
        WireReader in = new WireReader(open);
        String requestId = "";
        WireReader http = null;
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == bytes(OPEN_REQUEST_ID)) {
                requestId = in.latin1();
            } else if (tag == bytes(OPEN_HTTP)) {
                http = in.message();
            } else {
                in.skip(tag);
            }
        }
        if (requestId.length() > MAX_REQUEST_ID || !requestId.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new ProtocolViolationException("request id is not 64 printable characters");
        }
        return http == null ? null : decodeRequest(http, requestId);
    }

    private static RequestHead decodeRequest(WireReader in, String requestId) {
        String method = "";
        String target = "";
        List<Header> headers = new ArrayList<>();
        boolean body = false;
        String upgrade = "";
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case HTTP_METHOD << 3 | WireReader.LENGTH_DELIMITED -> method = in.latin1();
                case HTTP_TARGET << 3 | WireReader.LENGTH_DELIMITED -> target = in.latin1();
                case HTTP_HEADERS << 3 | WireReader.LENGTH_DELIMITED -> headers.add(decodeHeader(in.message()));
                case HTTP_BODY << 3 | WireReader.VARINT -> body = in.varint() != 0;
                case HTTP_UPGRADE << 3 | WireReader.LENGTH_DELIMITED -> upgrade = in.latin1();
                default -> in.skip(tag);
            }
        }
        require(HttpSyntax.isToken(method), "method is not a token");
        require(HttpSyntax.isOriginForm(target), "target is not in origin form");
        require(upgrade.isEmpty() || HttpSyntax.isProtocol(upgrade), "upgrade is not a protocol");
        return new RequestHead(method, target, headers, body, upgrade, requestId);
    }

    static ResponseHead decodeResponse(Buffer head) {
        WireReader in = new WireReader(head);
        int status = 0;
        List<Header> headers = new ArrayList<>();
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case RESPONSE_STATUS << 3 | WireReader.VARINT -> status = in.uint31();
                case RESPONSE_HEADERS << 3 | WireReader.LENGTH_DELIMITED -> headers.add(decodeHeader(in.message()));
                default -> in.skip(tag);
            }
        }
        require(status == 101 || (status >= 200 && status <= 999), "status out of range");
        return new ResponseHead(status, headers);
    }

    private static Header decodeHeader(WireReader in) {
        String name = "";
        String value = "";
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case HEADER_NAME << 3 | WireReader.LENGTH_DELIMITED -> name = in.latin1();
                case HEADER_VALUE << 3 | WireReader.LENGTH_DELIMITED -> value = in.latin1();
                default -> in.skip(tag);
            }
        }
        require(HttpSyntax.isToken(name), "header name is not a token");
        require(HttpSyntax.isFieldValue(value), "header value with a control character");
        return new Header(name, value);
    }

    private static void headers(Buffer out, int field, List<Header> headers) {
        for (Header header : headers) {
            int length = WireWriter.fieldSize(header.name().length())
                    + WireWriter.fieldSize(header.value().length());
            WireWriter.header(out, field, length);
            WireWriter.latin1(out, HEADER_NAME, header.name());
            WireWriter.latin1(out, HEADER_VALUE, header.value());
        }
    }

    private static int bytes(int field) {
        return field << 3 | WireReader.LENGTH_DELIMITED;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ProtocolViolationException(otherwise);
        }
    }
}
