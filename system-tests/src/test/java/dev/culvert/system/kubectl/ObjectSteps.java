package dev.culvert.system.kubectl;

/** Objects that nothing runs for: made, read in every form, changed in every way, removed. */
final class ObjectSteps {

    private static final String SETTINGS = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, labels: {part: settings}}
        data: {color: %s}
        """;

    private static final String TWO = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: one, labels: {part: prunable}}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: two, labels: {part: prunable}}
        """;

    private static final String ONE = TWO.substring(0, TWO.indexOf("---"));

    private static final String RAW = """
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "raw"}, "data": {"color": "%s"}}
        """;

    private static final String ROLES = """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: reconciled, namespace: "@NS"}
        rules:
        - {apiGroups: [""], resources: [%s], verbs: [get]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: reconciled, namespace: "@NS"}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reconciled}
        subjects:
        - {kind: ServiceAccount, name: default, namespace: "@NS"}
        """;

    private static final String COLLECTION = "@RAW/api/v1/namespaces/@NS/configmaps";

    private ObjectSteps() {}

    static void add(Script script) {
        creations(script);
        forms(script);
        changes(script);
        manyAtOnce(script);
        raw(script);
        removals(script);
    }

    private static void creations(Script script) {
        script.run(0, "create -n @NS -f -", SETTINGS.formatted("green"));
        script.run(0, "create configmap files -n @NS --from-file=@FILES/kustomize");
        script.run(0, "create secret generic password -n @NS --from-literal=password=secret");
        script.run(0, "create secret docker-registry pull -n @NS --docker-username=somebody --docker-password=secret");
        script.run(1, "create secret tls pair -n @NS --cert=@FILES/absent.crt --key=@FILES/absent.key");
        script.run(0, "create serviceaccount robot -n @NS");
        script.run(0, "create token robot -n @NS --duration=10m");
        script.run(0, "create role reader -n @NS --verb=get,list --resource=pods,services");
        script.run(1, "create role reader -n @NS --verb=get --resource=nosuchthing");
        script.run(0, "create rolebinding reader -n @NS --role=reader --serviceaccount=@NS:robot");
        script.run(0, "create clusterrole culvert-reader --verb=get --resource=nodes --dry-run=server");
        script.run(
                0,
                "create clusterrolebinding culvert-reader --clusterrole=view --user=somebody --dry-run=server -o yaml");
        script.run(0, "create quota most -n @NS --hard=services=20,secrets=50");
        script.run(0, "create poddisruptionbudget budget -n @NS --selector=part=nothing --min-available=1");
        script.run(0, "create priorityclass culvert-low --value=1 --dry-run=server");
        script.run(0, "create ingress web -n @NS --rule=host.example/path=web:80");
        script.run(0, "create namespace @NS-other --dry-run=server");
        script.run(1, "create namespace @NS");
        script.run(0, "create service clusterip inner -n @NS --tcp=80:8080");
        script.run(0, "create service externalname outer -n @NS --external-name=host.example");
    }

    private static void forms(Script script) {
        script.run(0, "get configmap settings -n @NS -o json");
        script.run(0, "get configmap settings -n @NS -o custom-columns=NAME:.metadata.name,COLOR:.data.color");
        script.run(0, "get configmap settings -n @NS -o go-template={{.data.color}}");
        script.run(0, "get configmap settings -n @NS -o jsonpath-as-json={.data}");
        script.run(0, "get configmap settings -n @NS -o yaml --show-managed-fields");
        script.run(0, "get configmap settings -n @NS --show-labels --label-columns=part --no-headers");
        script.run(0, "get configmaps -n @NS --chunk-size=1 -o name");
        script.run(0, "get configmaps -n @NS --field-selector=metadata.name=settings");
        script.run(0, "get configmaps -A --field-selector=metadata.namespace=@NS -o name");
        script.run(0, "get secret,role,rolebinding,quota,pdb,ingress,service,serviceaccount -n @NS -o name");
        script.run(0, "get configmap settings absent -n @NS --ignore-not-found");
        script.run(1, "get configmaps -n @NS --field-selector=data.color=green");
        script.run(0, "get configmaps -n @NS-absent");
        script.run(0, "get role reader -n @NS -o wide");
        script.run(0, "describe role,rolebinding -n @NS");
        script.run(0, "describe secret password -n @NS");
        script.run(0, "describe ingress web -n @NS");
        script.run(0, "describe namespace @NS");
        script.run(1, "describe configmap absent -n @NS");
    }

    private static void changes(Script script) {
        script.run(0, "replace -n @NS -f -", SETTINGS.formatted("blue"));
        script.run(1, "replace -n @NS -f -", SETTINGS.formatted("blue").replace("settings,", "absent,"));
        script.run(0, "edit configmap settings -n @NS");
        script.run(0, "get configmap settings -n @NS -o jsonpath={.data.color}");
        script.run(0, "edit configmap settings -n @NS --output-patch");
        script.run(0, "replace --force -n @NS -f -", SETTINGS.formatted("red"));
        script.run(0, "wait --for=jsonpath={.data.color}=red configmap/settings -n @NS --timeout=30s");
        script.run(1, "wait --for=jsonpath={.data.color}=blue configmap/settings -n @NS --timeout=2s");
        script.run(0, "label configmap settings -n @NS shade=dark");
        script.run(1, "label configmap settings -n @NS shade=light");
        script.run(0, "label configmap settings -n @NS shade=light --overwrite");
        script.run(0, "label configmap settings -n @NS shade-");
        script.run(1, "label configmap settings -n @NS 'shade=not a label'");
        script.run(0, "annotate configmap settings -n @NS note=text --overwrite -o yaml");
        script.run(1, "annotate configmap settings -n @NS note=other --resource-version=1");
        script.run(0, "set subject rolebinding reader -n @NS --user=somebody");
        script.run(0, "auth reconcile -f -", ROLES.formatted("pods"));
        script.run(0, "auth reconcile -f -", ROLES.formatted("pods, services"));
        script.run(0, "auth reconcile --remove-extra-permissions -f -", ROLES.formatted("services"));
        script.run(0, "get configmap settings -n @NS --watch-only --request-timeout=1s");
        script.add(Step.of(0, "get configmap settings -n @NS -w -o name").until("configmap/settings"));
    }

    private static void manyAtOnce(Script script) {
        script.run(0, "apply -n @NS -f -", TWO);
        script.run(0, "label configmap two -n @NS --list");
        script.run(0, "apply -n @NS --prune -l part=prunable -f -", ONE);
        script.run(0, "get configmaps -n @NS -l part=prunable -o name");
        script.run(0, "apply view-last-applied configmap one -n @NS");
        script.run(0, "apply set-last-applied -n @NS -f -", ONE);
        script.run(0, "apply -n @NS --dry-run=server -o yaml -f -", TWO);
        script.run(0, "apply -n @NS --dry-run=client -f -", TWO);
        script.run(0, "kustomize @FILES/kustomize");
        script.run(1, "diff -n @NS -k @FILES/kustomize");
        script.run(0, "apply -n @NS -k @FILES/kustomize");
        script.run(0, "diff -n @NS -k @FILES/kustomize");
        script.run(
                1,
                "apply -n @NS -f -",
                ONE.replace("labels", "lables").replace("{part: prunable}", "[]") + "nonsense: 1\n");
        script.run(1, "apply -n @NS -f -", ONE.replace("v1", "v9"));
        script.run(1, "create -n @NS --validate=true -f -", ONE.replace("one", "three") + "nonsense: 1\n");
        script.run(0, "delete -n @NS -k @FILES/kustomize");
    }

    private static void raw(Script script) {
        script.run(0, "create --raw " + COLLECTION + " -f -", RAW.formatted("green"));
        script.run(1, "create --raw " + COLLECTION + " -f -", RAW.formatted("green"));
        script.run(0, "replace --raw " + COLLECTION + "/raw -f -", RAW.formatted("blue"));
        script.run(0, "get --raw " + COLLECTION + "/raw");
        script.run(0, "get --raw " + COLLECTION + "?fieldSelector=metadata.name=raw&watch=true&timeoutSeconds=1");
        script.run(0, "delete --raw " + COLLECTION + "/raw");
        script.run(1, "delete --raw " + COLLECTION + "/raw");
    }

    private static void removals(Script script) {
        script.run(0, "delete configmap one -n @NS --dry-run=server");
        script.run(0, "delete configmap one -n @NS --wait=false");
        script.run(0, "wait --for=delete configmap/one -n @NS --timeout=30s");
        script.run(1, "wait --for=delete configmap/settings -n @NS --timeout=2s");
        script.run(0, "delete configmaps -n @NS -l part=settings");
        script.run(0, "delete configmap absent -n @NS --ignore-not-found");
        script.run(0, "delete role,rolebinding --all -n @NS");
        script.run(0, "delete secrets,ingress,pdb,quota -n @NS --all --now");
        script.run(0, "delete service inner outer -n @NS");
        script.run(1, "delete -n @NS -f -", SETTINGS);
    }
}
