package dev.culvert.tunnel.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TransportTest {
    @Test
    void theNativeEngineIsPreferredWhereItLoads() {
        if (OpenSSLEngineOptions.isAvailable()) {
            assertThat(TlsEngines.preferred()).isInstanceOf(OpenSSLEngineOptions.class);
            assertThat(TlsEngines.describe()).contains("OpenSSL");
        } else {
            assertThat(TlsEngines.preferred()).isInstanceOf(JdkSSLEngineOptions.class);
            assertThat(TlsEngines.describe()).contains("JDK");
        }
    }

    @Test
    void everyCallerGetsOptionsOfItsOwn() {
        assertThat(TlsEngines.preferred()).isNotSameAs(TlsEngines.preferred());
    }

    @Test
    void theNativeTransportIsUsedWhereItLoads() throws Exception {
        Vertx vertx = Transports.vertx();
        try {
            assertThat(vertx.isNativeTransportEnabled()).isEqualTo(Epoll.isAvailable());
            assertThat(Transports.describe(vertx)).isEqualTo(Epoll.isAvailable() ? "native" : "NIO");
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void javasOwnTransportIsSaidToBe() throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(false));
        try {
            assertThat(Transports.describe(vertx)).startsWith("NIO");
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }
}
