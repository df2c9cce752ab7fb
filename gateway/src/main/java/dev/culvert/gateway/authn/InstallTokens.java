package dev.culvert.gateway.authn;

import dev.culvert.gateway.directory.CurrentDirectory;
import dev.culvert.gateway.directory.Directory;
import dev.culvert.gateway.directory.InstallLink;
import java.time.InstantSource;
import java.util.Optional;

/** The install links of the directory that counts now. Any thread. */
public final class InstallTokens {
    private final CurrentDirectory directory;
    private final InstantSource clock;
    private volatile TokenTable<InstallLink> tokens;

    public InstallTokens(CurrentDirectory directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
        tokens = table();
        directory.onChange(() -> tokens = table());
    }

    /** The link of that secret; empty where there is none, it has expired, or its cluster is disabled. */
    public Optional<InstallLink> find(String secret) {
        return tokens.find(secret);
    }

    private TokenTable<InstallLink> table() {
        Directory now = directory.get();
        TokenTable.Builder<InstallLink> builder = TokenTable.builder();
        now.installLinks().stream()
                .filter(link -> now.cluster(link.cluster())
                        .filter(cluster -> !cluster.disabled())
                        .isPresent())
                .forEach(link -> builder.add(link.token(), link));
        return builder.build(clock);
    }
}
