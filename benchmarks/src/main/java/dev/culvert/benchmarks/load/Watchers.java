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
import org.jspecify.annotations.Nullable;

/** Many watches over few HTTP/2 connections, in this process. Closing them ends them all. */
public final class Watchers implements AutoCloseable {

    private static final int STREAMS = 100;
    private static final int OK = 200;
    private static final Duration OPENING = Duration.ofMinutes(2);
    private static final String SENT = "\"sent\":\"";

    private final Vertx vertx = Transports.vertx();
    private final HttpClient client;
    private final CountDownLatch watching;
    private final AtomicInteger broken = new AtomicInteger();
    private final int count;
    private volatile @Nullable Arrivals arrivals;

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
        this.count = count;
    }

    /**
     * Opens them and waits until each has seen an event.
     *
     * @throws IllegalStateException when that takes more than two minutes
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
     * The arrivals of all events within that time.
     *
     * @throws IllegalStateException when a watch broke
     */
    public Arrivals measure(Duration time) throws InterruptedException {
        Arrivals these = new Arrivals(count);
        arrivals = these;
        Thread.sleep(time.toMillis());
        arrivals = null;
        long came = these.latency().getTotalCount();
        if (broken.get() > 0 || came == 0) {
            throw new IllegalStateException(broken.get() + " watches broke, " + came + " events came");
        }
        return these;
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
        Arrivals counting = arrivals;
        if (counting != null) {
            long came = System.nanoTime();
            String text = line.toString(StandardCharsets.US_ASCII);
            int start = text.indexOf(SENT) + SENT.length();
            long sent = Long.parseLong(text.substring(start, text.indexOf('"', start)));
            counting.add(sent, came);
        }
    }
}
