package dev.culvert.tunnel.carrier;

import io.vertx.core.Future;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The carriers of one dialler that have not ended. Closing a Vert.x client waits for peers; closing a dialler does not.
 *
 * <p><b>Threading.</b> Any thread.
 */
public final class OpenCarriers {
    private final Set<AbstractCarrier> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Whether no more may come. */
    public boolean closed() {
        return closed;
    }

    /** What {@link Dialer#dial} answers once closed. */
    public static Future<Carrier> refuse() {
        return Future.failedFuture(new DialException(Hop.TCP, true, "the dialler is closed"));
    }

    public void add(AbstractCarrier carrier) {
        open.add(carrier);
        if (closed) {
            carrier.cut("the dialler was closed");
        }
    }

    public void remove(AbstractCarrier carrier) {
        open.remove(carrier);
    }

    /** Cuts all, now and from now on. */
    public void close() {
        closed = true;
        open.forEach(carrier -> carrier.cut("the dialler was closed"));
    }
}
