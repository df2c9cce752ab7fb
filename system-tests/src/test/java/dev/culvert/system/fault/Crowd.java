package dev.culvert.system.fault;

import dev.culvert.system.rig.Target;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Callers behind something that knows which gateways are ready: some ask one question after the other, some watch, over HTTP/1.1
 * and over HTTP/2. None of them tries anything again. Every answer is compared with the right one.
 */
final class Crowd {
    private static final int ASKING = 3;
    private static final int WATCHING = 4;
    private static final long PAUSE_MILLIS = 10;
    private static final long IDLE_MILLIS = 60_000;

    private final Vertx vertx;
    private final List<Site> sites;
    private final List<HttpClient> clients = new ArrayList<>();
    private final AtomicInteger turns = new AtomicInteger();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    Crowd(Vertx vertx, Path authority, List<Site> sites) {
        this.vertx = vertx;
        this.sites = sites;
        for (HttpVersion version : List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)) {
            clients.add(vertx.createHttpClient(new HttpClientOptions()
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setProtocolVersion(version)
                    .setTrustOptions(new PemTrustOptions().addCertPath(authority.toString()))));
        }
    }

    void start() {
        for (HttpClient client : clients) {
            for (int i = 0; i < ASKING; i++) {
                ask(client);
            }
            for (int i = 0; i < WATCHING; i++) {
                watch(client);
            }
        }
    }

    /** From now on nobody asks anew, and what breaks is nobody's concern. */
    void stop() {
        stopped = true;
    }

    /** Answers that were not the right one, watches that ended as if they were over, and what broke at a gateway that was there. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    private void ask(HttpClient client) {
        if (stopped) {
            return;
        }
        Site site = next();
        String path = "/api/v1/namespaces/load/configmaps/c" + turns.get();
        send(client, site, path)
                .compose(response -> response.body().map(body -> response.statusCode() + " " + body.toString()))
                .onComplete(
                        answer -> {
                            if (answer.equals("200 " + NumberedUpstream.body(path))) {
                                site.answered();
                            } else {
                                report(site + " answered to " + path + ": " + answer);
                            }
                        },
                        failure -> broke(site, path, failure))
                .onComplete(over -> vertx.setTimer(PAUSE_MILLIS, pause -> ask(client)));
    }

    private void watch(HttpClient client) {
        if (stopped) {
            return;
        }
        Site site = next();
        Events events = new Events();
        send(client, site, "/api/v1/namespaces/load/pods?watch=true&n=" + turns.get())
                .compose(response -> follow(site, response, events))
                .onSuccess(end -> report(site + " ended a watch as if it were over, after " + events))
                .onFailure(failure -> {
                    site.watchBroke();
                    broke(site, "a watch after " + events, failure);
                })
                .onComplete(over -> vertx.setTimer(PAUSE_MILLIS, pause -> watch(client)));
    }

    private Future<Void> follow(Site site, HttpClientResponse response, Events events) {
        if (response.statusCode() != 200) {
            return response.body().map(body -> {
                report(site + " answered to a watch: " + response.statusCode() + " " + body);
                return null;
            });
        }
        response.handler(piece -> {
            if (!events.take(piece)) {
                report(site + " gave other events than there were: " + piece);
            }
            site.watched(events.count);
        });
        return response.end();
    }

    private Future<HttpClientResponse> send(HttpClient client, Site site, String path) {
        Target target = site.target();
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setHost(target.host())
                        .setPort(target.port())
                        .setURI(target.prefix() + path)
                        .setIdleTimeout(IDLE_MILLIS)
                        .putHeader("Authorization", "Bearer " + target.token().orElseThrow()))
                .compose(HttpClientRequest::send);
    }

    /** In turns, of those that are ready. */
    private Site next() {
        List<Site> ready = sites.stream().filter(Site::ready).toList();
        if (ready.isEmpty()) {
            report("no gateway was ready");
            ready = sites;
        }
        return ready.get(Math.floorMod(turns.getAndIncrement(), ready.size()));
    }

    private void broke(Site site, String what, Throwable failure) {
        if (!site.stopping()) {
            report(site + " was there, and broke " + what + ": " + failure);
        }
    }

    private void report(String what) {
        if (!stopped) {
            wrong.add(what);
        }
    }

    /** What has come of a watch: each event once, in their order, the last one perhaps not all of it. */
    private static final class Events {
        private String rest = "";
        private int count;

        boolean take(Buffer piece) {
            rest += piece.toString(StandardCharsets.UTF_8);
            String expected = NumberedUpstream.event(count);
            while (rest.startsWith(expected)) {
                rest = rest.substring(expected.length());
                count++;
                expected = NumberedUpstream.event(count);
            }
            return expected.startsWith(rest);
        }

        @Override
        public String toString() {
            return count + " events";
        }
    }
}
