package dev.culvert.tunnel.carrier.grpc;

import dev.culvert.tunnel.transport.TlsEngines;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** The preferred engine, saying when a handshake of its client has succeeded: Vert.x tells of HTTP/2 alone, one step later. */
final class WatchedTls extends SSLEngineOptions {
    private final Runnable whenSecured;

    /**
     * @param whenSecured called on the connection's event loop
     */
    WatchedTls(Runnable whenSecured) {
        this.whenSecured = whenSecured;
    }

    @Override
    public SSLEngineOptions copy() {
        return new WatchedTls(whenSecured);
    }

    @Override
    public SslContextFactory sslContextFactory() {
        boolean openSsl = TlsEngines.preferred() instanceof OpenSSLEngineOptions;
        return new DefaultSslContextFactory(openSsl ? SslProvider.OPENSSL : SslProvider.JDK, true) {
            @Override
            public SslContext create() throws SSLException {
                return watched(super.create());
            }
        };
    }

    private SslContext watched(SslContext context) {
        return new DelegatingSslContext(context) {
            @Override
            protected void initEngine(SSLEngine engine) {
                // Nothing to change: Vert.x has set it up.
            }

            @Override
            protected void initHandler(SslHandler handler) {
                handler.handshakeFuture().addListener(done -> {
                    if (done.isSuccess()) {
                        whenSecured.run();
                    }
                });
            }
        };
    }
}
