package dev.culvert.tunnel.stream;

import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.failure.ProtocolViolationException;
import dev.culvert.tunnel.frame.Hello;
import dev.culvert.tunnel.frame.Limits;
import dev.culvert.tunnel.frame.PacketWriter;
import dev.culvert.tunnel.frame.Welcome;
import java.time.Duration;
import java.util.Set;

/** The first frames of a carrier. Versions: 1. */
public abstract sealed class Handshake {
    static final int VERSION = 1;

    private Handshake() {}

    /** The agent's part. */
    public static Handshake dialer(Hello hello) {
        return new Dialer(hello);
    }

    /**
     * The gateway's part.
     *
     * @param cluster what the agent's credential stands for; an agent that names another is refused
     */
    public static Handshake acceptor(
            String cluster, String software, Set<String> capabilities, Limits limits, Duration keepalive) {
        return new Acceptor(cluster, new Welcome(VERSION, software, capabilities, limits, keepalive, cluster));
    }

    /** What is sent before anything came in. */
    abstract void begin(PacketWriter out);

    /** Answers Hello; {@link ProtocolViolationException} with the code for GoAway where the dialer is refused. */
    abstract PeerIdentity onHello(Hello hello, PacketWriter out);

    /** Takes Welcome. */
    abstract PeerIdentity onWelcome(Welcome welcome);

    /** Whether this side opens streams with odd numbers. */
    abstract boolean isDialer();

    private static final class Dialer extends Handshake {
        private final Hello hello;

        Dialer(Hello hello) {
            this.hello = hello;
        }

        @Override
        void begin(PacketWriter out) {
            out.hello(hello);
        }

        @Override
        PeerIdentity onHello(Hello peer, PacketWriter out) {
            throw new ProtocolViolationException("hello from the acceptor");
        }

        @Override
        PeerIdentity onWelcome(Welcome welcome) {
            if (!hello.versions().contains(welcome.version())) {
                throw new ProtocolViolationException(
                        CloseCode.VERSION_MISMATCH, "the acceptor chose version " + welcome.version());
            }
            return new PeerIdentity(
                    "",
                    welcome.cluster(),
                    welcome.software(),
                    welcome.capabilities(),
                    welcome.limits(),
                    welcome.keepalive());
        }

        @Override
        boolean isDialer() {
            return true;
        }
    }

    private static final class Acceptor extends Handshake {
        private final String cluster;
        private final Welcome welcome;

        Acceptor(String cluster, Welcome welcome) {
            this.cluster = cluster;
            this.welcome = welcome;
        }

        @Override
        void begin(PacketWriter out) {}

        @Override
        PeerIdentity onHello(Hello hello, PacketWriter out) {
            if (!hello.versions().contains(VERSION)) {
                throw new ProtocolViolationException(
                        CloseCode.VERSION_MISMATCH,
                        "the dialer speaks versions " + hello.versions() + ", this side " + VERSION);
            }
            if (!hello.cluster().isEmpty() && !hello.cluster().equals(cluster)) {
                throw new ProtocolViolationException(
                        CloseCode.UNAUTHORIZED, "the credential is not of cluster " + hello.cluster());
            }
            out.welcome(welcome);
            return new PeerIdentity(
                    hello.session(),
                    cluster,
                    hello.software(),
                    hello.capabilities(),
                    hello.limits(),
                    welcome.keepalive());
        }

        @Override
        PeerIdentity onWelcome(Welcome peer) {
            throw new ProtocolViolationException("welcome from the dialer");
        }

        @Override
        boolean isDialer() {
            return false;
        }
    }
}
