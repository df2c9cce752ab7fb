package dev.culvert.gateway.front;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;

/**
 * An engine whose connections answer plain HTTP, see {@link PlainHttpGate}, and are told of when they arrive: before TLS, Vert.x has
 * no place for a handler.
 */
final class FrontTls extends SSLEngineOptions {
    private final SSLEngineOptions engine;
    private final Consumer<Channel> arrived;

    /**
     * @param engine what does the work, OpenSSL's or the JDK's
     * @param arrived takes each connection on its event loop, before a byte was read from it
     */
    FrontTls(SSLEngineOptions engine, Consumer<Channel> arrived) {
        super(engine);
        this.engine = engine;
        this.arrived = arrived;
    }

    @Override
    public SSLEngineOptions copy() {
        return new FrontTls(engine.copy(), arrived);
    }

    @Override
    public SslContextFactory sslContextFactory() {
        boolean openSsl = engine instanceof OpenSSLEngineOptions;
        boolean cache = engine instanceof OpenSSLEngineOptions options && options.isSessionCacheEnabled();
        return new DefaultSslContextFactory(openSsl ? SslProvider.OPENSSL : SslProvider.JDK, cache) {
            @Override
            public SslContext create() throws SSLException {
                return new Gated(super.create(), arrived);
            }
        };
    }

    /**
     * Netty's own context to delegate to does not let its handlers be replaced. The engine is that of a handler which is
     * thrown away: one that is asked for by itself unpacks a record at a time, as the JDK's callers want it.
     */
    private static final class Gated extends SslContext {
        private final SslContext context;
        private final Consumer<Channel> arrived;

        Gated(SslContext context, Consumer<Channel> arrived) {
            this.context = context;
            this.arrived = arrived;
        }

        @Override
        protected SslHandler newHandler(ByteBufAllocator allocator, boolean startTls) {
            return new PlainHttpGate(context.newHandler(allocator).engine(), arrived, startTls);
        }

        @Override
        protected SslHandler newHandler(ByteBufAllocator allocator, boolean startTls, Executor executor) {
            return new PlainHttpGate(context.newHandler(allocator).engine(), arrived, startTls, executor);
        }

        @Override
        protected SslHandler newHandler(ByteBufAllocator allocator, String host, int port, boolean startTls) {
            return new PlainHttpGate(context.newHandler(allocator, host, port).engine(), arrived, startTls);
        }

        @Override
        protected SslHandler newHandler(
                ByteBufAllocator allocator, String host, int port, boolean startTls, Executor executor) {
            return new PlainHttpGate(context.newHandler(allocator, host, port).engine(), arrived, startTls, executor);
        }

        @Override
        public SSLEngine newEngine(ByteBufAllocator allocator) {
            return context.newEngine(allocator);
        }

        @Override
        public SSLEngine newEngine(ByteBufAllocator allocator, String host, int port) {
            return context.newEngine(allocator, host, port);
        }

        @Override
        public boolean isClient() {
            return context.isClient();
        }

        @Override
        public List<String> cipherSuites() {
            return context.cipherSuites();
        }

        @Override
        @SuppressWarnings("deprecation")
        public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
            return context.applicationProtocolNegotiator();
        }

        @Override
        public SSLSessionContext sessionContext() {
            return context.sessionContext();
        }
    }
}
