package dev.culvert.tunnel.frame;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.culvert.tunnel.failure.ProtocolViolationException;
import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The dialer introduces itself: {@code culvert.tunnel.v1.Hello}.
 *
 * @param session 32 lower-case hexadecimal digits
 */
public record Hello(
        List<Integer> versions,
        String session,
        String cluster,
        String software,
        Set<String> capabilities,
        Limits limits) {
    private static final int SESSION_BYTES = 16;
    private static final int MAX_VERSIONS = 32;

    public Hello {
        versions = List.copyOf(versions);
        capabilities = Set.copyOf(capabilities);
    }

    static Hello parse(Buffer bytes) {
        dev.culvert.tunnel.v1.Hello wire;
        try {
            wire = dev.culvert.tunnel.v1.Hello.parseFrom(bytes.getBytes());
        } catch (InvalidProtocolBufferException e) {
            throw new ProtocolViolationException("hello does not parse");
        }
        if (wire.getVersionsCount() > MAX_VERSIONS || wire.getSession().size() != SESSION_BYTES) {
            throw new ProtocolViolationException("hello: versions or session out of bounds");
        }
        return new Hello(
                wire.getVersionsList(),
                HexFormat.of().formatHex(wire.getSession().toByteArray()),
                Introduction.text("cluster", wire.getCluster()),
                Introduction.text("software", wire.getSoftware()),
                Introduction.capabilities(wire.getCapabilitiesList()),
                Limits.of(wire.getLimits()));
    }

    byte[] encode() {
        return dev.culvert.tunnel.v1.Hello.newBuilder()
                .addAllVersions(versions)
                .setSession(ByteString.copyFrom(HexFormat.of().parseHex(session)))
                .setCluster(cluster)
                .setSoftware(software)
                .addAllCapabilities(capabilities)
                .setLimits(limits.wire())
                .build()
                .toByteArray();
    }
}
