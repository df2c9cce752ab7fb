package dev.culvert.tunnel.carrier.grpc;

import dev.culvert.tunnel.carrier.Refusal;
import io.vertx.core.MultiMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The status that ends a gRPC call, and the names of the headers that make a call. */
final class GrpcStatus {
    static final String CONTENT_TYPE = "application/grpc";
    static final String STATUS = "grpc-status";
    static final String MESSAGE = "grpc-message";

    static final int OK = 0;
    static final int PERMISSION_DENIED = 7;
    static final int RESOURCE_EXHAUSTED = 8;
    static final int UNAVAILABLE = 14;
    static final int UNAUTHENTICATED = 16;

    private GrpcStatus() {}

    static int of(Refusal refusal) {
        return switch (refusal) {
            case UNAUTHENTICATED -> UNAUTHENTICATED;
            case OVERLOADED -> RESOURCE_EXHAUSTED;
            case UNAVAILABLE -> UNAVAILABLE;
        };
    }

    /** The status in headers or trailers; -1 where there is none, 2 (UNKNOWN) where it is no number. */
    static int in(MultiMap headers) {
        String value = headers.get(STATUS);
        if (value == null) {
            return -1;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            return 2;
        }
    }

    /** The message beside the status, for people: at most 300 characters, none of them a control character. */
    static String messageIn(MultiMap headers) {
        String value = headers.get(MESSAGE);
        if (value == null) {
            return "";
        }
        String decoded = decode(value.length() > 1_000 ? value.substring(0, 1_000) : value);
        String plain = decoded.replaceAll("\\p{Cntrl}", " ");
        return plain.length() > 300 ? plain.substring(0, 300) : plain;
    }

    /** Percent-encodes everything but printable ASCII, as gRPC wants its message. */
    static String encode(String message) {
        StringBuilder encoded = new StringBuilder(message.length());
        for (byte b : message.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b <= '~' && b != '%') {
                encoded.append((char) b);
            } else {
                encoded.append(String.format("%%%02X", b));
            }
        }
        return encoded.toString();
    }

    /** Whether the content type is gRPC's, with protobuf messages. */
    static boolean isGrpc(@Nullable String contentType) {
        if (contentType == null || !contentType.startsWith(CONTENT_TYPE)) {
            return false;
        }
        String rest = contentType.substring(CONTENT_TYPE.length());
        return rest.isEmpty() || rest.startsWith(";") || rest.equals("+proto") || rest.startsWith("+proto;");
    }

    private static String decode(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}
