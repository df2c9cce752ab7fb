package dev.culvert.agent.doctor;

import dev.culvert.tunnel.diagnosis.Finding;
import dev.culvert.tunnel.diagnosis.RootCause;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** The hops that every way has, name, TCP and TLS, and what was found at all of them. One thread. */
final class Hops {
    static final String DNS = "dns";
    static final String TCP = "tcp";
    static final String TLS = "tls";

    private static final Duration LEAST = Duration.ofSeconds(1);
    /** Of bytes that trickle in, each within the deadline. */
    private static final int STEPS_OF_A_CONNECTION = 3;

    private final Vertx vertx;
    private final String prefix;
    private final Duration deadline;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param prefix of the names of these three places
     * @param deadline of each step
     */
    Hops(Vertx vertx, String prefix, Duration deadline) {
        this.vertx = vertx;
        this.prefix = prefix;
        this.deadline = deadline;
    }

    void add(Finding finding) {
        findings.add(finding);
    }

    void add(List<Finding> more) {
        findings.addAll(more);
    }

    void skipUnlessSeen(String place) {
        if (findings.stream().noneMatch(finding -> finding.place().equals(place))) {
            findings.add(Finding.skipped(place, "not tried"));
        }
    }

    boolean failed() {
        return findings.stream().anyMatch(Finding::isFailed);
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** No address where the name has none. */
    List<InetAddress> resolve(String host, String advice) {
        try {
            List<InetAddress> addresses =
                    Arrays.asList(vertx.executeBlocking(() -> InetAddress.getAllByName(host), false)
                            .await(deadline.toMillis(), TimeUnit.MILLISECONDS));
            String all = addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
            findings.add(Finding.ok(prefix + DNS, host.equals(all) ? all : host + " is " + all));
            return addresses;
        } catch (TimeoutException e) {
            findings.add(
                    Finding.failed(prefix + DNS, host + ": no answer within " + deadline.toSeconds() + " s", advice));
        } catch (Exception e) {
            // Future.await throws what the future failed with, checked or not.
            String why = e instanceof UnknownHostException ? "has no address" : RootCause.text(e);
            findings.add(Finding.failed(prefix + DNS, host + " " + why, advice));
        }
        return List.of();
    }

    /** Null where no address takes a connection. */
    @Nullable
    Socket connect(List<InetAddress> addresses, int port, String advice) {
        long each = Math.max(LEAST.toMillis(), deadline.toMillis() / Math.max(1, addresses.size()));
        List<String> refusals = new ArrayList<>();
        for (InetAddress address : addresses) {
            InetSocketAddress target = new InetSocketAddress(address, port);
            Socket socket = new Socket();
            try {
                socket.connect(target, Math.toIntExact(each));
                socket.setSoTimeout(Math.toIntExact(deadline.toMillis()));
                vertx.setTimer(deadline.toMillis() * STEPS_OF_A_CONNECTION, over -> close(socket));
                findings.add(Finding.ok(prefix + TCP, "connected to " + written(target)));
                return socket;
            } catch (IOException e) {
                close(socket);
                refusals.add(written(target) + ": " + RootCause.text(e));
            }
        }
        findings.add(Finding.failed(prefix + TCP, String.join("; ", refusals), advice));
        return null;
    }

    /**
     * Null where TLS fails.
     *
     * @param place what the finding is called
     * @param name that the certificate must have
     * @param keys of a client certificate
     * @param protocols that are offered by ALPN
     */
    @Nullable
    SSLSocket secure(
            String place,
            Socket socket,
            String name,
            PresentedChain chain,
            KeyManager[] keys,
            TlsAdvice advice,
            String... protocols) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {chain}, null);
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, name, socket.getPort(), true);
            SSLParameters parameters = tls.getSSLParameters();
            if (chain.isJudged()) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            parameters.setApplicationProtocols(protocols);
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            findings.add(trusted(prefix + place, tls, chain));
            return tls;
        } catch (IOException e) {
            findings.add(
                    Finding.failed(prefix + place, chain.explain(name, RootCause.text(e)), advice.on(chain.verdict())));
        } catch (GeneralSecurityException e) {
            findings.add(Finding.failed(prefix + place, RootCause.text(e), "the client certificate cannot be used"));
        }
        return null;
    }

    private static Finding trusted(String place, SSLSocket tls, PresentedChain chain) {
        String detail = tls.getSession().getProtocol() + ", " + chain.describe();
        return chain.isJudged()
                ? Finding.ok(place, detail)
                : Finding.warning(place, detail, "not verified: insecure-skip-tls-verify is set");
    }

    private static String written(InetSocketAddress target) {
        String address = target.getAddress().getHostAddress();
        return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + target.getPort();
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no more use.
        }
    }
}
