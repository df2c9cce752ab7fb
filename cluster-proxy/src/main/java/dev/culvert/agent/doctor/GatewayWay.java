package dev.culvert.agent.doctor;

import dev.culvert.agent.config.GatewayRoute;
import dev.culvert.agent.config.HostPort;
import dev.culvert.agent.config.ProxySettings;
import dev.culvert.tunnel.diagnosis.Finding;
import dev.culvert.tunnel.diagnosis.RootCause;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Name, TCP, proxy, TLS and ALPN on the way to the gateway, up to the first that fails. */
final class GatewayWay {
    static final String PROXY = "proxy";
    static final String ALPN = "alpn";
    private static final String PROXY_TLS = "proxy-tls";

    private static final TlsAdvice ADVICE = new TlsAdvice(
            "if you do not know this issuer, something on the way intercepts TLS: have the gateway exempted there;"
                    + " if you do, put its certificate into --ca-file",
            "use one of these names in --gateway, or give the gateway a certificate for this one");
    private static final TlsAdvice PROXY_ADVICE = new TlsAdvice(
            "a proxy is verified by Java's own authorities, not by --ca-file: add this issuer there"
                    + " (-Djavax.net.ssl.trustStore), or use http:// in HTTPS_PROXY",
            "use one of these names in HTTPS_PROXY, or give the proxy a certificate for this one");

    private final Hops hops;
    private final HostPort gateway;
    private final @Nullable ProxySettings proxy;
    private final X509ExtendedTrustManager trust;
    private final X509ExtendedTrustManager proxyTrust;

    /**
     * @param trust what verifies the gateway
     * @param proxyTrust what verifies a proxy that is spoken to by TLS
     */
    GatewayWay(Hops hops, GatewayRoute route, X509ExtendedTrustManager trust, X509ExtendedTrustManager proxyTrust) {
        this.hops = hops;
        this.gateway = route.gateway();
        this.proxy = route.proxy();
        this.trust = trust;
        this.proxyTrust = proxyTrust;
    }

    /** In the order in which they are passed. */
    List<String> places() {
        return proxy != null && proxy.tls()
                ? List.of(Hops.DNS, Hops.TCP, PROXY_TLS, PROXY, Hops.TLS, ALPN)
                : List.of(Hops.DNS, Hops.TCP, PROXY, Hops.TLS, ALPN);
    }

    void walk() {
        HostPort first = proxy == null ? gateway : new HostPort(proxy.host(), proxy.port());
        List<InetAddress> addresses = hops.resolve(
                first.host(),
                "check the spelling of " + (proxy == null ? "--gateway" : "HTTPS_PROXY")
                        + ", and the DNS that this machine or pod uses");
        if (addresses.isEmpty()) {
            return;
        }
        Socket socket = hops.connect(
                addresses,
                first.port(),
                "the port must be open outward: see firewalls, the pod's NetworkPolicy, and whether "
                        + (proxy == null ? "the gateway" : "the proxy") + " listens there");
        if (socket != null) {
            try (socket) {
                throughProxy(socket);
            } catch (IOException e) {
                hops.add(Finding.failed(
                        PROXY, RootCause.text(e), "see whether something on the way resets connections"));
            }
        }
    }

    private void throughProxy(Socket socket) throws IOException {
        if (proxy == null) {
            hops.add(Finding.ok(PROXY, "none: HTTPS_PROXY is not set, or NO_PROXY exempts the gateway"));
            secure(socket);
            return;
        }
        Socket toProxy = proxy.tls() ? securedProxy(socket, proxy) : socket;
        if (toProxy == null) {
            return;
        }
        Finding opened = new ProxyTunnel(proxy, gateway).open(toProxy);
        hops.add(opened);
        if (!opened.isFailed()) {
            secure(toProxy);
        }
    }

    private @Nullable Socket securedProxy(Socket socket, ProxySettings through) {
        PresentedChain chain = new PresentedChain(proxyTrust);
        return hops.secure(PROXY_TLS, socket, through.host(), chain, new KeyManager[0], PROXY_ADVICE, "http/1.1");
    }

    private void secure(Socket socket) {
        PresentedChain chain = new PresentedChain(trust);
        SSLSocket tls =
                hops.secure(Hops.TLS, socket, gateway.host(), chain, new KeyManager[0], ADVICE, "h2", "http/1.1");
        if (tls != null) {
            hops.add(alpn(tls.getApplicationProtocol()));
        }
    }

    private static Finding alpn(String protocol) {
        if (protocol.equals("h2")) {
            return Finding.ok(ALPN, "HTTP/2");
        }
        return Finding.warning(
                ALPN,
                "HTTP/2 was not agreed on" + (protocol.isEmpty() ? "" : ", but " + protocol),
                "something on the way ends TLS and speaks no HTTP/2: the agent uses WebSocket instead of gRPC");
    }
}
