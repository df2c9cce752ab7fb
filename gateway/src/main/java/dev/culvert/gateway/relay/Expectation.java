package dev.culvert.gateway.relay;

import dev.culvert.gateway.status.StatusException;
import dev.culvert.tunnel.exchange.Header;
import java.util.List;

/** The Expect header, which the gateway answers itself: after it knows the caller, and before it reads the body. */
final class Expectation {
    private Expectation() {}

    /** Whether the caller waits for 100 Continue; throws 400 for any other expectation. */
    static boolean of(List<Header> headers) {
        boolean expects = false;
        for (Header header : headers) {
            if (header.is("Expect")) {
                if (!header.value().equalsIgnoreCase("100-continue")) {
                    throw StatusException.badRequest("the one expectation that can be met is 100-continue");
                }
                expects = true;
            }
        }
        return expects;
    }
}
