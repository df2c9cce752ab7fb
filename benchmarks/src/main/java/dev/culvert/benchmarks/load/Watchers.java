package dev.culvert.benchmarks.load;

import dev.culvert.benchmarks.backend.Endpoint;
import dev.culvert.tunnel.transport.TlsEngines;
import dev.culvert.tunnel.transport.Transports;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Many watches over few HTTP/2 connections, in this process. Closing them ends them all. */
public final class Watchers implements AutoCloseable {

    private static final int STREAMS = 100;
    private static final int OK = 200;
    private static final int DIGITS = 3;
    private static final Duration OPENING = Duration.ofSeconds(60);
    private static final String SENT = "\"sent\":\"";

    private final Vertx vertx = Transports.vertx();
    private final HttpClient client;
    private final CountDownLatch watching;
    private final AtomicInteger broken = new AtomicInteger();
    private final Histogram latency = new ConcurrentHistogram(DIGITS);
    private volatile boolean counting;

    private Watchers(Endpoint endpoint, int count) {
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setSsl(true)
                .setUseAlpn(true)
                .setHttp2MultiplexingLimit(STREAMS)
                .setSslEngineOptions(TlsEngines.preferred())
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(endpoint.authority().toString()));
        client = vertx.createHttpClient(options, new PoolOptions().setHttp2MaxSize(count / STREAMS + 1));
        watching = new CountDownLatch(count);
    }

    /**
     * Opens them and waits until each has seen an event.
     *
     * @throws IllegalStateException when that takes more than a minute
     */
    public static Watchers open(Endpoint endpoint, String path, int count) {
        Watchers watchers = new Watchers(endpoint, count);
        try {
            for (int i = 0; i < count; i++) {
                watchers.watch(endpoint, path);
            }
            if (!watchers.watching.await(OPENING.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(watchers.watching.getCount() + " of " + count + " watches saw nothing, "
                        + watchers.broken.get() + " of them broke");
            }
            return watchers;
        } catch (InterruptedException e) {
            watchers.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (RuntimeException e) {
            watchers.close();
            throw e;
        }
    }

    /**
     * From an event's sending to its arrival, of all events within that time; microseconds.
     *
     * @throws IllegalStateException when a watch broke
     */
    public Histogram measure(Duration time) throws InterruptedException {
        latency.reset();
        counting = true;
        Thread.sleep(time.toMillis());
        counting = false;
        if (broken.get() > 0 || latency.getTotalCount() == 0) {
            throw new IllegalStateException(
                    broken.get() + " watches broke, " + latency.getTotalCount() + " events came");
        }
        return latency.copy();
    }

    @Override
    public void close() {
        vertx.close().await();
    }

    private void watch(Endpoint endpoint, String path) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(endpoint.uri(path).toString());
        endpoint.token().ifPresent(token -> request.addHeader("authorization", "Bearer " + token));
        client.request(request)
                .compose(sent -> sent.send())
                .onSuccess(this::read)
                .onFailure(failure -> broken.incrementAndGet());
    }

    private void read(HttpClientResponse response) {
        if (response.statusCode() != OK) {
            broken.incrementAndGet();
            return;
        }
        boolean[] seen = new boolean[1];
        RecordParser.newDelimited("\n", response)
                .exceptionHandler(failure -> broken.incrementAndGet())
                .handler(line -> {
                    if (!seen[0]) {
                        seen[0] = true;
                        watching.countDown();
                    }
                    event(line);
                });
    }

    private void event(Buffer line) {
        if (counting) {
            String text = line.toString(StandardCharsets.US_ASCII);
            int start = text.indexOf(SENT) + SENT.length();
            long sent = Long.parseLong(text.substring(start, text.indexOf('"', start)));
            latency.recordValue(Math.max(0, System.nanoTime() - sent) / 1000);
        }
    }
}
