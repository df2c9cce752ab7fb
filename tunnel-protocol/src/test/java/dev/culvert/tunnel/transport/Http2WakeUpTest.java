package dev.culvert.tunnel.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class Http2WakeUpTest {
    private final List<Boolean> told = new ArrayList<>();

    /** The controller sees the channel busy before it hears of it, and hears of it when it is free again. */
    @Test
    void aStreamThatStoppedForABusyChannelIsToldThatItIsFree() throws Exception {
        EmbeddedChannel channel = new EmbeddedChannel();
        Http2ConnectionHandler http2 = new Http2ConnectionHandlerBuilder()
                .server(true)
                .frameListener(new Http2FrameAdapter())
                .build();
        Http2RemoteFlowController flow = http2.encoder().flowController();
        flow.listener(changed -> told.add(flow.isWritable(changed)));
        channel.pipeline().addLast(http2, new Http2WakeUp(http2));
        channel.writeInbound(Http2CodecUtil.connectionPrefaceBuf());
        Http2Stream stream = http2.connection().remote().createStream(1, false);
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();

        outbound.setUserDefinedWritability(1, false);
        flow.incrementWindowSize(stream, 1000);
        outbound.setUserDefinedWritability(1, true);
        channel.runPendingTasks();

        assertThat(told).containsExactly(true, false, true);
        channel.finishAndReleaseAll();
    }
}
