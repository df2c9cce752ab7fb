package dev.culvert.gateway.relay;

import dev.culvert.gateway.status.StatusException;
import dev.culvert.tunnel.exchange.Header;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The bearer token that browsers send as a WebSocket subprotocol, since they cannot set Authorization:
 * {@code base64url.bearer.authorization.k8s.io.<token, base64url without padding>}, as kube-apiserver takes it: one, and
 * beside at least one other protocol.
 */
final class WebSocketBearer {
    private static final String HEADER = "Sec-WebSocket-Protocol";
    private static final String PREFIX = "base64url.bearer.authorization.k8s.io.";

    private WebSocketBearer() {}

    /** The token among the caller's headers; throws 401 where it is malformed, alone, or one of several. */
    static Optional<String> tokenIn(List<Header> headers) {
        List<String> tokens = new ArrayList<>();
        boolean others = false;
        for (Header header : headers) {
            if (header.is(HEADER)) {
                for (String protocol : protocols(header)) {
                    if (protocol.startsWith(PREFIX)) {
                        tokens.add(protocol.substring(PREFIX.length()));
                    } else if (!protocol.isEmpty()) {
                        others = true;
                    }
                }
            }
        }
        if (tokens.isEmpty()) {
            return Optional.empty();
        }
        if (tokens.size() > 1 || !others) {
            throw StatusException.unauthorized(
                    "a bearer token as WebSocket subprotocol comes once, and beside another protocol");
        }
        return Optional.of(decoded(tokens.get(0)));
    }

    /** The header line without the token; empty where nothing is left of it. Other lines come back as they are. */
    static Optional<Header> withoutToken(Header header) {
        if (!header.is(HEADER) || !header.value().contains(PREFIX)) {
            return Optional.of(header);
        }
        List<String> kept = new ArrayList<>();
        for (String protocol : protocols(header)) {
            if (!protocol.startsWith(PREFIX) && !protocol.isEmpty()) {
                kept.add(protocol);
            }
        }
        return kept.isEmpty() ? Optional.empty() : Optional.of(new Header(header.name(), String.join(", ", kept)));
    }

    private static List<String> protocols(Header header) {
        List<String> protocols = new ArrayList<>();
        for (String protocol : header.value().split(",", -1)) {
            protocols.add(protocol.strip());
        }
        return protocols;
    }

    private static String decoded(String base64) {
        try {
            if (base64.isEmpty() || base64.indexOf('=') >= 0) {
                throw malformed();
            }
            byte[] bytes = Base64.getUrlDecoder().decode(base64);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw malformed();
        }
    }

    private static StatusException malformed() {
        return StatusException.unauthorized("the bearer token in the WebSocket subprotocol is malformed");
    }
}
