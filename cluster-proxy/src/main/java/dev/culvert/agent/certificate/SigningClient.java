package dev.culvert.agent.certificate;

import dev.culvert.tunnel.carrier.DialTarget;
import dev.culvert.tunnel.carrier.Tunnel;
import dev.culvert.tunnel.transport.TlsEngines;
import dev.culvert.tunnel.transport.WholeBody;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Has the gateway sign a key: over HTTP/1.1, which gets through wherever a carrier does. */
final class SigningClient {
    private static final int MAX_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final DialTarget target;

    SigningClient(Vertx vertx, DialTarget target) {
        this.vertx = vertx;
        this.target = target;
    }

    /**
     * Completes with the certificate, PEM; fails after the target's timeout at the latest, with a message for people.
     *
     * @param request PEM
     */
    Future<String> sign(String token, String request) {
        HttpClientAgent client = vertx.createHttpClient(options());
        RequestOptions where = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(target.host())
                .setPort(target.port())
                .setURI(Tunnel.CERTIFICATE_PATH)
                .setTimeout(target.stepMillis())
                .putHeader("authorization", "Bearer " + token)
                .putHeader("content-type", "application/pkcs10");
        return client.request(where)
                .compose(call -> call.send(request).compose(SigningClient::read))
                .timeout(target.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(over -> client.close());
    }

    private static Future<String> read(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            return Future.failedFuture(new IOException("the gateway answers HTTP " + response.statusCode()));
        }
        return WholeBody.read(response, MAX_BYTES).map(Buffer::toString);
    }

    private HttpClientOptions options() {
        return new HttpClientOptions()
                .setSsl(true)
                .setSslEngineOptions(TlsEngines.preferred())
                .setVerifyHost(true)
                .setTrustOptions(target.trust())
                .setKeyCertOptions(target.certificate())
                .setProxyOptions(target.proxy())
                .setKeepAlive(false)
                .setConnectTimeout(target.stepMillis())
                .setSslHandshakeTimeout(target.stepMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    }
}
