package dev.culvert.agent.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.agent.credentials.ApiAccess;
import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.flow.Budget;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What answers that nobody reads cost the agent. */
class StalledReadersTest {
    private static final int BULK = 2 * 1024 * 1024;

    private final TestAuthority authority = new TestAuthority();
    /** Paths of requests whose stream the agent has reset. */
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();

    private final Budget budget = new Budget(2L * ResponsePump.BACKLOG);
    private Tunnel tunnel;

    @BeforeEach
    void serve() throws Exception {
        ApiAccess[] access = new ApiAccess[1];
        tunnel = new Tunnel(vertx -> new Replay(vertx, () -> access[0], budget));
        HttpServer server = Http2Servers.create(tunnel.vertx, authority, 250);
        server.requestHandler(this::answer);
        Tunnel.await(server.listen());
        access[0] = Access.to(server.actualPort(), authority);
    }

    private void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response().setChunked(true);
        response.exceptionHandler(reset -> cancelled.add(request.path()));
        if (request.path().startsWith("/watch")) {
            response.write("event");
        } else {
            response.write(Buffer.buffer(new byte[BULK])).onSuccess(written -> response.end());
        }
    }

    @AfterEach
    void stop() throws Exception {
        tunnel.close();
    }

    private Call stalled(String path) throws Exception {
        long before = budget.reserved();
        Call call = tunnel.get(path).pause();
        call.head();
        await().untilAsserted(() ->
                assertThat(budget.reserved() - before).isEqualTo(before < budget.limit() ? ResponsePump.BACKLOG : 0));
        return call;
    }

    @Test
    void whatWaitsIsCountedAndWhatDoesNotFitIsGivenUp() throws Exception {
        Call first = stalled("/1");
        Call second = stalled("/2");
        Call third = stalled("/3");

        // It learns of it when it reads.
        third.resume();
        assertThat(third.reset()).isEqualTo(ResetCode.INTERNAL_ERROR);
        await().untilAsserted(() -> assertThat(cancelled).containsExactly("/3"));

        first.resume();
        second.resume();
        assertThat(first.wholeBody()).hasSize(BULK);
        assertThat(second.wholeBody()).hasSize(BULK);
        assertThat(budget.reserved()).isZero();
        assertThat(tunnel.get("/4").wholeBody()).hasSize(BULK);
        assertThat(cancelled).containsExactly("/3");
    }

    @Test
    void aReaderThatGoesGivesBackWhatItTook() throws Exception {
        Call first = stalled("/1");
        Call second = stalled("/2");
        first.cancel();
        await().untilAsserted(() -> assertThat(budget.reserved()).isEqualTo(ResponsePump.BACKLOG));
        second.cancel();
        await().untilAsserted(() -> assertThat(budget.reserved()).isZero());
    }

    @Test
    void watchesThatWaitForEventsTakeNothing() throws Exception {
        List<Call> watches = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            watches.add(tunnel.get("/watch/" + i));
        }
        await().untilAsserted(() -> assertThat(watches)
                .allSatisfy(watch -> assertThat(watch.received()).isEqualTo("event")));
        assertThat(budget.reserved()).isZero();
        assertThat(watches).noneMatch(Call::hasEnded);
    }
}
