package dev.culvert.benchmarks.micro;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.culvert.tunnel.frame.FrameReader;
import dev.culvert.tunnel.frame.PacketWriter;
import dev.culvert.tunnel.v1.End;
import dev.culvert.tunnel.v1.Frame;
import dev.culvert.tunnel.v1.Packet;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The frames of the data path, of eight streams in one packet: data, credit, end. An operation is one frame. The codec written by
 * hand beside the generated one, which is what it is for.
 */
@State(Scope.Thread)
public class CodecBenchmark {
    private static final int STREAMS = 8;
    private static final int FRAMES = 3 * STREAMS;
    private static final int MAX_FRAME_BYTES = 32 * 1024;
    private static final int CREDIT = 65_536;

    /** Of each data frame. */
    @Param({"256", "8192"})
    int bytes;

    private final FrameReader reader = new FrameReader(MAX_FRAME_BYTES);
    private final PacketWriter writer = new PacketWriter();
    private Buffer data = Buffer.buffer();
    private ByteString generatedData = ByteString.EMPTY;
    private Buffer packet = Buffer.buffer();

    /** Makes the packet, and sees to it that both codecs make the same. */
    @Setup
    public void prepare() {
        data = Buffer.buffer(new byte[bytes]);
        generatedData = ByteString.copyFrom(new byte[bytes]);
        packet = write();
        if (!Arrays.equals(packet.getBytes(), writeGenerated().getBytes())) {
            throw new IllegalStateException("the two codecs do not write the same");
        }
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public Buffer write() {
        for (int stream = 1; stream <= STREAMS; stream++) {
            writer.dataHeader(stream, bytes);
            writer.dataPart(data, 0, bytes);
            writer.credit(stream, CREDIT);
            writer.end(stream);
        }
        return writer.take();
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public Buffer writeGenerated() {
        Packet.Builder frames = Packet.newBuilder();
        for (int stream = 1; stream <= STREAMS; stream++) {
            frames.addFrames(Frame.newBuilder().setStream(stream).setData(generatedData));
            frames.addFrames(Frame.newBuilder().setStream(stream).setCredit(CREDIT));
            frames.addFrames(Frame.newBuilder().setStream(stream).setEnd(End.getDefaultInstance()));
        }
        return Buffer.buffer(frames.build().toByteArray());
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void read(Blackhole sink) {
        reader.read(packet, new ConsumedFrames(sink));
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void readGenerated(Blackhole sink) throws InvalidProtocolBufferException {
        for (Frame frame : Packet.parseFrom(packet.getBytes()).getFramesList()) {
            sink.consume(frame.getStream());
            sink.consume(frame.getKindCase());
            if (frame.hasData()) {
                sink.consume(Buffer.buffer(frame.getData().toByteArray()));
            }
        }
    }
}
