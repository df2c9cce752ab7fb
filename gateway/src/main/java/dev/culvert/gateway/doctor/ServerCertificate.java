package dev.culvert.gateway.doctor;

import dev.culvert.gateway.config.GatewayConfig;
import dev.culvert.gateway.config.TlsFiles;
import dev.culvert.gateway.pki.IssuedCertificate;
import dev.culvert.tunnel.diagnosis.Finding;
import dev.culvert.tunnel.diagnosis.RootCause;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The certificate that the gateway shows, and whether it is for the names by which the gateway is called. */
final class ServerCertificate {
    private static final String PLACE = "certificate";
    private static final String NAMES = "names";
    /** Before its end a certificate is worth a warning. */
    static final Duration SOON = Duration.ofDays(14);

    private final GatewayConfig config;
    private final InstantSource clock;
    private final List<Finding> findings = new ArrayList<>();
    private @Nullable X509Certificate own;

    /** Reads the files. */
    ServerCertificate(GatewayConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        TlsFiles files = config.publicListener().tls();
        try {
            String chain = Files.readString(files.certificate(), StandardCharsets.ISO_8859_1);
            own = IssuedCertificate.read(chain, Files.readString(files.key(), StandardCharsets.ISO_8859_1))
                    .certificate();
            findings.add(validity(own, chain));
            findings.add(names(own));
        } catch (IOException e) {
            String why = e instanceof NoSuchFileException ? ": there is no such file" : " cannot be read";
            findings.add(failed(RootCause.text(e) + why));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            findings.add(failed(files.certificate() + ", " + files.key() + ": " + RootCause.text(e)));
        }
    }

    private static Finding failed(String detail) {
        return Finding.failed(
                PLACE, detail, "see public.tls: the gateway does not start without a certificate and its key");
    }

    List<Finding> findings() {
        return findings;
    }

    /** Empty where it cannot be read. */
    Optional<X509Certificate> own() {
        return Optional.ofNullable(own);
    }

    private Finding validity(X509Certificate certificate, String chain) throws GeneralSecurityException {
        Instant now = clock.instant();
        Instant end = certificate.getNotAfter().toInstant();
        String detail = certificate.getSubjectX500Principal().getName() + ", issued by "
                + certificate.getIssuerX500Principal().getName() + ", until " + end;
        String renew = "replace the files of public.tls: they are read again while the gateway runs";
        if (now.isAfter(end)) {
            return Finding.failed(PLACE, "expired: " + detail, renew);
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return Finding.failed(PLACE, "not valid yet: " + detail, "see whether this machine's clock is right");
        }
        if (!isInOrder(chain)) {
            return Finding.failed(
                    PLACE,
                    "the certificates of the file do not lead from one to the next: " + detail,
                    "the server's own comes first, then each one's issuer");
        }
        return now.plus(SOON).isAfter(end) ? Finding.warning(PLACE, detail, renew) : Finding.ok(PLACE, detail);
    }

    private static boolean isInOrder(String chain) throws GeneralSecurityException {
        List<? extends Certificate> all = List.copyOf(CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(chain.getBytes(StandardCharsets.ISO_8859_1))));
        for (int i = 0; i + 1 < all.size(); i++) {
            try {
                all.get(i).verify(all.get(i + 1).getPublicKey());
            } catch (GeneralSecurityException e) {
                return false;
            }
        }
        return true;
    }

    private Finding names(X509Certificate certificate) throws CertificateParsingException {
        List<String> has = new ArrayList<>();
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives != null) {
            alternatives.forEach(name -> has.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT)));
        }
        String all = has.isEmpty() ? "none" : String.join(", ", has);
        List<String> missing = new ArrayList<>(
                wanted().stream().filter(name -> !isCovered(name, has)).toList());
        // One of them is this gateway's, the others may have certificates of their own.
        List<String> installed = installed();
        if (installed.stream().noneMatch(name -> isCovered(name, has))) {
            missing.addAll(installed);
        }
        if (missing.isEmpty() && !has.isEmpty()) {
            return Finding.ok(NAMES, all);
        }
        return Finding.failed(
                NAMES,
                "the certificate is not for " + (missing.isEmpty() ? "any name" : String.join(", ", missing))
                        + " but for: " + all,
                "clients that call the gateway so refuse it: have a certificate issued for these names");
    }

    /** By which the configuration says that the gateway is called; a cluster of the host form stands for all of them. */
    private List<String> wanted() {
        List<String> wanted = new ArrayList<>(config.publicListener().hosts());
        config.publicListener().maybeDomain().ifPresent(domain -> wanted.add("*." + domain));
        return wanted;
    }

    /** What agents are told to call. */
    private List<String> installed() {
        return config.install().gateways().stream()
                .map(url -> URI.create(url).getHost())
                .filter(Objects::nonNull)
                .map(host -> host.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static boolean isCovered(String name, List<String> has) {
        int dot = name.indexOf('.');
        return has.contains(name) || (dot > 0 && has.contains("*" + name.substring(dot)));
    }
}
