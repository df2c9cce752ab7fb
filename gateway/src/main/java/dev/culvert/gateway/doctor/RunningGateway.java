package dev.culvert.gateway.doctor;

import dev.culvert.gateway.config.Address;
import dev.culvert.gateway.config.AgentCertificatesConfig;
import dev.culvert.gateway.config.GatewayConfig;
import dev.culvert.gateway.pki.Pem;
import dev.culvert.tunnel.diagnosis.Finding;
import dev.culvert.tunnel.diagnosis.RootCause;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The two ports, the gateway that holds them, where one does, and what it says of its clusters. */
final class RunningGateway {
    private static final String PRIVATE = "private-port";
    private static final String PUBLIC = "public-port";
    private static final String GATEWAY = "gateway";
    private static final String CLUSTERS = "clusters";

    private final Vertx vertx;
    private final GatewayConfig config;
    private final Optional<X509Certificate> certificate;
    private final Duration deadline;
    private final InstantSource clock;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param certificate that it should show
     * @param deadline of each question
     */
    RunningGateway(
            Vertx vertx,
            GatewayConfig config,
            Optional<X509Certificate> certificate,
            Duration deadline,
            InstantSource clock) {
        this.vertx = vertx;
        this.config = config;
        this.certificate = certificate;
        this.deadline = deadline;
        this.clock = clock;
    }

    List<Finding> findings(Optional<String> token) {
        boolean runs = isTaken(PRIVATE, config.privateAddress()) && isGateway();
        boolean held = isTaken(PUBLIC, config.publicListener().address());
        if (!runs) {
            if (held) {
                findings.add(Finding.failed(
                        PUBLIC,
                        config.publicListener().address() + " is held by another program",
                        "no gateway answers at private.address: stop what holds the port, or change public.address"));
            }
            findings.add(Finding.skipped(GATEWAY, "does not run here"));
            findings.add(Finding.skipped(CLUSTERS, "no gateway to ask"));
        } else if (held) {
            certificate.ifPresentOrElse(
                    expected -> ask(expected, token),
                    () -> findings.add(Finding.skipped(CLUSTERS, "no certificate to know the gateway by")));
        } else {
            findings.add(Finding.failed(
                    GATEWAY,
                    "runs, but does not hold " + config.publicListener().address(),
                    "it was started with another configuration, or starts or stops just now"));
            findings.add(Finding.skipped(CLUSTERS, "no gateway to ask"));
        }
        return findings;
    }

    /** Says so where it is free, or cannot be had at all. */
    private boolean isTaken(String place, Address address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address.host(), address.port()));
            findings.add(Finding.ok(place, address + " is free"));
        } catch (BindException e) {
            if (String.valueOf(e.getMessage()).contains("in use")) {
                return true;
            }
            findings.add(Finding.failed(
                    place,
                    address + ": " + RootCause.text(e),
                    "use an address of this machine, and a port that the user may have"));
        } catch (IOException | IllegalArgumentException e) {
            findings.add(Finding.failed(place, address + ": " + RootCause.text(e), "use an address of this machine"));
        }
        return false;
    }

    private boolean isGateway() {
        Address address = config.privateAddress();
        try (Questions questions = new Questions(vertx, reachable(address), new HttpClientOptions(), deadline)) {
            Questions.Answer answer = questions.get("/readyz", "").await(patience(), TimeUnit.MILLISECONDS);
            if (answer.status() == 200 && answer.text().strip().equals("ok")) {
                findings.add(Finding.ok(PRIVATE, address + " is held by a gateway that serves"));
                return true;
            }
            if (answer.status() == 503 && answer.text().strip().equals("not ready")) {
                findings.add(Finding.warning(
                        PRIVATE,
                        address + " is held by a gateway that does not serve",
                        "it starts, or stops, just now: see its log"));
                return true;
            }
            findings.add(heldByAnother(address, "HTTP " + answer.status()));
        } catch (TimeoutException | Questions.NoAnswerException e) {
            findings.add(heldByAnother(address, RootCause.text(e)));
        }
        return false;
    }

    private static Finding heldByAnother(Address address, String why) {
        return Finding.failed(
                PRIVATE,
                address + " is held by another program: " + why,
                "stop what holds the port, or change private.address");
    }

    /** The token goes to nobody but who has the certificate's key. */
    private void ask(X509Certificate expected, Optional<String> token) {
        Address address = config.publicListener().address();
        HttpClientOptions pinned = new HttpClientOptions()
                .setSsl(true)
                .setVerifyHost(false)
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(Pem.write(expected))));
        try (Questions questions = new Questions(vertx, reachable(address), pinned, deadline)) {
            questions.get("/openapi/culvert.json", "").await(patience(), TimeUnit.MILLISECONDS);
            findings.add(Finding.ok(PUBLIC, address + " is held by the gateway, with the certificate of the file"));
            findings.addAll(token.map(known -> new ClusterTrial(questions, known, deadline, renewals()).findings())
                    .orElseGet(() -> List.of(Finding.skipped(
                            CLUSTERS,
                            "give --token-file with an administrator's token to see which agents are connected"))));
        } catch (TimeoutException | Questions.NoAnswerException e) {
            findings.add(Finding.failed(
                    PUBLIC,
                    address + ": " + RootCause.text(e),
                    "what holds the port does not answer as the gateway with the certificate of public.tls does:"
                            + " another program, or a gateway whose files were replaced a moment ago"));
            findings.add(Finding.skipped(CLUSTERS, "no gateway to ask"));
        }
    }

    private Renewals renewals() {
        return new Renewals(
                config.maybeAgentCertificates()
                        .map(AgentCertificatesConfig::life)
                        .orElse(Duration.ZERO),
                clock.instant());
    }

    private long patience() {
        return deadline.multipliedBy(2).toMillis();
    }

    private static Address reachable(Address address) {
        try {
            return InetAddress.getByName(address.host()).isAnyLocalAddress()
                    ? new Address(InetAddress.getLoopbackAddress().getHostAddress(), address.port())
                    : address;
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
