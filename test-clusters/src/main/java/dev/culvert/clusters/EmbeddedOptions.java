package dev.culvert.clusters;

import dev.culvert.clusters.apiserver.identity.User;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an embedded cluster is started.
 *
 * @param port 0 for any
 * @param kubeconfig where to write the kubeconfig; empty: a temporary file, removed on close
 * @param users bearer tokens beside the administrator's, and whom they stand for
 * @param bookmarkInterval between the bookmarks of a watch
 * @param rememberedChanges how many changes a watch can resume over before it gets 410
 */
public record EmbeddedOptions(
        int port,
        Optional<Path> kubeconfig,
        Map<String, User> users,
        Duration bookmarkInterval,
        int rememberedChanges) {
    public EmbeddedOptions {
        users = Map.copyOf(users);
        if (rememberedChanges < 1) {
            throw new IllegalArgumentException("rememberedChanges: must be at least 1");
        }
    }

    public static EmbeddedOptions defaults() {
        return new EmbeddedOptions(0, Optional.empty(), Map.of(), Duration.ofSeconds(30), 10_000);
    }

    public EmbeddedOptions withPort(int newPort) {
        return new EmbeddedOptions(newPort, kubeconfig, users, bookmarkInterval, rememberedChanges);
    }

    public EmbeddedOptions withKubeconfig(Path file) {
        return new EmbeddedOptions(port, Optional.of(file), users, bookmarkInterval, rememberedChanges);
    }

    /** One more user, known by a token. Only members of {@code system:masters} may impersonate. */
    public EmbeddedOptions withUser(String token, String name, List<String> groups) {
        Map<String, User> more = new HashMap<>(users);
        more.put(token, User.of(name, groups.toArray(String[]::new)));
        return new EmbeddedOptions(port, kubeconfig, more, bookmarkInterval, rememberedChanges);
    }

    public EmbeddedOptions withBookmarkInterval(Duration interval) {
        return new EmbeddedOptions(port, kubeconfig, users, interval, rememberedChanges);
    }

    public EmbeddedOptions withRememberedChanges(int changes) {
        return new EmbeddedOptions(port, kubeconfig, users, bookmarkInterval, changes);
    }

    /** Without tokens. */
    @Override
    public String toString() {
        return "EmbeddedOptions[port=%d]".formatted(port);
    }
}
