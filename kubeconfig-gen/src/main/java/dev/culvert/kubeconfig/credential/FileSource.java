package dev.culvert.kubeconfig.credential;

import com.nimbusds.jwt.JWTParser;
import dev.culvert.kubeconfig.Credential;
import dev.culvert.kubeconfig.KubeconfigException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** A token in a file that something else renews. */
public final class FileSource {
    /** As client-go reads a {@code tokenFile} again. */
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private FileSource() {}

    /**
     * Reads the file. The token is good for a minute, or until a JWT says that it expires.
     *
     * @throws KubeconfigException where a JWT in it has expired
     */
    public static IssuedToken read(Path file, Instant now) {
        Credential.Token token = Credential.Token.read(file);
        Instant expires = expires(token.value());
        if (!now.isBefore(expires)) {
            throw new KubeconfigException("the token in " + file + " expired at " + expires);
        }
        Instant again = now.plus(PERIOD);
        return new IssuedToken(token.value(), again.isBefore(expires) ? again : expires);
    }

    private static Instant expires(String token) {
        try {
            Date expires = JWTParser.parse(token).getJWTClaimsSet().getExpirationTime();
            return expires == null ? Instant.MAX : expires.toInstant();
        } catch (ParseException | RuntimeException opaque) {
            return Instant.MAX;
        }
    }
}
