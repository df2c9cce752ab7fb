package dev.culvert.gateway.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.gateway.directory.Draft;
import dev.culvert.gateway.directory.Item;
import dev.culvert.gateway.directory.Kind;
import dev.culvert.gateway.directory.TokenUses;
import dev.culvert.gateway.registry.AgentCarrier;
import dev.culvert.gateway.registry.LocalClusters;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Objects as JSON. */
final class ObjectJson {
    private final LocalClusters clusters;
    private final TokenUses uses;

    ObjectJson(LocalClusters clusters, TokenUses uses) {
        this.clusters = clusters;
        this.uses = uses;
    }

    /** A new object of that kind, with nothing but its form. */
    static ObjectNode form(String kind) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", Draft.API_VERSION)
                .put("kind", kind);
    }

    ObjectNode list(Kind kind, Collection<Item> items) {
        ObjectNode list = form(kind.text() + "List");
        list.putObject("metadata");
        ArrayNode array = list.putArray("items");
        items.forEach(item -> array.add(object(item)));
        return list;
    }

    ObjectNode object(Item item) {
        ObjectNode object = form(item.kind().text());
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("name", item.name());
        if (!item.metadata().labels().isEmpty()) {
            ObjectNode labels = metadata.putObject("labels");
            item.metadata().labels().forEach(labels::put);
        }
        if (!item.metadata().uid().isEmpty()) {
            metadata.put("uid", item.metadata().uid());
            metadata.put("resourceVersion", Long.toString(item.metadata().version()));
        }
        item.metadata().maybeCreated().ifPresent(created -> metadata.put("creationTimestamp", time(created)));
        object.set("spec", item.spec());
        ObjectNode status = object.putObject("status");
        status.put("source", item.metadata().source().text());
        if (item.kind().isToken()) {
            lastUsed(item).ifPresent(used -> status.put("lastUsed", time(used)));
        }
        if (item.kind() == Kind.CLUSTER) {
            agents(item.name(), status);
        }
        return object;
    }

    /** To the minute: it is no more exact. */
    private Optional<Instant> lastUsed(Item item) {
        return Stream.concat(item.maybeLastUsed().stream(), uses.last(item.kind(), item.name()).stream())
                .max(Instant::compareTo)
                .map(used -> used.truncatedTo(ChronoUnit.MINUTES));
    }

    private void agents(String cluster, ObjectNode status) {
        List<AgentCarrier> carriers = clusters.agents(cluster);
        status.put("connected", !carriers.isEmpty());
        ArrayNode agents = status.putArray("agents");
        for (AgentCarrier carrier : carriers) {
            ObjectNode agent = agents.addObject()
                    .put("session", carrier.session())
                    .put("software", carrier.software())
                    .put("carrier", carrier.kind())
                    .put("remote", carrier.remote())
                    .put("roundTripMillis", carrier.roundTrip().toNanos() / 1_000_000.0)
                    .put("openStreams", carrier.openStreams())
                    .put("credential", carrier.maybeCertifiedUntil().isPresent() ? "certificate" : "token");
            carrier.maybeCertifiedUntil().ifPresent(until -> agent.put("certificateExpires", time(until)));
        }
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
