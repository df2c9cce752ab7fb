package dev.culvert.gateway.install;

import static dev.culvert.gateway.install.Meta.map;
import static dev.culvert.gateway.install.Meta.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the agent may do in the cluster, and nothing beside. */
final class RbacObjects {
    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final String VERSION = GROUP + "/v1";
    private static final List<String> IMPERSONATE = List.of("impersonate");

    private RbacObjects() {}

    static List<Map<String, Object>> of(ManifestParameters parameters) {
        List<Map<String, Object>> objects = new ArrayList<>();
        // Names of the cluster carry the namespace: two installations do not share them.
        String prefix = "culvert:" + parameters.namespace() + ":";
        parameters.rights().impersonation().ifPresent(who -> {
            Map<String, Object> role = object(VERSION, "ClusterRole", prefix + "impersonator", Meta.labels());
            role.put("rules", rules(who));
            objects.add(role);
            objects.add(binding(prefix + "impersonator", prefix + "impersonator", parameters.namespace()));
        });
        parameters
                .rights()
                .clusterRole()
                .ifPresent(role -> objects.add(binding(prefix + "agent", role, parameters.namespace())));
        return objects;
    }

    private static List<Map<String, Object>> rules(Rights.Impersonation who) {
        List<Map<String, Object>> rules = new ArrayList<>();
        rules.add(rule("", List.of("users"), IMPERSONATE, who.users()));
        rules.add(rule("", List.of("groups"), IMPERSONATE, who.groups()));
        // Callers that are named are no service accounts.
        if (who.users().isEmpty()) {
            rules.add(rule("", List.of("serviceaccounts"), IMPERSONATE, List.of()));
        }
        rules.add(rule("authentication.k8s.io", List.of("uids"), IMPERSONATE, List.of()));
        if (!who.extraKeys().isEmpty()) {
            // RBAC has no wildcard for the part behind the slash.
            List<String> extras =
                    who.extraKeys().stream().map(key -> "userextras/" + key).toList();
            rules.add(rule("authentication.k8s.io", extras, IMPERSONATE, List.of()));
        }
        // kubectl --as: whether the caller may, the cluster decides.
        rules.add(rule("authorization.k8s.io", List.of("subjectaccessreviews"), List.of("create"), List.of()));
        return rules;
    }

    private static Map<String, Object> rule(
            String group, List<String> resources, List<String> verbs, List<String> names) {
        Map<String, Object> rule = map("apiGroups", List.of(group), "resources", resources, "verbs", verbs);
        if (!names.isEmpty()) {
            rule.put("resourceNames", names);
        }
        return rule;
    }

    private static Map<String, Object> binding(String name, String role, String namespace) {
        Map<String, Object> binding = object(VERSION, "ClusterRoleBinding", name, Meta.labels());
        binding.put("roleRef", map("apiGroup", GROUP, "kind", "ClusterRole", "name", role));
        binding.put("subjects", List.of(map("kind", "ServiceAccount", "name", Meta.NAME, "namespace", namespace)));
        return binding;
    }
}
