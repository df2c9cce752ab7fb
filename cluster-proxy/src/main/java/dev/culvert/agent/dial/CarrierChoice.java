package dev.culvert.agent.dial;

import dev.culvert.tunnel.carrier.DialException;
import dev.culvert.tunnel.carrier.Dialer;
import dev.culvert.tunnel.failure.CarrierClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which kind of carrier to try, in what order. Begins with the kind that worked last, and with the most preferred one where
 * none did. Any thread.
 */
public final class CarrierChoice {
    private final List<Dialer> preference;
    private int best;

    /**
     * @param preference the kinds that may be used, the best first
     */
    public CarrierChoice(List<Dialer> preference) {
        if (preference.isEmpty()) {
            throw new IllegalArgumentException("no kind of carrier");
        }
        this.preference = List.copyOf(preference);
    }

    /** What to try now, one after the other. */
    public synchronized List<Dialer> order() {
        List<Dialer> order = new ArrayList<>(preference);
        order.add(0, order.remove(best));
        return order;
    }

    /** A carrier of that kind came into being, its handshake included. */
    public synchronized void worked(Dialer dialer) {
        best = preference.indexOf(dialer);
    }

    /** The kind to try for again while one that is only second best is in use. */
    public Optional<Dialer> betterThan(Dialer used) {
        return preference.indexOf(used) == 0 ? Optional.empty() : Optional.of(preference.get(0));
    }

    /** Whether another kind of carrier may get through where this one failed. */
    public static boolean mayHelp(Throwable failure) {
        if (failure instanceof DialException dial) {
            return switch (dial.hop()) {
                // The same name, port, proxy and token serve every kind.
                case NAME, TCP, PROXY, CREDENTIAL -> false;
                case TLS, ALPN, HTTP, PROTOCOL -> true;
            };
        }
        // A carrier that opens and then says nothing: something on the way holds the stream back.
        return failure instanceof CarrierClosedException closed
                && !closed.byPeer()
                && !closed.code().permanent();
    }

    /** Whether dialling again cannot help before somebody changes something. */
    public static boolean isPermanent(Throwable failure) {
        if (failure instanceof DialException dial) {
            return dial.permanent();
        }
        return failure instanceof CarrierClosedException closed && closed.code().permanent();
    }
}
