package dev.culvert.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ToolboxTest {

    @TempDir
    private Path cache;

    @Test
    void aProgramsVersionIsWhatItSaysOnEitherStream() throws IOException {
        program("talker", "echo 'HAProxy version 2.6.12-1+deb12u3 2025/10/03'");
        program("whisperer", "echo 'OpenSSH_9.2p1 Debian-2' >&2");

        assertThat(Toolbox.in(cache).version("talker", "-v")).contains("2.6.12");
        assertThat(Toolbox.in(cache).version("whisperer", "-V")).contains("9.2p1");
    }

    @Test
    void whatIsNotThereHasNoVersion() {
        assertThat(Toolbox.in(cache).version("nobody-has-this", "-v")).isEmpty();
    }

    @Test
    void whyAPeerCouldNotBeBuiltIsKnownFromItsBuild() throws IOException {
        Files.createDirectories(cache.resolve("peers"));
        Files.writeString(cache.resolve("peers/chisel.failed"), "no such module\n");

        assertThat(Toolbox.in(cache).peerFailure("chisel")).contains("no such module");
        assertThat(Toolbox.in(cache).peerFailure("konnectivity")).isEmpty();
    }

    private void program(String name, String line) throws IOException {
        Path folder = Files.createDirectories(cache.resolve("debian/usr/bin"));
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
