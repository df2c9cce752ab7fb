package dev.culvert.agent.replay;

import dev.culvert.tunnel.exchange.Endpoint;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.RequestHead;
import dev.culvert.tunnel.exchange.ResponseHead;
import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.failure.StreamResetException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** One request as the gateway's relay makes it, and everything that came back. */
final class Call {
    private final CompletableFuture<Exchange> exchange = new CompletableFuture<>();
    private final CompletableFuture<ResponseHead> head = new CompletableFuture<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Buffer body = Buffer.buffer();
    private final Context context;
    private final Object lock = new Object();

    Call(Endpoint gateway, Context context, RequestHead request) {
        this.context = context;
        context.runOnContext(run -> open(gateway, request));
    }

    private void open(Endpoint gateway, RequestHead request) {
        Exchange opened = gateway.open(request, context);
        opened.in().exceptionHandler(end::completeExceptionally);
        opened.in().endHandler(ended -> end.complete(null));
        opened.in().handler(bytes -> {
            synchronized (lock) {
                body.appendBuffer(bytes);
            }
        });
        opened.response().onComplete(answer -> {
            if (answer.succeeded()) {
                head.complete(answer.result());
            } else {
                head.completeExceptionally(answer.cause());
                end.completeExceptionally(answer.cause());
            }
        });
        if (!request.body()) {
            opened.out().end();
        }
        exchange.complete(opened);
    }

    ResponseHead head() throws Exception {
        return head.get(20, TimeUnit.SECONDS);
    }

    /** What has come so far. */
    String received() {
        synchronized (lock) {
            return body.toString(StandardCharsets.ISO_8859_1);
        }
    }

    int receivedBytes() {
        synchronized (lock) {
            return body.length();
        }
    }

    /** Everything, where the response ends well. */
    String wholeBody() throws Exception {
        end.get(20, TimeUnit.SECONDS);
        return received();
    }

    boolean hasHead() {
        return head.isDone();
    }

    boolean hasEnded() {
        return end.isDone();
    }

    /** Why it was reset; fails where it ended well. */
    ResetCode reset() throws Exception {
        try {
            end.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return ((StreamResetException) e.getCause()).code();
        }
        throw new AssertionError("the response ended well: " + received());
    }

    Call write(String text) {
        return write(Buffer.buffer(text, "ISO-8859-1"));
    }

    Call write(Buffer bytes) {
        return on(it -> it.out().write(bytes));
    }

    Call end() {
        return on(it -> it.out().end());
    }

    Call cancel() {
        return on(it -> it.reset(ResetCode.CANCELLED, "the caller has gone"));
    }

    Call pause() {
        return on(it -> it.in().pause());
    }

    Call resume() {
        return on(it -> it.in().resume());
    }

    boolean isWriteQueueFull() throws Exception {
        CompletableFuture<Boolean> full = new CompletableFuture<>();
        on(it -> full.complete(it.out().writeQueueFull()));
        return full.get(20, TimeUnit.SECONDS);
    }

    private Call on(java.util.function.Consumer<Exchange> action) {
        // Waits for the exchange here, so that actions keep their order.
        Exchange it = exchange.orTimeout(20, TimeUnit.SECONDS).join();
        context.runOnContext(run -> action.accept(it));
        return this;
    }
}
