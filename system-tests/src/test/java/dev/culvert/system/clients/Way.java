package dev.culvert.system.clients;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.Target;
import java.util.Optional;

/** A way to the cluster's API. */
enum Way {
    DIRECT("direct"),
    /** The gateway's address with a path below it. */
    PATH("path form"),
    /** A host name of the cluster's own at the gateway. */
    HOST("host form");

    /** The gateway's agent has carriers of this kind. */
    static final CarrierKind CARRIER = CarrierKind.valueOf(System.getProperty("culvert.clients.carrier", "GRPC"));

    private final String title;

    Way(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Why no program goes this way here: none can be given the names that it needs. */
    Optional<String> obstacle() {
        return this == HOST && !HostNames.canBeGiven()
                ? Optional.of("a program cannot be given names here")
                : Optional.empty();
    }

    Target target() {
        return switch (this) {
            case DIRECT -> Rigs.direct();
            case PATH -> Rigs.of(CARRIER).target();
            case HOST -> Rigs.of(CARRIER).hostTarget();
        };
    }

    /** A command line for this way: it finds the kubeconfig in its environment. */
    Command command(String... line) {
        Target target = target();
        Command command = this == HOST ? HostNames.given(target.host(), line) : Command.of(line);
        return command.env("KUBECONFIG", target.kubeconfig().toString());
    }
}
