package dev.culvert.tunnel.transport;

import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;

/**
 * Which engine does TLS: BoringSSL where its native library loads, since TLS is most of the work of a tunnel, and otherwise the
 * JDK's, which needs nothing.
 */
public final class TlsEngines {
    private TlsEngines() {}

    /** Options of the preferred engine; new at each call, since options can be changed. */
    public static SSLEngineOptions preferred() {
        return nativeAvailable() ? new OpenSSLEngineOptions() : new JdkSSLEngineOptions();
    }

    /** The preferred engine, in words for a log. */
    public static String describe() {
        return nativeAvailable() ? "OpenSSL (netty-tcnative)" : "JDK " + Runtime.version();
    }

    private static boolean nativeAvailable() {
        return OpenSSLEngineOptions.isAvailable() && OpenSSLEngineOptions.isAlpnAvailable();
    }
}
