package dev.culvert.gateway.pki;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.util.IPAddress;

/** The names that a server's certificate covers. */
public final class SubjectNames {
    private static final Pattern DNS =
            Pattern.compile("(\\*\\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    private SubjectNames() {}

    /** Throws {@link IllegalArgumentException} for what is neither a DNS name nor an IP address. */
    public static void requireLegal(String host) {
        if (!isAddress(host)
                && (host.length() > 253
                        || !DNS.matcher(host.toLowerCase(Locale.ROOT)).matches())) {
            throw new IllegalArgumentException("'" + host + "' is neither a DNS name nor an IP address");
        }
    }

    static GeneralNames of(List<String> hosts) {
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("a server's certificate needs a host");
        }
        Set<GeneralName> names = new LinkedHashSet<>();
        for (String host : hosts) {
            requireLegal(host);
            names.add(
                    isAddress(host)
                            ? new GeneralName(GeneralName.iPAddress, host)
                            : new GeneralName(GeneralName.dNSName, host.toLowerCase(Locale.ROOT)));
        }
        return new GeneralNames(names.toArray(new GeneralName[0]));
    }

    /** A common name holds 64 characters at most; nobody reads it any more. */
    static String commonName(String host) {
        return host.length() <= 64 ? host : host.substring(0, 64);
    }

    private static boolean isAddress(String host) {
        return IPAddress.isValid(host);
    }
}
