package dev.culvert.tunnel.frame;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.culvert.tunnel.failure.ProtocolViolationException;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Set;

/** The acceptor takes the carrier: {@code culvert.tunnel.v1.Welcome}. */
public record Welcome(
        int version, String software, Set<String> capabilities, Limits limits, Duration keepalive, String cluster) {
    private static final long MIN_KEEPALIVE_MS = 1_000;
    private static final long MAX_KEEPALIVE_MS = 60_000;

    public Welcome {
        capabilities = Set.copyOf(capabilities);
        if (keepalive.toMillis() < MIN_KEEPALIVE_MS || keepalive.toMillis() > MAX_KEEPALIVE_MS) {
            throw new IllegalArgumentException("keepalive " + keepalive + " is not 1 s to 60 s");
        }
    }

    static Welcome parse(Buffer bytes) {
        try {
            dev.culvert.tunnel.v1.Welcome wire = dev.culvert.tunnel.v1.Welcome.parseFrom(bytes.getBytes());
            return new Welcome(
                    wire.getVersion(),
                    Introduction.text("software", wire.getSoftware()),
                    Introduction.capabilities(wire.getCapabilitiesList()),
                    Limits.of(wire.getLimits()),
                    Duration.ofMillis(Integer.toUnsignedLong(wire.getKeepaliveMs())),
                    Introduction.text("cluster", wire.getCluster()));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new ProtocolViolationException("welcome does not parse: " + e.getMessage());
        }
    }

    byte[] encode() {
        return dev.culvert.tunnel.v1.Welcome.newBuilder()
                .setVersion(version)
                .setSoftware(software)
                .addAllCapabilities(capabilities)
                .setLimits(limits.wire())
                .setKeepaliveMs((int) keepalive.toMillis())
                .setCluster(cluster)
                .build()
                .toByteArray();
    }
}
