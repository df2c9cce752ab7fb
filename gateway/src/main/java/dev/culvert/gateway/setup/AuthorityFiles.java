package dev.culvert.gateway.setup;

import dev.culvert.gateway.pki.CertificateAuthority;
import dev.culvert.gateway.pki.IssuedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Authorities, and servers' certificates of theirs, as files. Blocks. */
public final class AuthorityFiles {
    private AuthorityFiles() {}

    /**
     * Makes an authority, and writes {@code ca.key} and {@code ca.crt}.
     *
     * @return the files
     * @throws java.nio.file.FileAlreadyExistsException where one is there and {@code overwrite} is false
     */
    public static List<Path> create(String name, Path directory, boolean overwrite, InstantSource clock)
            throws IOException {
        return write("ca", CertificateAuthority.create(name, clock).own(), directory, overwrite);
    }

    /**
     * Makes a key and a certificate for a server, and writes {@code gateway.key} and {@code gateway.crt}.
     *
     * @return the files
     * @throws IllegalArgumentException where the files are no authority, or a host is none
     * @throws java.nio.file.FileAlreadyExistsException where one is there and {@code overwrite} is false
     */
    public static List<Path> issue(
            Path certificate, Path key, List<String> hosts, Path directory, boolean overwrite, InstantSource clock)
            throws IOException {
        CertificateAuthority authority =
                CertificateAuthority.of(Files.readString(certificate), Files.readString(key), clock);
        return write("gateway", authority.issueServer(hosts), directory, overwrite);
    }

    private static List<Path> write(String name, IssuedCertificate issued, Path directory, boolean overwrite)
            throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(name + ".key", issued.keyPem());
        files.put(name + ".crt", issued.certificatePem());
        SecretFiles.write(directory, files, overwrite);
        return files.keySet().stream().map(directory::resolve).toList();
    }
}
