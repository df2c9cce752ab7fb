package dev.culvert.gateway.front;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/** Paths of the gateway's own, on its own hosts: what is no cluster's. Called on the event loop of the caller's connection. */
public interface OwnPaths {
    /** Whether the target is one of them. */
    boolean serves(String target);

    /** Answers. Completes when that is done; fails when the answer could not be delivered. */
    Future<Void> handle(HttpServerRequest request, String target);

    /** These paths, and the other's. */
    default OwnPaths or(OwnPaths other) {
        OwnPaths these = this;
        return new OwnPaths() {
            @Override
            public boolean serves(String target) {
                return these.serves(target) || other.serves(target);
            }

            @Override
            public Future<Void> handle(HttpServerRequest request, String target) {
                return these.serves(target) ? these.handle(request, target) : other.handle(request, target);
            }
        };
    }

    /** There are none. */
    static OwnPaths none() {
        return new OwnPaths() {
            @Override
            public boolean serves(String target) {
                return false;
            }

            @Override
            public Future<Void> handle(HttpServerRequest request, String target) {
                throw new IllegalStateException("serves nothing");
            }
        };
    }
}
