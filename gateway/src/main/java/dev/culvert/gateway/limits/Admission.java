package dev.culvert.gateway.limits;

import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.authz.RequestAttributes;
import dev.culvert.gateway.status.StatusException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Admits requests as long as caller and cluster have not too many of the kind under way. Any thread. */
public final class Admission {
    private static final int RETRY_AFTER_SECONDS = 1;

    private final Places callers;
    private final Places clusters;
    private final Rate callerRate;
    private final Rate clusterRate;

    /**
     * @param perCaller what one caller may have under way, in all clusters together
     * @param perCluster what one cluster may be asked by all callers together
     */
    public Admission(Quota perCaller, Quota perCluster) {
        callers = new Places(perCaller);
        clusters = new Places(perCluster);
        callerRate = new Rate(perCaller.perSecond(), System::nanoTime);
        clusterRate = new Rate(perCluster.perSecond(), System::nanoTime);
    }

    /**
     * Takes a place for an authorized request.
     *
     * @param cluster one that exists: the caller may know of it
     * @return gives the place back; what is done twice counts once
     * @throws StatusException 429, where there is none
     */
    public Runnable admit(Caller caller, String cluster, RequestAttributes request) {
        Kind kind = Kind.of(request);
        if (!callerRate.tryTake(caller.name())) {
            throw tooMany("you send too many requests a second");
        }
        if (!clusterRate.tryTake(cluster)) {
            throw tooMany("cluster \"" + cluster + "\" is sent too many requests a second");
        }
        if (!callers.tryTake(caller.name(), kind)) {
            throw tooMany("you have too many " + kind.text() + " under way");
        }
        if (!clusters.tryTake(cluster, kind)) {
            callers.giveBack(caller.name(), kind);
            throw tooMany("cluster \"" + cluster + "\" has too many " + kind.text() + " under way");
        }
        AtomicBoolean held = new AtomicBoolean(true);
        return () -> {
            if (held.getAndSet(false)) {
                callers.giveBack(caller.name(), kind);
                clusters.giveBack(cluster, kind);
            }
        };
    }

    /** How many callers and clusters have anything under way, by kind: nobody is remembered for longer. */
    int remembered() {
        return callers.holders() + clusters.holders();
    }

    private static StatusException tooMany(String message) {
        return StatusException.tooManyRequests(message, RETRY_AFTER_SECONDS);
    }
}
