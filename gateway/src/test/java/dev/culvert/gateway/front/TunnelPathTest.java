package dev.culvert.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.gateway.testing.GatewayRig;
import dev.culvert.gateway.testing.RawResponse;
import dev.culvert.tunnel.carrier.Tunnel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The agents' way in. */
class TunnelPathTest {
    private final GatewayRig rig = GatewayRig.start();

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void faultOfTheGatewayIsAnsweredToo() {
        rig.answerTunnel(request -> {
            throw new IllegalStateException("secret detail");
        });

        RawResponse response = rig.get(Tunnel.PATH);

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.json().getString("reason")).isEqualTo("InternalError");
        assertThat(response.json().getString("message"))
                .startsWith("gateway: the request failed in the gateway (request ");
        assertThat(response.body()).doesNotContain("secret");
    }
}
