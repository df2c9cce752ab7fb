package dev.culvert.benchmarks.certificate;

import dev.culvert.clusters.certificates.IssuedCertificate;
import dev.culvert.clusters.certificates.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * One authority, and one server certificate for all hops, as PEM files: EC P-256, good for a day.
 *
 * @param authority the authority's certificate
 * @param certificate the server's
 * @param key its key
 * @param combined certificate and key in one file
 * @param clientCertificate a client's, for hops that verify both sides
 * @param clientKey its key
 */
public record Certificates(
        Path authority, Path certificate, Path key, Path combined, Path clientCertificate, Path clientKey) {

    /**
     * Makes them.
     *
     * @param addresses that servers are reached at, besides localhost
     */
    public static Certificates create(Path directory, List<String> addresses) throws IOException {
        TestAuthority authority = new TestAuthority("culvert-benchmarks");
        List<String> hosts = new ArrayList<>(List.of("localhost"));
        hosts.addAll(addresses);
        IssuedCertificate server = authority.server(hosts);
        IssuedCertificate client = authority.client("benchmark", List.of());
        return new Certificates(
                write(directory, "ca.crt", authority.certificatePem()),
                write(directory, "server.crt", server.certificatePem()),
                write(directory, "server.key", server.keyPem()),
                write(directory, "server.pem", server.certificatePem() + server.keyPem()),
                write(directory, "client.crt", client.certificatePem()),
                write(directory, "client.key", client.keyPem()));
    }

    private static Path write(Path directory, String name, String pem) throws IOException {
        Path file = directory.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, pem);
    }
}
