package dev.culvert.agent.doctor;

import dev.culvert.agent.config.HostPort;
import dev.culvert.agent.config.ProxySettings;
import dev.culvert.tunnel.diagnosis.Finding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks an HTTP proxy for the way to the gateway. */
final class ProxyTunnel {
    private static final int MAX_HEAD = 16 * 1024;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})\\b.*");

    private final ProxySettings proxy;
    private final HostPort gateway;

    ProxyTunnel(ProxySettings proxy, HostPort gateway) {
        this.proxy = proxy;
        this.gateway = gateway;
    }

    /** The next byte on the socket is the gateway's, where that has not failed. */
    Finding open(Socket socket) throws IOException {
        socket.getOutputStream().write(request().getBytes(StandardCharsets.ISO_8859_1));
        String line = statusLine(socket.getInputStream());
        Matcher matcher = STATUS_LINE.matcher(line);
        int status = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        if (status >= 200 && status < 300) {
            return Finding.ok(GatewayWay.PROXY, proxy + " opens the way to " + gateway);
        }
        return Finding.failed(GatewayWay.PROXY, proxy + " answers: " + line, advice(status));
    }

    private String request() {
        String authorization = "";
        if (proxy.user() != null) {
            byte[] pair = (proxy.user() + ":" + proxy.password()).getBytes(StandardCharsets.UTF_8);
            authorization = "Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString(pair) + "\r\n";
        }
        return "CONNECT " + gateway + " HTTP/1.1\r\nHost: " + gateway + "\r\n" + authorization + "\r\n";
    }

    private String advice(int status) {
        return switch (status) {
            case 0 -> "what answers there is no HTTP proxy";
            case 407 ->
                proxy.user() == null
                        ? "the proxy wants a user and a password: HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT"
                        : "the proxy does not take this user and password, or wants another scheme than Basic";
            case 403, 405 -> "have CONNECT to " + gateway + " allowed at the proxy";
            default -> "the proxy does not reach " + gateway + ": ask those who run it";
        };
    }

    /** Reads up to the end of the head, and no byte of what follows it. */
    private static String statusLine(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4 && head.size() < MAX_HEAD) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.write(next);
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1).lines().findFirst().orElse("nothing, and hangs up");
    }
}
