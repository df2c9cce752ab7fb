package dev.culvert.clusters.apiserver.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All kinds that are served, in the order of discovery. */
public final class Catalog {
    /** group/version, plural, kind, scope (N namespaced, C cluster, R review), short names, categories, subresources. */
    private static final String KINDS = """
            v1 configmaps ConfigMap N cm - -
            v1 endpoints Endpoints N ep - -
            v1 events Event N ev - -
            v1 limitranges LimitRange N limits - -
            v1 namespaces Namespace C ns - status,finalize
            v1 nodes Node C no - status,proxy
            v1 persistentvolumeclaims PersistentVolumeClaim N pvc - status
            v1 persistentvolumes PersistentVolume C pv - status
            v1 pods Pod N po all status,log,exec,attach,portforward,proxy,eviction
            v1 podtemplates PodTemplate N - - -
            v1 replicationcontrollers ReplicationController N rc all status,scale
            v1 resourcequotas ResourceQuota N quota - status
            v1 secrets Secret N - - -
            v1 serviceaccounts ServiceAccount N sa - token
            v1 services Service N svc all status,proxy
            apps/v1 controllerrevisions ControllerRevision N - - -
            apps/v1 daemonsets DaemonSet N ds all status
            apps/v1 deployments Deployment N deploy all status,scale
            apps/v1 replicasets ReplicaSet N rs all status,scale
            apps/v1 statefulsets StatefulSet N sts all status,scale
            authentication.k8s.io/v1 selfsubjectreviews SelfSubjectReview R - - -
            authentication.k8s.io/v1 tokenreviews TokenReview R - - -
            authorization.k8s.io/v1 localsubjectaccessreviews LocalSubjectAccessReview RN - - -
            authorization.k8s.io/v1 selfsubjectaccessreviews SelfSubjectAccessReview R - - -
            authorization.k8s.io/v1 selfsubjectrulesreviews SelfSubjectRulesReview R - - -
            authorization.k8s.io/v1 subjectaccessreviews SubjectAccessReview R - - -
            autoscaling/v2 horizontalpodautoscalers HorizontalPodAutoscaler N hpa all status
            batch/v1 cronjobs CronJob N cj all status
            batch/v1 jobs Job N - all status
            coordination.k8s.io/v1 leases Lease N - - -
            discovery.k8s.io/v1 endpointslices EndpointSlice N - - -
            networking.k8s.io/v1 ingressclasses IngressClass C - - -
            networking.k8s.io/v1 ingresses Ingress N ing - status
            networking.k8s.io/v1 networkpolicies NetworkPolicy N netpol - -
            policy/v1 poddisruptionbudgets PodDisruptionBudget N pdb - status
            rbac.authorization.k8s.io/v1 clusterrolebindings ClusterRoleBinding C - - -
            rbac.authorization.k8s.io/v1 clusterroles ClusterRole C - - -
            rbac.authorization.k8s.io/v1 rolebindings RoleBinding N - - -
            rbac.authorization.k8s.io/v1 roles Role N - - -
            scheduling.k8s.io/v1 priorityclasses PriorityClass C pc - -
            storage.k8s.io/v1 storageclasses StorageClass C sc - -
            """;

    private final List<ResourceType> types;
    private final Map<String, ResourceType> byAddress = new LinkedHashMap<>();

    public Catalog() {
        types = KINDS.lines().map(Catalog::parse).toList();
        types.forEach(type -> byAddress.put(address(type.group(), type.version(), type.plural()), type));
    }

    public List<ResourceType> types() {
        return types;
    }

    /** The groups but the core one, in order. Each has one version. */
    public Set<String> groups() {
        Set<String> groups = new LinkedHashSet<>();
        types.stream()
                .map(ResourceType::group)
                .filter(group -> !group.isEmpty())
                .forEach(groups::add);
        return groups;
    }

    public List<ResourceType> inGroup(String group) {
        return types.stream().filter(type -> type.group().equals(group)).toList();
    }

    public Optional<ResourceType> find(String group, String version, String plural) {
        return Optional.ofNullable(byAddress.get(address(group, version, plural)));
    }

    /** A core kind that is known to be there. */
    public ResourceType core(String plural) {
        return find("", "v1", plural).orElseThrow();
    }

    private static String address(String group, String version, String plural) {
        return group + "/" + version + "/" + plural;
    }

    private static ResourceType parse(String line) {
        List<String> words = List.of(line.split(" "));
        List<String> groupVersion = new ArrayList<>(Arrays.asList(words.get(0).split("/")));
        if (groupVersion.size() == 1) {
            groupVersion.add(0, "");
        }
        String scope = words.get(3);
        return new ResourceType(
                groupVersion.get(0),
                groupVersion.get(1),
                words.get(1),
                words.get(2),
                scope.endsWith("N"),
                names(words.get(4)),
                names(words.get(5)),
                new LinkedHashSet<>(names(words.get(6))),
                !scope.startsWith("R"));
    }

    private static List<String> names(String word) {
        return word.equals("-") ? List.of() : List.of(word.split(","));
    }
}
