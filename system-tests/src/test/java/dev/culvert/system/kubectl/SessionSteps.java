package dev.culvert.system.kubectl;

import java.util.ArrayList;
import java.util.List;

/** A working day with kubectl. */
final class SessionSteps {

    private static final String MANIFEST = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {color: green}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: app}
        spec:
          replicas: 1
          selector: {matchLabels: {app: app}}
          template:
            metadata: {labels: {app: app}}
            spec:
              terminationGracePeriodSeconds: 0
              automountServiceAccountToken: false
              containers:
              - {name: main, image: "busybox:1.35", imagePullPolicy: IfNotPresent, command: [sleep, "3600"]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: app}
        spec: {clusterIP: None, selector: {app: app}, ports: [{port: 80}]}
        """;

    private static final String OWNED = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: owned}
        data: {owner: %s}
        """;

    private final List<Step> steps = new ArrayList<>();

    static List<Step> all() {
        SessionSteps session = new SessionSteps();
        session.discovery();
        session.objects();
        session.patches();
        session.mistakes();
        session.logs();
        session.remoteCommands();
        session.removal();
        return session.steps;
    }

    private void discovery() {
        run(0, "version -o json --client=false");
        run(0, "api-resources");
        run(0, "api-versions");
        run(0, "explain pod.spec.containers.livenessProbe");
        run(0, "explain deployment.spec.strategy --recursive");
        run(0, "auth can-i create pods -n @NS");
        run(0, "auth can-i --list -n @NS");
        run(-1, "auth whoami");
        run(0, "get --raw @RAW/readyz?verbose");
        run(0, "get --raw @RAW/");
        run(0, "get --raw @RAW/api/v1/namespaces/@NS/serviceaccounts/default");
        run(1, "get --raw @RAW/nothing");
        run(0, "cluster-info");
    }

    private void objects() {
        steps.add(Step.of(0, "apply -n @NS -f -").input(MANIFEST));
        steps.add(Step.of(0, "rollout status deployment/app -n @NS --timeout=120s")
                .lastLine());
        run(0, "wait --for=condition=Available deployment/app -n @NS --timeout=60s");
        steps.add(Step.of(0, "apply -n @NS -f -").input(MANIFEST));
        steps.add(Step.of(0, "diff -n @NS -f -").input(MANIFEST));
        steps.add(Step.of(1, "diff -n @NS -f -").input(MANIFEST.replace("green", "blue")));
        run(0, "get configmap settings -n @NS -o yaml");
        run(0, "get deployment,service -n @NS");
        run(0, "get pods -n @NS -l app=app -o wide");
        run(0, "get pods -n @NS --sort-by=.metadata.name -o name");
        run(0, "get configmaps -n @NS -o jsonpath={.items[*].data.color}");
        run(0, "describe configmap settings -n @NS");
        run(0, "describe service app -n @NS");
        run(0, "describe deployment app -n @NS");
        steps.add(Step.of(0, "apply --server-side -n @NS -f -").input(OWNED.formatted("first")));
        steps.add(Step.of(1, "apply --server-side --field-manager=other -n @NS -f -")
                .input(OWNED.formatted("second")));
        steps.add(Step.of(0, "apply --server-side --force-conflicts --field-manager=other -n @NS -f -")
                .input(OWNED.formatted("second")));
    }

    private void patches() {
        run(0, "patch configmap settings -n @NS --type=merge -p '{\"data\":{\"color\":\"blue\"}}'");
        run(
                0,
                "patch configmap settings -n @NS --type=json -p '[{\"op\":\"add\",\"path\":\"/data/x\",\"value\":\"y\"}]'");
        run(0, "patch deployment app -n @NS -p '{\"metadata\":{\"annotations\":{\"note\":\"strategic\"}}}'");
        run(0, "label configmap settings -n @NS shade=dark");
        run(0, "annotate configmap settings -n @NS note=text");
        run(0, "scale deployment app -n @NS --replicas=2");
        steps.add(Step.of(0, "rollout status deployment/app -n @NS --timeout=120s")
                .lastLine());
        run(0, "rollout history deployment/app -n @NS");
        run(0, "set env deployment/app -n @NS KEY=value --dry-run=server -o name");
    }

    private void mistakes() {
        run(1, "get nosuchthing -n @NS");
        run(1, "get pod absent -n @NS");
        run(1, "create configmap settings -n @NS --from-literal=a=b");
        run(1, "patch configmap settings -n @NS --type=json -p '[{\"op\":\"remove\",\"path\":\"/data/absent\"}]'");
        run(1, "delete configmap absent -n @NS");
        run(1, "wait --for=condition=Ready=False pod/talker -n @NS --timeout=1s");
        steps.add(Step.of(1, "create -n @NS -f -")
                .input("{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"X Y\"}}"));
    }

    private void logs() {
        run(0, "logs talker -n @NS");
        run(0, "logs talker -n @NS --tail=1");
        run(1, "logs talker -n @NS -c absent");
        run(1, "logs talker -n @NS --previous");
        run(1, "logs absent -n @NS");
    }

    private void remoteCommands() {
        for (boolean websockets : new boolean[] {true, false}) {
            remote(websockets, Step.of(0, "exec talker -n @NS -- echo hello"));
            remote(websockets, Step.of(0, "exec talker -n @NS -- sh -c 'echo out; echo err >&2'"));
            remote(websockets, Step.of(0, "exec -i talker -n @NS -- cat").input("what comes in\ngoes out\n"));
            remote(websockets, Step.of(0, "exec -i talker -n @NS -- md5sum").input("0123456789".repeat(300_000)));
            remote(websockets, Step.of(0, "exec talker -n @NS -- seq 1 200000"));
            remote(websockets, Step.of(3, "exec talker -n @NS -- sh -c 'exit 3'"));
            remote(websockets, Step.of(137, "exec talker -n @NS -- sh -c 'kill -9 $$'"));
            remote(websockets, Step.of(-1, "exec talker -n @NS -- no-such-program"));
            remote(websockets, Step.of(1, "exec absent -n @NS -- true"));
            remote(websockets, Step.of(1, "exec talker -c absent -n @NS -- true"));
            remote(websockets, Step.of(1, "attach absent -n @NS"));
            remote(websockets, Step.of(1, "port-forward pod/absent -n @NS :80"));
        }
    }

    private void removal() {
        run(0, "delete configmap settings owned -n @NS");
        run(0, "delete deployment app -n @NS --cascade=foreground --timeout=120s");
        run(0, "delete service app -n @NS");
        run(0, "delete pod talker -n @NS --timeout=120s");
        run(0, "get all -n @NS");
    }

    private void remote(boolean websockets, Step step) {
        steps.add(websockets ? step : step.spdy());
    }

    private void run(int exit, String line) {
        steps.add(Step.of(exit, line));
    }
}
