package dev.culvert.gateway.enrolment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.gateway.admin.TokenIssue;
import dev.culvert.gateway.directory.InstallLink;
import dev.culvert.gateway.directory.Item;
import dev.culvert.gateway.directory.Kind;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.store.Transaction;

/**
 * One use of a link.
 *
 * @param token that was made by it
 */
record Redemption(InstallLink link, TokenIssue.Issued token) {

    /**
     * Uses the link once, and makes a token: both, or neither. Of two who come at once with a last use one gets it.
     *
     * @throws StatusException 401 where the link has been used up, taken back, or has expired since it was found
     */
    static Redemption of(Transaction change, InstallLink found) {
        Item item = change.find(Kind.INSTALL_LINK, found.name()).orElseThrow(Redemption::invalid);
        InstallLink link = InstallLink.of(item);
        boolean same = link.token().equals(found.token());
        boolean counts = link.token()
                .maybeExpires()
                .filter(expires -> change.now().isBefore(expires))
                .isPresent();
        if (!same || !counts) {
            throw invalid();
        }
        if (link.uses() == 1) {
            change.delete(item);
        } else {
            ObjectNode spec = item.spec().put("uses", link.uses() - 1);
            change.update(item, item.metadata().labels(), spec);
        }
        return new Redemption(link, TokenIssue.forAgent(change, link.cluster(), "made by install link " + link.name()));
    }

    /** Takes the token back. */
    boolean withdraw(Transaction change) {
        change.find(Kind.AGENT_TOKEN, token.item().name()).ifPresent(change::delete);
        return true;
    }

    /** The same for whatever is wrong: nothing is told of links or clusters. */
    static StatusException invalid() {
        return StatusException.unauthorized("the install link is wrong, was used up, or has expired");
    }
}
