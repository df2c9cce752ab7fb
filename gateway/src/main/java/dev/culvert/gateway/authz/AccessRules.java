package dev.culvert.gateway.authz;

import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.directory.AccessRule;
import dev.culvert.gateway.directory.Cluster;
import dev.culvert.gateway.directory.CurrentDirectory;
import dev.culvert.gateway.directory.Directory;
import dev.culvert.gateway.directory.Subject;
import dev.culvert.gateway.requestinfo.RequestInfo;
import dev.culvert.gateway.status.StatusException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The rules of the directory that counts now, whoever wrote them: of those that name the caller, in their order, the first that
 * gives the cluster and withholds nothing of what the request asks for counts. A cluster that is not registered is out of
 * everybody's reach, also where a rule names all clusters, and a caller that is disabled reaches none. Any thread.
 */
public final class AccessRules implements Authorizer {
    /** To which every caller belongs, as in Kubernetes. */
    private static final String EVERYBODY = "system:authenticated";

    private final CurrentDirectory directory;
    private volatile Index index;

    /** The rules by the one of their subjects that a caller is, or has. */
    private record Index(Map<Subject, List<CompiledRule>> bySubject) {
        static Index of(Directory directory) {
            Map<Subject, List<CompiledRule>> bySubject = new HashMap<>();
            int place = 0;
            for (AccessRule rule : directory.rules()) {
                CompiledRule compiled = CompiledRule.of(rule, place++);
                rule.subjects().stream().distinct().forEach(subject -> bySubject
                        .computeIfAbsent(subject, key -> new ArrayList<>(1))
                        .add(compiled));
            }
            return new Index(bySubject);
        }

        /** In their order, each once. Asked for every request: most callers have a rule or two, so nothing is sorted in vain. */
        List<CompiledRule> of(Caller caller) {
            List<CompiledRule> found = new ArrayList<>(4);
            add(found, Subject.Type.USER, caller.name());
            add(found, Subject.Type.GROUP, EVERYBODY);
            for (String group : caller.groups()) {
                if (!group.isBlank()) {
                    add(found, Subject.Type.GROUP, group);
                }
            }
            return found.size() < 2
                    ? found
                    : found.stream()
                            .distinct()
                            .sorted(Comparator.comparingInt(CompiledRule::place))
                            .collect(Collectors.toCollection(ArrayList::new));
        }

        private void add(List<CompiledRule> found, Subject.Type type, String name) {
            found.addAll(bySubject.getOrDefault(new Subject(type, name), List.of()));
        }
    }

    public AccessRules(CurrentDirectory directory) {
        this.directory = directory;
        index = Index.of(directory.get());
        directory.onChange(() -> index = Index.of(directory.get()));
    }

    @Override
    public Future<Grant> authorize(Caller caller, String cluster, RequestAttributes request) {
        Decision decision = decide(caller, cluster, request.info());
        return decision.maybeGrant()
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(StatusException.forbidden(decision.reason())));
    }

    /** The same, with the rule that decided: for whoever may know of all rules. */
    public Decision decide(Caller caller, String cluster, RequestInfo request) {
        if (directory.get().isDisabled(caller.name())) {
            return new Decision(null, null, "user " + quoted(caller.name()) + " is disabled");
        }
        Optional<Cluster> known = directory.get().cluster(cluster).filter(one -> isInScope(caller, one));
        if (known.isEmpty()) {
            return denied(caller, cluster);
        }
        Decision withheld = null;
        for (CompiledRule rule : giving(caller, known.get())) {
            Optional<String> objection = rule.restriction().objection(request);
            if (known.get().disabled()) {
                return new Decision(null, rule.rule().name(), "cluster " + quoted(cluster) + " is disabled");
            }
            if (objection.isEmpty()) {
                return new Decision(rule.grant(caller), rule.rule().name(), rule.reason());
            }
            if (withheld == null) {
                withheld = withheld(caller, cluster, rule, objection.get());
            }
        }
        return withheld == null ? denied(caller, cluster) : withheld;
    }

    /** The clusters of which some rule gives the caller anything. */
    public List<Cluster> reachable(Caller caller) {
        if (directory.get().isDisabled(caller.name())) {
            return List.of();
        }
        return directory.get().clusters().stream()
                .filter(cluster -> !cluster.disabled() && isInScope(caller, cluster))
                .filter(cluster -> !giving(caller, cluster).isEmpty())
                .toList();
    }

    private List<CompiledRule> giving(Caller caller, Cluster cluster) {
        List<CompiledRule> rules = index.of(caller);
        rules.removeIf(rule -> !rule.gives(cluster));
        return rules;
    }

    private static boolean isInScope(Caller caller, Cluster cluster) {
        return caller.maybeToken()
                .map(token -> token.clusters().isEmpty() || token.clusters().contains(cluster.name()))
                .orElse(true);
    }

    private static Decision withheld(Caller caller, String cluster, CompiledRule rule, String objection) {
        return new Decision(
                null,
                rule.rule().name(),
                "user " + quoted(caller.name()) + " has access to cluster " + quoted(cluster) + ", but not to this: "
                        + objection);
    }

    /** Says what the caller said, and nothing that it did not know. */
    private static Decision denied(Caller caller, String cluster) {
        return new Decision(
                null, null, "user " + quoted(caller.name()) + " has no access to cluster " + quoted(cluster));
    }

    static String quoted(String text) {
        String printable = text.replaceAll("[^\\x20-\\x7E]", "?");
        return '"' + (printable.length() <= 80 ? printable : printable.substring(0, 80) + "…") + '"';
    }
}
