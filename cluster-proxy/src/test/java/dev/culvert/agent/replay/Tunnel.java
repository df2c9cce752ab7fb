package dev.culvert.agent.replay;

import dev.culvert.agent.credentials.ApiAccess;
import dev.culvert.tunnel.carrier.memory.MemoryCarriers;
import dev.culvert.tunnel.exchange.Endpoint;
import dev.culvert.tunnel.exchange.EndpointSettings;
import dev.culvert.tunnel.exchange.Header;
import dev.culvert.tunnel.exchange.RequestHead;
import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.flow.Budget;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** A gateway's and an agent's end of one carrier in memory, the agent's replaying against whatever a test has put there. */
final class Tunnel implements AutoCloseable {
    final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final Context context = newContext(vertx);
    private final Replay replay;
    private final Endpoint gateway;
    private final Endpoint agent;

    Tunnel(Supplier<ApiAccess> access) throws Exception {
        this(vertx -> new Replay(vertx, access, Budget.ofHeap()));
    }

    Tunnel(Function<Vertx, Replay> replaying) throws Exception {
        replay = replaying.apply(vertx);
        MemoryCarriers carriers = MemoryCarriers.pair(newContext(vertx), context);
        agent = Endpoint.dialer(
                carriers.first(),
                EndpointSettings.defaults("agent/test").withIdentity("0123456789abcdef0123456789abcdef", ""),
                replay);
        gateway = Endpoint.acceptor(carriers.second(), "test", EndpointSettings.defaults("gateway/test"), opened -> {});
        await(gateway.ready());
    }

    private static Context newContext(Vertx vertx) {
        final class Loop extends VerticleBase {
            Context mine() {
                return context;
            }
        }
        Loop loop = new Loop();
        try {
            await(vertx.deployVerticle(loop));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return loop.mine();
    }

    Call get(String target, Header... headers) {
        return call("GET", target, false, "", headers);
    }

    Call post(String target, Header... headers) {
        return call("POST", target, true, "", headers);
    }

    Call upgrade(String method, String protocol, Header... headers) {
        return call(method, "/exec", true, protocol, headers);
    }

    Call call(String method, String target, boolean body, String upgrade, Header... headers) {
        return new Call(gateway, context, new RequestHead(method, target, List.of(headers), body, upgrade, "test"));
    }

    int openStreams() {
        return agent.openStreams();
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        gateway.close(CloseCode.DRAIN, "the test is over");
        await(replay.close());
        await(vertx.close());
    }
}
