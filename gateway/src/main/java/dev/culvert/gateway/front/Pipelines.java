package dev.culvert.gateway.front;

import dev.culvert.tunnel.transport.FlushOnce;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/** Puts our handlers into the pipelines of callers' connections, before a byte was read from them. */
final class Pipelines {
    /** The name that Vert.x gives its decoder, and by which it takes it out again. */
    private static final String DECODER = "httpDecoder";

    /** The name that Vert.x gives its own last handler. */
    private static final String VERTX = "handler";

    /** HTTP/2's code for a stream that nobody waits for any more. */
    private static final long CANCEL = 8;

    private final FrontOptions options;

    Pipelines(FrontOptions options) {
        this.options = options;
    }

    static Channel channelOf(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }

    /** Whether the connection speaks HTTP/1. */
    static boolean isHttp1(HttpConnection connection) {
        return channelOf(connection).pipeline().get(DECODER) != null;
    }

    /**
     * Ends what carries an answer that its caller does not take: the HTTP/2 stream, or else the connection, below its handlers, which
     * would wait until all is sent. Called on the connection's event loop.
     */
    static void cutOff(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(CANCEL);
        } else {
            Channel channel = channelOf(request.connection());
            channel.unsafe().close(channel.newPromise());
        }
    }

    void prepareHttp1(HttpConnection connection, LastAnswer end) {
        ChannelPipeline pipeline = channelOf(connection).pipeline();
        HttpDecoderConfig config = new HttpDecoderConfig()
                .setMaxInitialLineLength(options.maxHeadBytes())
                .setMaxHeaderSize(options.maxHeadBytes())
                .setMaxChunkSize(64 * 1024)
                .setInitialBufferSize(256);
        pipeline.replace(DECODER, DECODER, new HeadDecoder(config));
        pipeline.addBefore(DECODER, "flushOnce", FlushOnce.handler());
        pipeline.addBefore(VERTX, "headDeadline", new HeadDeadline(options.headTimeout(), options.idleTimeout()));
        pipeline.addBefore(VERTX, "lastAnswer", end);
        pipeline.addBefore(VERTX, "halfAnswer", new HalfAnswer());
        pipeline.addBefore(VERTX, "malformedBody", new MalformedBody());
        pipeline.addBefore(VERTX, "upgradeGate", new UpgradeGate());
    }
}
