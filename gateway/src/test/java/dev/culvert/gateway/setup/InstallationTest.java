package dev.culvert.gateway.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.culvert.gateway.authn.AgentCredential;
import dev.culvert.gateway.authn.AgentTokens;
import dev.culvert.gateway.authn.CallerTokens;
import dev.culvert.gateway.authn.Credential;
import dev.culvert.gateway.config.AccessConfig;
import dev.culvert.gateway.config.Address;
import dev.culvert.gateway.config.ConfigFile;
import dev.culvert.gateway.config.GatewayConfig;
import dev.culvert.gateway.directory.ConfiguredItems;
import dev.culvert.gateway.directory.CurrentDirectory;
import dev.culvert.gateway.directory.TokenUses;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
    @TempDir
    Path parent;

    @Test
    void theConfigurationWorksWithTheTokensThatWereMade() throws Exception {
        Path directory = parent.resolve("deep/gateway");

        installation("clusters.example.com").write(directory, false, InstantSource.system());

        GatewayConfig config = ConfigFile.load(directory.resolve("gateway.yaml"));
        String agent = Files.readString(directory.resolve("agent-north.token")).strip();
        String caller = Files.readString(directory.resolve("caller-jane.token")).strip();
        InstantSource clock = InstantSource.system();
        CurrentDirectory known = new CurrentDirectory(ConfiguredItems.of(config.clusters(), config.callers()));
        assertThat(new AgentTokens(known, new TokenUses(), clock)
                        .authenticate(AgentCredential.ofToken(agent))
                        .result()
                        .cluster())
                .isEqualTo("north");
        assertThat(new CallerTokens(known, new TokenUses(), clock, false)
                        .authenticate(Credential.bearer(caller))
                        .result()
                        .name())
                .isEqualTo("jane");
        assertThat(config.callers().get(0).access())
                .containsExactly(new AccessConfig(List.of("*"), AccessConfig.As.AGENT));
        assertThat(config.publicListener().address()).isEqualTo(new Address("0.0.0.0", 9443));
        assertThat(config.publicListener().maybeDomain()).isEqualTo(Optional.of("clusters.example.com"));
        assertThat(Files.readString(directory.resolve("gateway.yaml"))).doesNotContain(agent, caller);
    }

    @Test
    void hostsBelowTheDomainAreTheGatewaysOwn() throws Exception {
        Path directory = parent.resolve("gateway");
        List<String> hosts = List.of("localhost", "GW.example.com", "*.example.com", "example.com", "10.0.0.1");

        new Installation(hosts, "north", "jane", false, address(1), address(2), "example.com")
                .write(directory, false, InstantSource.system());

        assertThat(ConfigFile.load(directory.resolve("gateway.yaml"))
                        .publicListener()
                        .hosts())
                .containsExactly("gw.example.com");
    }

    @Test
    void onlyTheOwnerCanReadAnything() throws Exception {
        Path directory = parent.resolve("gateway");

        installation(null).write(directory, false, InstantSource.system());

        assertThat(permissions(directory)).isEqualTo("rwx------");
        assertThat(contents(directory)).hasSize(9).allSatisfy(file -> assertThat(permissions(file))
                .isEqualTo("rw-------"));
    }

    @Test
    void nothingIsOverwrittenAndNothingWrittenBesideIt() throws Exception {
        Path directory = Files.createDirectory(parent.resolve("gateway"));
        Files.writeString(directory.resolve("caller-jane.token"), "precious");

        assertThatThrownBy(() -> installation(null).write(directory, false, InstantSource.system()))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("caller-jane.token");

        assertThat(contents(directory)).containsExactly(directory.resolve("caller-jane.token"));
        assertThat(directory.resolve("caller-jane.token")).hasContent("precious");
    }

    @Test
    void forceReplacesAll() throws Exception {
        Path directory = parent.resolve("gateway");
        installation(null).write(directory, false, InstantSource.system());
        String before = Files.readString(directory.resolve("agent-north.token"));

        installation(null).write(directory, true, InstantSource.system());

        assertThat(directory.resolve("agent-north.token")).content().isNotEqualTo(before);
        assertThat(contents(directory)).hasSize(9);
    }

    @Test
    void namesThatCouldLeaveTheDirectoryAreRefused() {
        assertThatThrownBy(() ->
                        new Installation(List.of("localhost"), "north", "../x", false, address(1), address(2), null))
                .hasMessageContaining("caller");
        assertThatThrownBy(() ->
                        new Installation(List.of("localhost"), "../x", "jane", false, address(1), address(2), null))
                .hasMessageContaining("cluster");
    }

    private static Installation installation(@Nullable String domain) {
        return new Installation(List.of("localhost"), "north", "jane", false, address(9443), address(9081), domain);
    }

    private static Address address(int port) {
        return new Address("0.0.0.0", port);
    }

    private static List<Path> contents(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
