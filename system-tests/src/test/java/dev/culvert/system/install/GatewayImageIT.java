package dev.culvert.system.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Daemon;
import dev.culvert.system.rig.Installation;
import dev.culvert.system.rig.Repository;
import dev.culvert.system.rig.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The gateway's image, without what runs containers: as its user, on a root file system that cannot be written. */
final class GatewayImageIT {
    private static final String MERGE =
            "for layer in runtime libraries application classes; do cp -a \"$1/$layer/.\" \"$2/\"; done;"
                    + " mkdir -p \"$2/dev\" \"$2/proc\" \"$2/data\"";

    /** A JVM that has to share classes does not start where the archive of them is not one of its own, for these very jars. */
    private static final String RUN = """
            set -e
            mount --bind "$1" "$1"
            mount -o remount,bind,ro "$1"
            mount --bind /dev "$1/dev"
            mount -t proc proc "$1/proc"
            chown -R 65532:65532 "$2"
            mount --bind "$2" "$1/data"
            exec chroot --userspec=65532:65532 "$1" /opt/java/bin/java -Xshare:on @/opt/culvert/jvm.options run --config /data/gateway.yaml
            """;

    @Test
    void itStartsWithItsStoreAndWritesNowhereElse() throws IOException {
        if (Command.of("unshare", "-m", "chroot", "/", "mount", "-t", "tmpfs", "none", "/mnt")
                        .run()
                        .exit()
                != 0) {
            abort("only root may change the root directory");
        }
        Path home = Scratch.directory("gateway-image");
        Path root = Files.createDirectory(home.resolve("root"));
        Command.of(
                        Repository.root().resolve("scripts/image").toString(),
                        "--rootfs",
                        "--out",
                        home.toString(),
                        "gateway")
                .run()
                .orFail();
        Command.of("bash", "-c", MERGE, "merge", home.resolve("gateway").toString(), root.toString())
                .run()
                .orFail();
        Path data = Scratch.directory("gateway-image-data");
        Installation installation = Installation.create(data);
        List<String> line = List.of("unshare", "-m", "bash", "-c", RUN, "run", root.toString(), data.toString());

        try (Daemon gateway = Daemon.start("gateway-image", line, Map.of(), installation.gatewayReady())) {
            gateway.awaitReady();

            assertThat(gateway.log())
                    .contains("transport=\"native\"", "tls=\"OpenSSL")
                    .doesNotContain("\tat ");
            assertThat(data.resolve("culvert.db")).isNotEmptyFile();
        }
    }
}
