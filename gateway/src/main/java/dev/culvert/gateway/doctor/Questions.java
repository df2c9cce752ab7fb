package dev.culvert.gateway.doctor;

import dev.culvert.gateway.config.Address;
import dev.culvert.tunnel.diagnosis.RootCause;
import dev.culvert.tunnel.transport.OnEventLoop;
import dev.culvert.tunnel.transport.WholeBody;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks one gateway. Any thread. */
final class Questions implements AutoCloseable {
    private static final int AT_ONCE = 16;
    /** Of an answer: a list of some ten thousand clusters. */
    private static final int MAX_BYTES = 16 << 20;

    private final HttpClientAgent client;
    private final Vertx vertx;
    private final Address address;
    private final Duration deadline;

    /** One whole answer. */
    record Answer(int status, Buffer body) {
        String text() {
            return body.toString();
        }
    }

    /** There was none. */
    static final class NoAnswerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoAnswerException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * @param deadline of each answer, from the question on
     */
    Questions(Vertx vertx, Address address, HttpClientOptions options, Duration deadline) {
        this.vertx = vertx;
        this.address = address;
        this.deadline = deadline;
        this.client = vertx.httpClientBuilder()
                .with(options.setConnectTimeout(Math.toIntExact(deadline.toMillis())))
                .with(new PoolOptions().setHttp1MaxSize(AT_ONCE))
                .build();
    }

    /**
     * Fails with {@link NoAnswerException}.
     *
     * @param token empty: none
     */
    Future<Answer> get(String path, String token) {
        RequestOptions options = new RequestOptions();
        options.setHost(address.host()).setPort(address.port());
        options.setMethod(HttpMethod.GET).setURI(path);
        if (!token.isEmpty()) {
            options.putHeader("Authorization", "Bearer " + token);
        }
        return OnEventLoop.call(vertx, () -> client.request(options).compose(request -> request.send()
                        .compose(Questions::read)
                        .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                        .onFailure(failure -> request.reset())))
                .recover(failure -> Future.failedFuture(new NoAnswerException(RootCause.text(failure))));
    }

    private static Future<Answer> read(HttpClientResponse response) {
        return WholeBody.read(response, MAX_BYTES).map(body -> new Answer(response.statusCode(), body));
    }

    @Override
    public void close() {
        client.close();
    }
}
