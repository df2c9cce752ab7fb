package dev.culvert.tunnel.frame;

import dev.culvert.tunnel.failure.ProtocolViolationException;

/**
 * What one side can take: {@code culvert.tunnel.v1.Limits}, with the defaults filled in.
 *
 * @param maxFrameBytes of a data frame or head fragment; {@link #MIN_FRAME_BYTES} to {@link #MAX_FRAME_BYTES}
 * @param streamCreditBytes that the peer may send on a new stream at first
 * @param maxStreams that the peer may have open at once on the carrier
 * @param maxHeadBytes of one whole encoded head
 */
public record Limits(int maxFrameBytes, int streamCreditBytes, int maxStreams, int maxHeadBytes) {
    /** The smallest {@link #maxFrameBytes}. */
    public static final int MIN_FRAME_BYTES = 4096;
    /** The largest {@link #maxFrameBytes}. */
    public static final int MAX_FRAME_BYTES = 65_536;

    static final int DEFAULT_FRAME_BYTES = 32_768;
    static final int DEFAULT_STREAM_CREDIT_BYTES = 65_536;
    static final int DEFAULT_HEAD_BYTES = 4 * 1024 * 1024;

    public Limits {
        if (maxFrameBytes < MIN_FRAME_BYTES || maxFrameBytes > MAX_FRAME_BYTES) {
            throw new IllegalArgumentException("maxFrameBytes " + maxFrameBytes + " is not 4,096 to 65,536");
        }
        if (streamCreditBytes < 1 || maxStreams < 0 || maxHeadBytes < 1) {
            throw new IllegalArgumentException("a limit is negative or zero");
        }
    }

    static Limits of(dev.culvert.tunnel.v1.Limits wire) {
        try {
            return new Limits(
                    orDefault(wire.getMaxFrameBytes(), DEFAULT_FRAME_BYTES),
                    orDefault(wire.getStreamCredit(), DEFAULT_STREAM_CREDIT_BYTES),
                    wire.getMaxStreams(),
                    orDefault(wire.getMaxHeadBytes(), DEFAULT_HEAD_BYTES));
        } catch (IllegalArgumentException e) {
            throw new ProtocolViolationException("limits: " + e.getMessage());
        }
    }

    dev.culvert.tunnel.v1.Limits wire() {
        return dev.culvert.tunnel.v1.Limits.newBuilder()
                .setMaxFrameBytes(maxFrameBytes)
                .setStreamCredit(streamCreditBytes)
                .setMaxStreams(maxStreams)
                .setMaxHeadBytes(maxHeadBytes)
                .build();
    }

    private static int orDefault(int value, int ifZero) {
        return value == 0 ? ifZero : value;
    }
}
