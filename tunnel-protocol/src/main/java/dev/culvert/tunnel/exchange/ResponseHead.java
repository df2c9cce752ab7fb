package dev.culvert.tunnel.exchange;

import java.util.List;

/**
 * The head of the kube-apiserver's response, without hop-by-hop headers.
 *
 * @param status 101, or 200 to 999
 * @param headers lines in their order and multiplicity
 */
public record ResponseHead(int status, List<Header> headers) {
    public ResponseHead {
        if (status != 101 && (status < 200 || status > 999)) {
            throw new IllegalArgumentException("status " + status + " is neither 101 nor 200 to 999");
        }
        headers = List.copyOf(headers);
    }

    /** Whether the protocol was switched: what follows are the raw bytes of the connection. */
    public boolean isSwitched() {
        return status == 101;
    }
}
