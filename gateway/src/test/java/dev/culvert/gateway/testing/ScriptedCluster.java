package dev.culvert.gateway.testing;

import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.Header;
import dev.culvert.tunnel.exchange.RequestHead;
import dev.culvert.tunnel.exchange.ResponseHead;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The far end of the tunnel: records what reaches it, and answers as it was told. */
public final class ScriptedCluster {
    private final BlockingQueue<Exchange> received = new LinkedBlockingQueue<>();
    private volatile Consumer<Exchange> script = ScriptedCluster::answerOk;

    /** From now on requests are answered so. Runs on the exchange's context. */
    public void answer(Consumer<Exchange> newScript) {
        received.clear();
        script = newScript;
    }

    /** From now on requests are answered 200 and {@code ok}. */
    public void answerOk() {
        answer(ScriptedCluster::answerOk);
    }

    void accept(Exchange exchange) {
        received.add(exchange);
        script.accept(exchange);
    }

    /** The next request that came in. */
    public Exchange next() {
        try {
            Exchange exchange = received.poll(10, TimeUnit.SECONDS);
            if (exchange == null) {
                throw new AssertionError("no request reached the cluster");
            }
            return exchange;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The head of the next request that came in. */
    public RequestHead nextHead() {
        return next().request();
    }

    /** Requests that came in and were not looked at. */
    public List<RequestHead> pending() {
        return received.stream().map(Exchange::request).toList();
    }

    /** Answers with a body of known length. */
    public static void respond(Exchange exchange, int status, String body, String... headers) {
        List<Header> lines = headers(headers);
        lines.add(new Header("Content-Length", Integer.toString(body.length())));
        exchange.respond(new ResponseHead(status, lines));
        if (!body.isEmpty()) {
            exchange.out().write(Buffer.buffer(body, "ISO-8859-1"));
        }
        exchange.out().end();
    }

    /** Header lines from names and values in turn. */
    public static List<Header> headers(String... namesAndValues) {
        List<Header> lines = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            lines.add(new Header(namesAndValues[i], namesAndValues[i + 1]));
        }
        return lines;
    }

    private static void answerOk(Exchange exchange) {
        respond(exchange, 200, "ok", "Content-Type", "text/plain");
    }
}
