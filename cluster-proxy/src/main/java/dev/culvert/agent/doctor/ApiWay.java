package dev.culvert.agent.doctor;

import dev.culvert.agent.credentials.AccessSource;
import dev.culvert.agent.credentials.ApiAccess;
import dev.culvert.agent.credentials.CredentialsException;
import dev.culvert.agent.rights.ApiQuestionException;
import dev.culvert.agent.rights.ApiQuestions;
import dev.culvert.agent.rights.Rights;
import dev.culvert.tunnel.diagnosis.Finding;
import dev.culvert.tunnel.diagnosis.RootCause;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.KeyManager;

/** The agent's credential, the way to the API server, its answer, and the agent's rights there; up to the first that fails. */
final class ApiWay {
    static final String CREDENTIAL = "api-credential";
    static final String ANSWER = "api-server";
    static final String RIGHTS = "rights";
    static final List<String> PLACES =
            List.of(CREDENTIAL, "api-" + Hops.DNS, "api-" + Hops.TCP, "api-" + Hops.TLS, ANSWER, RIGHTS);

    private static final int QUESTIONS = 6;
    private static final TlsAdvice ADVICE = new TlsAdvice(
            "the certificate authority in the kubeconfig or the service account is not the API server's, or something on the"
                    + " way intercepts TLS: the agent must reach the API server itself",
            "give the address by which the API server knows itself, or set tls-server-name in the kubeconfig");

    private final Vertx vertx;
    private final Hops hops;
    private final AccessSource source;
    private final ServedMode mode;
    private final Duration deadline;

    ApiWay(Vertx vertx, Hops hops, AccessSource source, ServedMode mode, Duration deadline) {
        this.vertx = vertx;
        this.hops = hops;
        this.source = source;
        this.mode = mode;
        this.deadline = deadline;
    }

    void walk() {
        ApiAccess access;
        try {
            access = source.read();
        } catch (CredentialsException e) {
            hops.add(
                    Finding.failed(CREDENTIAL, RootCause.text(e), "how the agent reaches the API server is not known"));
            return;
        }
        hops.add(Finding.ok(CREDENTIAL, source.description()));
        if (isReached(access)) {
            ApiQuestions questions = new ApiQuestions(vertx);
            try {
                ask(questions, access);
            } finally {
                questions.close();
            }
        }
    }

    private boolean isReached(ApiAccess access) {
        List<InetAddress> addresses =
                hops.resolve(access.server().host(), "check the server in the kubeconfig, and DNS");
        if (addresses.isEmpty()) {
            return false;
        }
        Socket socket = hops.connect(
                addresses,
                access.server().port(),
                "the API server must be reachable from here: see the pod's NetworkPolicy and whether it runs");
        if (socket == null) {
            return false;
        }
        try {
            PresentedChain chain = new PresentedChain(
                    access.tls().insecure()
                            ? null
                            : Trust.of(vertx, access.tls().options().getTrustOptions()));
            return hops.secure(Hops.TLS, socket, access.tls().serverName(), chain, keys(access), ADVICE) != null;
        } finally {
            Hops.close(socket);
        }
    }

    private KeyManager[] keys(ApiAccess access) {
        ClientSSLOptions options = access.tls().options();
        try {
            return options.getKeyCertOptions() == null
                    ? new KeyManager[0]
                    : options.getKeyCertOptions().getKeyManagerFactory(vertx).getKeyManagers();
        } catch (Exception e) {
            // Vert.x declares no more than that; TLS goes on without, and the API server says what it thinks of it.
            hops.add(Finding.failed(
                    CREDENTIAL, "the client certificate: " + RootCause.text(e), "give the agent another one"));
            return new KeyManager[0];
        }
    }

    private void ask(ApiQuestions questions, ApiAccess access) {
        hops.add(answer(
                questions.version(access),
                version -> Finding.ok(ANSWER, access.server().authority() + " is Kubernetes " + version),
                failure -> failure.status() == 403
                        ? Finding.warning(ANSWER, RootCause.text(failure), "the agent may not even ask for the version")
                        : Finding.failed(ANSWER, RootCause.text(failure), advice(failure.status()))));
        if (!hops.failed()) {
            hops.add(answer(
                    questions.rights(access),
                    this::judged,
                    failure -> Finding.failed(RIGHTS, RootCause.text(failure), advice(failure.status()))));
        }
    }

    private Finding judged(Rights rights) {
        String impersonation = "to impersonate: " + rights.describe();
        if (mode == ServedMode.AGENT) {
            return Finding.ok(RIGHTS, "callers have the agent's own; those to impersonate are not needed");
        }
        String advice = "apply what \"gateway manifest --mode impersonate\" prints";
        if (rights.isIncomplete() || (mode == ServedMode.IMPERSONATE && !rights.impersonates())) {
            return Finding.failed(RIGHTS, impersonation, advice);
        }
        return rights.impersonates()
                ? Finding.ok(RIGHTS, impersonation)
                : Finding.warning(RIGHTS, impersonation, "for rules of mode impersonate " + advice);
    }

    private static String advice(int status) {
        return switch (status) {
            case 0 -> "the connection works, but no answer came: see the API server's log";
            case 401 -> "the API server does not know the agent's credential: it has expired, or is of another cluster";
            case 403 -> "the API server forbids the agent what every authenticated user may: see its authorizers";
            default -> "the API server has a problem of its own, or something else answers in its place";
        };
    }

    private <T> Finding answer(
            Future<T> question, Function<T, Finding> answered, Function<ApiQuestionException, Finding> failed) {
        try {
            return question.map(answered)
                    .recover(failure -> failure instanceof ApiQuestionException known
                            ? Future.succeededFuture(failed.apply(known))
                            : Future.failedFuture(failure))
                    .await(deadline.multipliedBy(QUESTIONS).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Finding.failed(ANSWER, "no answer in time", advice(0));
        }
    }
}
