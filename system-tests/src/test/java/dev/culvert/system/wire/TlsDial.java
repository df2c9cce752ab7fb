package dev.culvert.system.wire;

import dev.culvert.system.rig.Target;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A TLS connection that has been made, with the TCP connection below it. */
record TlsDial(Socket tcp, SSLSocket socket) {

    /**
     * @param receiveBuffer bytes; 0: the system's choice
     * @param protocol what ALPN offers
     * @param deadline of the connection and of each read
     */
    static TlsDial to(Target target, int receiveBuffer, String protocol, Duration deadline) throws IOException {
        Socket tcp = new Socket();
        if (receiveBuffer > 0) {
            tcp.setReceiveBufferSize(receiveBuffer);
        }
        tcp.connect(new InetSocketAddress(target.host(), target.port()), (int) deadline.toMillis());
        tcp.setSoTimeout((int) deadline.toMillis());
        SSLSocket socket =
                (SSLSocket) target.tls().getSocketFactory().createSocket(tcp, target.host(), target.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {protocol});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return new TlsDial(tcp, socket);
    }
}
