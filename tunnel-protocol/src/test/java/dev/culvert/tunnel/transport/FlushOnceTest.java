package dev.culvert.tunnel.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a real event loop: an embedded channel has no turns. */
class FlushOnceTest {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
    /** Of the event loop's, which the test reads when the loop has come to what the test waits for. */
    private final List<String> seen = new ArrayList<>();

    private Channel channel;

    /** What stands between the handler and the transport. */
    private final class Recorder extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            seen.add(message.toString());
            context.write(message, promise);
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            seen.add("flush");
            context.flush();
        }

        @Override
        public void close(ChannelHandlerContext context, ChannelPromise promise) {
            seen.add("close");
            context.close(promise);
        }
    }

    @BeforeEach
    void connect() throws InterruptedException {
        LocalAddress address = new LocalAddress(FlushOnceTest.class);
        new ServerBootstrap()
                .group(group)
                .channel(LocalServerChannel.class)
                .childHandler(new ChannelInboundHandlerAdapter())
                .bind(address)
                .sync();
        channel = new Bootstrap()
                .group(group)
                .channel(LocalChannel.class)
                .handler(new ChannelInitializer<LocalChannel>() {
                    @Override
                    protected void initChannel(LocalChannel made) {
                        made.pipeline().addLast(new Recorder(), FlushOnce.handler());
                    }
                })
                .connect(address)
                .sync()
                .channel();
    }

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS);
    }

    private void inOneTurn(Runnable action) throws Exception {
        channel.eventLoop().submit(action).get(60, TimeUnit.SECONDS);
        // What the turn left for its end comes before this.
        channel.eventLoop().submit(() -> {}).get(60, TimeUnit.SECONDS);
    }

    @Test
    void whatIsWrittenInOneTurnIsFlushedAtItsEnd() throws Exception {
        inOneTurn(() -> {
            channel.writeAndFlush("head");
            channel.writeAndFlush("body");
            channel.writeAndFlush("end");
        });
        inOneTurn(() -> channel.writeAndFlush("next"));

        assertThat(seen).containsExactly("head", "body", "end", "flush", "next", "flush");
    }

    @Test
    void whatWasWrittenIsFlushedBeforeTheConnectionIsClosed() throws Exception {
        inOneTurn(() -> {
            channel.writeAndFlush("end");
            channel.close();
        });

        assertThat(seen).startsWith("end", "flush", "close");
    }
}
