package dev.culvert.gateway.enrolment;

import dev.culvert.gateway.config.AgentCertificatesConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agents' authority of this moment: its files are read again and again, on a worker thread. Any thread. */
public final class AgentAuthorityWatch {
    private static final Logger LOG = LoggerFactory.getLogger(AgentAuthorityWatch.class);

    private final AgentCertificatesConfig config;
    private final InstantSource clock;
    private volatile AgentAuthority current;
    private String problem = "";

    /** Reads the files. Blocks; throws {@link dev.culvert.gateway.config.ConfigException} where they cannot be used. */
    public AgentAuthorityWatch(AgentCertificatesConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.current = AgentAuthority.read(config, clock);
    }

    /** Whose certificates count. */
    public List<X509Certificate> authorities() {
        return current.all();
    }

    AgentAuthority current() {
        return current;
    }

    /**
     * From now on, until Vert.x is closed. What cannot be used leaves in force what was read before.
     *
     * @param changed is given whose certificates count, when that is new
     */
    public void start(Vertx vertx, Duration betweenLooks, Consumer<List<X509Certificate>> changed) {
        vertx.setTimer(betweenLooks.toMillis(), time -> look(vertx, changed)
                .onComplete(looked -> start(vertx, betweenLooks, changed)));
    }

    private Future<Void> look(Vertx vertx, Consumer<List<X509Certificate>> changed) {
        try {
            return vertx.executeBlocking(() -> AgentAuthority.read(config, clock))
                    .onSuccess(read -> use(read, changed))
                    .onFailure(this::report)
                    .mapEmpty();
        } catch (RejectedExecutionException closing) {
            return Future.succeededFuture();
        }
    }

    private void use(AgentAuthority read, Consumer<List<X509Certificate>> changed) {
        problem = "";
        if (!read.saysTheSame(current)) {
            current = read;
            LOG.atInfo().addKeyValue("file", config.ca()).log("agents' certificates have another authority");
            changed.accept(read.all());
        }
    }

    /** Once, and not at each look. */
    private void report(Throwable failure) {
        String what = String.valueOf(failure.getMessage());
        if (!what.equals(problem)) {
            problem = what;
            LOG.atWarn()
                    .addKeyValue("error", what)
                    .log("the authority of agents' certificates cannot be read; what was read before holds on");
        }
    }
}
