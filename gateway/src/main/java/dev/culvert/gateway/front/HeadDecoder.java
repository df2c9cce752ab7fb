package dev.culvert.gateway.front;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ByteProcessor;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Netty's decoder, and a few things more: heads that it is too lenient with are refused, header lines folded over several lines
 * among them, which it would join; one that its sender did not finish is no request; and behind the head of an upgrade nothing is
 * read as HTTP any more. What the caller sends there, before it has the 101, are bytes of the new protocol; they stay in the
 * decoder, in order, until it is taken out of the pipeline, which passes them on.
 */
final class HeadDecoder extends HttpRequestDecoder {
    /** Bytes that may wait for the 101 before the socket is no longer read. */
    private static final int MAX_EARLY_BYTES = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(HeadDecoder.class);

    private boolean insideHead;
    private boolean insideBody;
    private boolean folded;
    private boolean stopped;

    HeadDecoder(HttpDecoderConfig config) {
        super(config);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
        if (stopped) {
            if (buffer.readableBytes() > MAX_EARLY_BYTES) {
                ctx.channel().config().setAutoRead(false);
            }
            return;
        }
        folded |= !insideBody && hasFoldedLine(buffer);
        int start = buffer.readerIndex();
        int before = out.size();
        super.decode(ctx, buffer, out);
        insideHead |= !insideBody && buffer.readerIndex() > start && hasText(buffer, start);
        for (int i = before; i < out.size(); i++) {
            onDecoded(out.get(i));
        }
        if (!insideBody && !stopped && (insideHead || hasText(buffer, buffer.readerIndex()))) {
            ctx.fireUserEventTriggered(HeadDeadline.HEAD_BEGAN);
        }
    }

    /** At the end of the connection, where Netty makes a request that failed of a head that is not whole: nobody waits for an answer. */
    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
        super.decodeLast(ctx, buffer, out);
        if (out.removeIf(HeadDecoder::isCutOff)) {
            LOG.debug("connection ended within a head");
        }
    }

    private static boolean isCutOff(Object message) {
        return message instanceof HttpRequest request
                && request.decoderResult().cause() instanceof PrematureChannelClosureException;
    }

    /** What cannot be read at all is answered as the protocol that was agreed on, and not as Netty's HTTP/1.0. */
    @Override
    protected HttpMessage createInvalidMessage() {
        HttpMessage invalid = super.createInvalidMessage();
        invalid.setProtocolVersion(HttpVersion.HTTP_1_1);
        return invalid;
    }

    /** Whether the bytes from there to where the decoder has read, or to the end, hold more than the ends of lines. */
    private static boolean hasText(ByteBuf buffer, int from) {
        int to = from < buffer.readerIndex() ? buffer.readerIndex() : buffer.writerIndex();
        return from < to && buffer.forEachByte(from, to - from, ByteProcessor.FIND_NON_CRLF) >= 0;
    }

    private void onDecoded(Object message) {
        if (message instanceof HttpRequest request) {
            insideHead = false;
            insideBody = true;
            objectionTo(request)
                    .ifPresent(text -> request.setDecoderResult(DecoderResult.failure(new HeadRefusedException(text))));
            folded = false;
            // Whatever comes behind a head that is refused is not read: both sides may not agree where it begins.
            stopped = !request.decoderResult().isSuccess() || UpgradeHead.asksToSwitch(request);
        }
        if (message instanceof LastHttpContent) {
            insideBody = false;
        }
    }

    private Optional<String> objectionTo(HttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return Optional.empty();
        }
        return folded ? Optional.of("a header line is folded") : HeadHygiene.objectionTo(request);
    }

    /** Looks at the lines that are whole, and at the first byte behind the last one that was read before. */
    private boolean hasFoldedLine(ByteBuf buffer) {
        int index = buffer.readerIndex();
        int end = buffer.writerIndex();
        boolean lineFollows = insideHead;
        while (index < end) {
            byte first = buffer.getByte(index);
            if (lineFollows && (first == HttpConstants.SP || first == HttpConstants.HT)) {
                return true;
            }
            if (lineFollows && (first == HttpConstants.CR || first == HttpConstants.LF)) {
                return false;
            }
            int newline = buffer.indexOf(index, end, HttpConstants.LF);
            if (newline < 0) {
                return false;
            }
            // Empty lines before the request line are skipped by the decoder.
            lineFollows |= first != HttpConstants.CR && first != HttpConstants.LF;
            index = newline + 1;
        }
        return false;
    }
}
