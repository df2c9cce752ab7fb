package dev.culvert.gateway;

import dev.culvert.gateway.pki.ClientSubject;
import dev.culvert.gateway.pki.Pem;
import dev.culvert.gateway.setup.ClientCertificateFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes client certificates for callers, and takes them back. */
@Command(
        name = "certificate",
        description = "Makes client certificates for callers, and takes them back.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
final class CertificateCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "which command? try issue or revoke");
        }
    }

    /** Whose certificates. */
    static final class Authority {
        @Option(names = "--ca", required = true, paramLabel = "FILE", description = "the CA's certificate, PEM")
        private Path certificate = Path.of("");

        @Option(names = "--ca-key", required = true, paramLabel = "FILE", description = "the CA's key, PEM")
        private Path key = Path.of("");

        ClientCertificateFiles files() throws IOException {
            return new ClientCertificateFiles(certificate, key, InstantSource.system());
        }
    }

    @Command(
            name = "issue",
            description = "Makes a certificate by which a person or a machine says who it is.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    void issue(
            @Mixin Authority authority,
            @Option(names = "--user", required = true, paramLabel = "NAME", description = "the caller's name")
                    String user,
            @Option(names = "--group", paramLabel = "GROUP", description = "a group of the caller's; any number")
                    @Nullable
                    List<String> groups,
            @Option(
                            names = "--days",
                            defaultValue = "30",
                            paramLabel = "N",
                            description = "for which it counts (${DEFAULT-VALUE})")
                    int days,
            @Option(names = "--force", description = "replace files that are there") boolean force,
            @ArgGroup(exclusive = true, multiplicity = "1") Key key)
            throws IOException {
        if (days < 1 || days > 3_650) {
            throw new IllegalArgumentException("--days must be between 1 and 3650");
        }
        ClientSubject subject = new ClientSubject(user, groups == null ? List.of() : groups);
        Duration life = Duration.ofDays(days);
        Path request = key.request;
        Path directory = key.directory;
        if (request != null) {
            out().print(authority.files().issue(subject, life, Files.readString(request)));
        } else if (directory != null) {
            X509Certificate made = authority.files().issue(subject, life, directory, force);
            out().printf(
                            "%s and client.key: serial %s, until %s%n",
                            directory.resolve("client.crt"),
                            made.getSerialNumber().toString(16),
                            made.getNotAfter().toInstant());
        }
        out().flush();
    }

    @Command(
            name = "revoke",
            description = "Puts a certificate on the list of those that no longer count. Without one, makes the list.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    void revoke(
            @Mixin Authority authority,
            @Option(
                            names = "--crl",
                            required = true,
                            paramLabel = "FILE",
                            description = "the list, PEM; made where it is missing")
                    Path list,
            @ArgGroup(exclusive = true, multiplicity = "0..1") @Nullable Which which)
            throws IOException {
        BigInteger serial = which == null ? null : which.serial();
        authority.files().revoke(serial, list);
        out().printf("%s%s%n", list, serial == null ? "" : ": serial " + serial.toString(16) + " no longer counts");
        out().flush();
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec, "set by picocli").commandLine().getOut();
    }

    /** Whose key it is for. */
    static final class Key {
        @Option(
                names = "--csr",
                paramLabel = "FILE",
                description = "for the key of a certificate request, PEM; the certificate is printed")
        private @Nullable Path request;

        @Option(
                names = "--dir",
                paramLabel = "DIR",
                description = "with a new key, into client.crt and client.key there")
        private @Nullable Path directory;
    }

    /** Which certificate. */
    static final class Which {
        @Option(names = "--certificate", paramLabel = "FILE", description = "the certificate, PEM")
        private @Nullable Path certificate;

        @Option(names = "--serial", paramLabel = "HEX", description = "its serial number")
        private @Nullable String serial;

        BigInteger serial() throws IOException {
            if (certificate != null) {
                return Pem.certificate(Files.readString(certificate)).getSerialNumber();
            }
            try {
                return new BigInteger(serial == null ? "" : serial, 16);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("--serial: '" + serial + "' is no hexadecimal number");
            }
        }
    }
}
