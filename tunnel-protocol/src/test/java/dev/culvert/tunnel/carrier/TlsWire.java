package dev.culvert.tunnel.carrier;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** Carriers of one kind over real TLS and TCP on loopback, with a {@link Relay} in between that can be cut. */
public final class TlsWire implements Wire {
    private static final TestCertificates CERTIFICATES = TestCertificates.create();

    private final Vertx vertx;
    private final TestGateway gateway;
    private final Relay relay;
    private final Dialer dialer;

    public TlsWire(Vertx vertx, BiFunction<Vertx, DialTarget, Dialer> kind) throws Exception {
        this.vertx = vertx;
        gateway = TestGateway.start(vertx, CERTIFICATES, options -> options.setReceiveBufferSize(64 << 10)
                .setSendBufferSize(64 << 10));
        relay = Relay.to(vertx, gateway.port());
        DialTarget target = new DialTarget(
                "localhost", relay.port(), () -> TestGateway.TOKEN, CERTIFICATES.trust(), null, Duration.ofSeconds(10));
        dialer = kind.apply(vertx, target);
    }

    @Override
    public Ends connect() throws Exception {
        Carrier dialled = Contexts.on(vertx, dialer::dial);
        return new Ends(dialled, gateway.next());
    }

    @Override
    public void cut() {
        relay.cut();
    }

    @Override
    public void close() throws Exception {
        dialer.close().await(10, TimeUnit.SECONDS);
        gateway.close();
        relay.close();
    }
}
