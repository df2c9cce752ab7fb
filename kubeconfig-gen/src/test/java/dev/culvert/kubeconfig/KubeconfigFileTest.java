package dev.culvert.kubeconfig;

import static dev.culvert.kubeconfig.Samples.edge;
import static dev.culvert.kubeconfig.Samples.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigFileTest {
    private static final KubeconfigFile.Change MERGE =
            KubeconfigFile.Change.of(document -> document.with(edge(token("t0k")), false));

    @TempDir
    Path directory;

    @Test
    void aNewFileAndItsDirectoryAreMadeForTheirOwnerAlone() throws IOException {
        Path file = directory.resolve("new/.kube/config");

        merge(file);

        assertThat(file).content().contains("token: t0k");
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(names(directory.resolve("new/.kube"))).containsExactly("config");
    }

    @Test
    void aFileThatOthersCouldReadIsForItsOwnerAloneAfterwards() throws IOException {
        Path file = Files.writeString(directory.resolve("config"), Samples.FOREIGN);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        merge(file);

        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(file).content().contains("production-admin", "token: t0k");
    }

    @Test
    void aReaderThatHasTheOldFileOpenGoesOnReadingIt() throws IOException {
        Path file = Files.writeString(directory.resolve("config"), Samples.FOREIGN);

        try (var open = Files.newInputStream(file)) {
            merge(file);

            assertThat(open.readAllBytes()).asString().isEqualTo(Samples.FOREIGN);
        }
    }

    @Test
    void aSymbolicLinkStaysAndItsTargetChanges() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real")).resolve("kubeconfig");
        Files.writeString(real, Samples.FOREIGN);
        Path middle = Files.createSymbolicLink(directory.resolve("middle"), Path.of("real/kubeconfig"));
        Path link = Files.createSymbolicLink(directory.resolve("config"), middle);

        merge(link);

        assertThat(link).isSymbolicLink();
        assertThat(middle).isSymbolicLink();
        assertThat(real).isRegularFile().content().contains("t0k");
        assertThat(names(directory)).containsExactlyInAnyOrder("config", "middle", "real");
        assertThat(names(directory.resolve("real"))).containsExactly("kubeconfig");
    }

    @Test
    void aLinkToNothingYetBringsItsTargetAbout() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("config"), Path.of("later/kubeconfig"));

        merge(link);

        assertThat(link).isSymbolicLink();
        assertThat(directory.resolve("later/kubeconfig")).isRegularFile();
    }

    @Test
    void aCircleOfLinksIsNamed() throws IOException {
        Path link = directory.resolve("config");
        Files.createSymbolicLink(link, link);

        assertThatExceptionOfType(KubeconfigException.class)
                .isThrownBy(() -> merge(link))
                .withMessageContaining("circle");
        assertThat(names(directory)).containsExactly("config");
    }

    @Test
    void brokenYamlIsLeftAsItIs() throws IOException {
        Path file = Files.writeString(directory.resolve("config"), "users:\n- name: x\n   token: s3cret\n");
        FileTime before = Files.getLastModifiedTime(file);

        assertThatExceptionOfType(KubeconfigException.class)
                .isThrownBy(() -> merge(file))
                .withMessageContaining(file.toString())
                .withMessageContaining("line 3")
                .withMessageNotContaining("s3cret");
        assertThat(file).hasContent("users:\n- name: x\n   token: s3cret\n");
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
        assertThat(names(directory)).containsExactly("config");
    }

    @Test
    void bytesThatAreNoUtf8AreLeftAsTheyAre() throws IOException {
        Path file = Files.write(directory.resolve("config"), new byte[] {'a', ':', ' ', (byte) 0xff});

        assertThatExceptionOfType(KubeconfigException.class)
                .isThrownBy(() -> merge(file))
                .withMessageContaining("UTF-8");
        assertThat(file).hasBinaryContent(new byte[] {'a', ':', ' ', (byte) 0xff});
    }

    @Test
    void aChangeThatFailsLeavesFileAndDirectoryAsTheyWere() throws IOException {
        Path file = Files.writeString(directory.resolve("config"), Samples.FOREIGN);

        assertThatThrownBy(() -> kubeconfig(file).update((document, isNew) -> {
                    throw new IllegalStateException("half way");
                }))
                .hasMessage("half way");
        assertThat(file).hasContent(Samples.FOREIGN);
        assertThat(names(directory)).containsExactly("config");
    }

    @Test
    void aDirectoryIsNotReplaced() throws IOException {
        Path file = Files.createDirectory(directory.resolve("config"));

        assertThatExceptionOfType(KubeconfigException.class)
                .isThrownBy(() -> merge(file))
                .withMessageContaining("not a regular file");
        assertThat(file).isDirectory();
    }

    @Test
    void kubectlsLockIsRespectedAndNotBroken() throws IOException {
        Path file = Files.writeString(directory.resolve("config"), Samples.FOREIGN);
        Path lock = Files.createFile(directory.resolve("config.lock"));

        assertThatExceptionOfType(KubeconfigException.class)
                .isThrownBy(() -> new KubeconfigFile(file, Duration.ofMillis(50)).update(MERGE))
                .withMessageContaining(lock.toString())
                .withMessageContaining("delete");
        assertThat(file).hasContent(Samples.FOREIGN);
        assertThat(lock).exists();
    }

    @Test
    void theLockOfALinksTargetIsRespectedToo() throws IOException {
        Path real = Files.writeString(directory.resolve("real"), Samples.FOREIGN);
        Path lock = Files.createFile(directory.resolve("real.lock"));
        Path link = Files.createSymbolicLink(directory.resolve("config"), real);

        assertThatExceptionOfType(KubeconfigException.class)
                .isThrownBy(() -> new KubeconfigFile(link, Duration.ofMillis(50)).update(MERGE))
                .withMessageContaining(lock.toString());
        assertThat(names(directory)).containsExactlyInAnyOrder("config", "real", "real.lock");
    }

    @Test
    void theLockIsHeldWhileTheDocumentChanges() {
        Path file = directory.resolve("config");

        kubeconfig(file).update((document, isNew) -> {
            assertThat(directory.resolve("config.lock")).exists();
            return document;
        });

        assertThat(directory.resolve("config.lock")).doesNotExist();
    }

    @Test
    void aWriterThatWaitsGoesOnWhenTheLockIsGone() throws Exception {
        Path file = directory.resolve("config");
        Path lock = Files.createFile(directory.resolve("config.lock"));
        Instant start = Instant.now();
        Thread writer = new Thread(() -> merge(file));

        writer.start();
        writer.join(100);
        assertThat(file).doesNotExist();
        Files.delete(lock);
        writer.join(10_000);

        assertThat(file).content().contains("t0k");
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void kubeconfigNamesTheFileAsKubectlDoes() throws IOException {
        Path second = Files.createFile(directory.resolve("second"));
        String both = directory.resolve("first") + ":" + second;

        assertThat(location(both)).isEqualTo(second);
        assertThat(location(":" + directory.resolve("a") + "::" + directory.resolve("b") + ":"))
                .isEqualTo(directory.resolve("b"));
        assertThat(location("")).isEqualTo(Path.of("/home/me/.kube/config"));
    }

    private static Path location(String kubeconfig) {
        return DefaultLocation.of(name -> name.equals("KUBECONFIG") ? kubeconfig : "/home/me");
    }

    private static void merge(Path file) {
        kubeconfig(file).update(MERGE);
    }

    private static KubeconfigFile kubeconfig(Path file) {
        return new KubeconfigFile(file, Duration.ofSeconds(30));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }
}
