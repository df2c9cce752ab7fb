package dev.culvert.system.differential;

import dev.culvert.system.wire.Comparison;
import dev.culvert.system.wire.RawRequest;
import java.util.List;

/**
 * Requests to send one after the other to each side.
 *
 * @param decisive the index of the request that the case is about
 * @param status what the decisive request must be answered, so that two equal failures do not pass for a success; 0 where
 *     only equality counts
 */
record Case(List<RawRequest> requests, Comparison comparison, int decisive, int status) {

    static Case exact(int status, RawRequest request) {
        return new Case(List.of(request), Comparison.EXACT, 0, status);
    }

    static Case of(Comparison comparison, RawRequest request) {
        return new Case(List.of(request), comparison, 0, 200);
    }

    static Case equal(RawRequest request) {
        return new Case(List.of(request), Comparison.EXACT, 0, 0);
    }

    static Case masked(int status, RawRequest request) {
        return new Case(List.of(request), Comparison.MASKED, 0, status);
    }

    /** One request between the two that make and remove what it is about. */
    static Case around(int status, RawRequest before, RawRequest request, RawRequest after) {
        return new Case(List.of(before, request, after), Comparison.MASKED, 1, status);
    }

    @Override
    public String toString() {
        return requests.get(decisive) + " is answered " + (status == 0 ? "alike" : Integer.toString(status));
    }
}
