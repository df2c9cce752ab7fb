package dev.culvert.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.agent.config.HostPort;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GatewayLinksTest {
    private static final Path DIRECTORY = Path.of("kept");

    @Test
    void theCertificateOfTheOnlyGatewayIsWhereItAlwaysWas() {
        assertThat(GatewayLinks.certificateFile(DIRECTORY, new HostPort("gw.example", 8443), false))
                .isEqualTo(DIRECTORY.resolve("agent.pem"));
        assertThat(GatewayLinks.certificateFile(null, new HostPort("gw.example", 8443), true))
                .isNull();
    }

    @Test
    void ofSeveralGatewaysNoneHasItsCertificateInTheFileOfAnother() {
        List<HostPort> gateways = List.of(
                new HostPort("gw.example", 8443),
                new HostPort("gw.example", 443),
                new HostPort("gw-2.example", 443),
                new HostPort("::1", 443),
                new HostPort("1", 443));
        Set<Path> files = new HashSet<>();
        for (HostPort gateway : gateways) {
            Path file = GatewayLinks.certificateFile(DIRECTORY, gateway, true);
            assertThat(file).hasParentRaw(DIRECTORY);
            files.add(file);
        }
        assertThat(files)
                .hasSameSizeAs(gateways)
                .contains(DIRECTORY.resolve("agent-gw.example-8443.pem"), DIRECTORY.resolve("agent-__1-443.pem"));
    }
}
