package dev.culvert.gateway.setup;

import dev.culvert.gateway.pki.CertificateAuthority;
import dev.culvert.gateway.pki.ClientSubject;
import dev.culvert.gateway.pki.IssuedCertificate;
import dev.culvert.gateway.pki.Pem;
import dev.culvert.gateway.pki.SigningRequest;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Client certificates as files. Blocks. */
public final class ClientCertificateFiles {
    private final CertificateAuthority authority;

    /** Those of the authority in two PEM files; {@link IllegalArgumentException} where they hold none. */
    public ClientCertificateFiles(Path certificate, Path key, InstantSource clock) throws IOException {
        this.authority = CertificateAuthority.of(Files.readString(certificate), Files.readString(key), clock);
    }

    /**
     * Makes a key, and writes it with its certificate as {@code client.key} and {@code client.crt}, which only their owner can
     * read.
     *
     * @throws java.nio.file.FileAlreadyExistsException where one is there and {@code overwrite} is false
     */
    public X509Certificate issue(ClientSubject subject, Duration life, Path directory, boolean overwrite)
            throws IOException {
        IssuedCertificate client = authority.issueClient(subject, life);
        Map<String, String> files = new LinkedHashMap<>();
        files.put("client.key", client.keyPem());
        files.put("client.crt", client.certificatePem());
        SecretFiles.write(directory, files, overwrite);
        return client.certificate();
    }

    /** The certificate, as PEM, for a key that its owner keeps to itself. */
    public String issue(ClientSubject subject, Duration life, String request) {
        return Pem.write(authority.issueClient(subject, SigningRequest.key(request), life));
    }

    /**
     * Puts a certificate on the list of revoked ones, which is made where it is missing.
     *
     * @param serial null: none, and the list is only made
     */
    public void revoke(@Nullable BigInteger serial, Path list) throws IOException {
        X509CRL before = Files.exists(list) ? Pem.revocations(Files.readString(list)) : null;
        Path absolute = list.toAbsolutePath();
        Path directory = absolute.getParent();
        Path name = absolute.getFileName();
        if (directory == null || name == null) {
            throw new IllegalArgumentException(list + " is no file");
        }
        SecretFiles.write(directory, Map.of(name.toString(), authority.revoke(before, serial)), true);
    }
}
