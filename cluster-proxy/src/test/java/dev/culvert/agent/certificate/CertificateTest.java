package dev.culvert.agent.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.culvert.agent.replay.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Principal;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's key and certificate at rest, and to whom they are shown. */
@NullUnmarked
class CertificateTest {
    private static final String[] TYPES = {"EC"};

    @TempDir
    private Path directory;

    @Test
    void whatIsKeptIsFoundAgainForItsTokenAloneAndForItsOwnerOnly() throws IOException {
        CertificateFile file = new CertificateFile(directory.resolve("agent.pem"));
        AgentKey key = key();
        assertThat(file.load("cva_a")).isEmpty();

        file.keep(key, "cva_a");

        assertThat(file.load("cva_a")).contains(key);
        assertThat(file.load("cva_b")).isEmpty();
        Path kept = directory.resolve("agent.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(kept)).doesNotContain("cva_a");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(kept);
        }
    }

    @Test
    void aFileThatIsBrokenIsNone() throws IOException {
        CertificateFile file = new CertificateFile(directory.resolve("agent.pem"));
        file.keep(key(), "cva_a");
        Path kept = directory.resolve("agent.pem");
        String pem = Files.readString(kept);

        for (String broken : new String[] {
            "", pem.substring(0, pem.length() / 2), pem.substring(0, pem.indexOf("-----BEGIN CERT")), "x".repeat(70_000)
        }) {
            Files.writeString(kept, broken);
            assertThat(file.load("cva_a")).isEmpty();
        }
    }

    @Test
    void theCertificateOfAnotherKeyIsRefusedAndNoKeyIsShownToPeople() {
        AgentKey key = key();
        String others = key().pem();

        assertThatThrownBy(() -> AgentKey.of(key.key(), others.substring(others.indexOf("-----BEGIN CERT"))))
                .hasMessage("the certificate is another key's");
        assertThatThrownBy(() -> AgentKey.of(key.key(), "nothing")).isInstanceOf(IllegalArgumentException.class);
        assertThat(key.toString()).startsWith("AgentKey[CN=").doesNotContain("ECPrivate");
    }

    @Test
    void aCertificateIsShownToThoseWhoNameItsIssuerAlone() {
        CurrentCertificate shown = new CurrentCertificate();
        AgentKey first = key();
        Principal[] issuer = {new X500Principal("CN=other"), first.certificate().getIssuerX500Principal()};
        assertThat(shown.chooseEngineClientAlias(TYPES, issuer, null)).isNull();

        shown.use(Optional.of(first));

        assertThat(shown.chooseEngineClientAlias(TYPES, null, null)).isNull();
        assertThat(shown.chooseEngineClientAlias(TYPES, new Principal[] {issuer[0]}, null))
                .isNull();
        String alias = shown.chooseEngineClientAlias(TYPES, issuer, null);
        assertThat(shown.getPrivateKey(alias)).isEqualTo(first.key());
        assertThat(shown.getCertificateChain(alias)).containsExactly(first.certificate());

        // A handshake that has chosen goes on with what it chose.
        AgentKey second = key();
        shown.use(Optional.of(second));
        assertThat(shown.getPrivateKey(alias)).isEqualTo(first.key());
        assertThat(shown.getCertificateChain(alias)).containsExactly(first.certificate());
        String next = shown.chooseEngineClientAlias(
                TYPES, new Principal[] {second.certificate().getIssuerX500Principal()}, null);
        assertThat(shown.getPrivateKey(next)).isEqualTo(second.key());

        shown.use(Optional.empty());
        assertThat(shown.chooseEngineClientAlias(TYPES, issuer, null)).isNull();
    }

    private static AgentKey key() {
        TestAuthority authority = new TestAuthority();
        return AgentKey.read(authority.clientKeyPkcs8() + authority.clientPem());
    }
}
