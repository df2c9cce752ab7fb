package dev.culvert.tunnel.carrier;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Tells from an exception which hop of a dial failed. For diallers. */
public final class DialFailures {
    /** Bytes of an answer that is looked into. */
    private static final int MAX_STATUS = 8 * 1024;

    private static final int MAX_MESSAGE = 300;

    private DialFailures() {}

    /** Why no connection to the target came about, by the types of the exceptions. */
    public static DialException connecting(Throwable cause, DialTarget target) {
        if (cause instanceof DialException known) {
            return known;
        }
        String where = target + ": ";
        if (has(cause, UnknownHostException.class::isInstance)
                || has(cause, UnresolvedAddressException.class::isInstance)) {
            return new DialException(Hop.NAME, false, where + text(cause));
        }
        if (has(cause, ProxyConnectException.class::isInstance)) {
            return new DialException(Hop.PROXY, false, where + text(cause));
        }
        if (has(cause, ConnectTimeoutException.class::isInstance)) {
            return new DialException(Hop.TCP, false, where + text(cause));
        }
        if (has(cause, DialFailures::isTls)) {
            boolean untrusted = has(cause, GeneralSecurityException.class::isInstance);
            return new DialException(Hop.TLS, untrusted, where + text(root(cause)));
        }
        if (has(cause, SocketException.class::isInstance)) {
            return new DialException(Hop.TCP, false, where + text(cause));
        }
        return new DialException(target.proxy() == null ? Hop.TCP : Hop.PROXY, false, where + text(cause));
    }

    /** Why a connection that TLS has secured did not come to speak the HTTP/2 that was agreed on. */
    public static DialException secured(Throwable cause, DialTarget target) {
        return new DialException(Hop.ALPN, false, target + ": TLS works, but HTTP/2 does not begin: " + text(cause));
    }

    /** Why a connection that stood, and spoke HTTP, made no carrier. */
    public static DialException connected(Throwable cause, DialTarget target) {
        if (cause instanceof DialException known) {
            return known;
        }
        return new DialException(Hop.HTTP, false, target + ": no answer: " + text(cause));
    }

    /** The dial took too long. */
    public static DialException timedOut(Hop hop, DialTarget target) {
        return new DialException(
                hop, false, target + ": no carrier within " + target.timeout().toMillis() + " ms");
    }

    /** What an HTTP status other than the one of a carrier says. */
    public static DialException status(int status, DialTarget target) {
        if (status == 401) {
            return new DialException(Hop.CREDENTIAL, true, target + ": the token was refused (HTTP 401)");
        }
        // Anything from 500 on, and too many requests, passes; a redirect, a wrong path or a ban does not by itself.
        boolean permanent = status < 500 && status != 429 && status != 408;
        return new DialException(Hop.HTTP, permanent, target + ": the answer was HTTP " + status);
    }

    /**
     * The same, with what a gateway says in its answer: it tells whether it was the gateway that answered at all.
     *
     * @param body null: there was none
     */
    public static DialException status(int status, @Nullable Buffer body, DialTarget target) {
        DialException known = status(status, target);
        String said = body == null ? "" : statusMessage(body);
        return said.isEmpty() ? known : new DialException(known.hop(), known.permanent(), known.detail() + ": " + said);
    }

    /** Of a Kubernetes {@code Status}, which every error of a gateway is; empty where it is none. */
    private static String statusMessage(Buffer body) {
        try {
            String message = body.length() > MAX_STATUS ? null : new JsonObject(body).getString("message");
            return message == null
                    ? ""
                    : message.substring(0, Math.min(message.length(), MAX_MESSAGE))
                            .replaceAll("\\p{Cntrl}", " ");
        } catch (DecodeException | ClassCastException e) {
            return "";
        }
    }

    /**
     * The target's token at this moment. Fails with {@link Hop#CREDENTIAL} where there is none, or where it could not be a
     * header's value.
     */
    public static String token(DialTarget target) {
        String token;
        try {
            token = target.token().get();
        } catch (RuntimeException e) {
            // Its message might quote what was read.
            throw new DialException(
                    Hop.CREDENTIAL,
                    false,
                    "the token could not be read: " + e.getClass().getSimpleName());
        }
        String trimmed = token == null ? "" : token.trim();
        if (trimmed.isEmpty() || !trimmed.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new DialException(Hop.CREDENTIAL, false, "the token is empty, or holds other than printable ASCII");
        }
        return trimmed;
    }

    private static boolean isTls(Throwable cause) {
        return cause instanceof SSLException
                || cause instanceof SslHandshakeTimeoutException
                || cause instanceof GeneralSecurityException
                || cause instanceof DecoderException;
    }

    private static boolean has(Throwable cause, Predicate<Throwable> test) {
        @Nullable Throwable next = cause;
        for (int depth = 0; next != null && depth < 20; depth++) {
            if (test.test(next)) {
                return true;
            }
            next = next.getCause();
        }
        return false;
    }

    private static Throwable root(Throwable cause) {
        Throwable root = cause;
        for (int depth = 0; depth < 20; depth++) {
            Throwable next = root.getCause();
            if (next == null) {
                return root;
            }
            root = next;
        }
        return root;
    }

    private static String text(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName().toLowerCase(Locale.ROOT) : message;
    }
}
