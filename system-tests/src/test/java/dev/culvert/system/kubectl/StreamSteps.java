package dev.culvert.system.kubectl;

/** What stays open: logs, watches, terminals, ports, proxies, copies. */
final class StreamSteps {

    private static final String PODS = """
        apiVersion: v1
        kind: Pod
        metadata: {name: server, labels: {part: streams, session: "@NS"}}
        spec:
          terminationGracePeriodSeconds: 0
          automountServiceAccountToken: false
          containers:
          - name: main
            image: busybox:1.35
            imagePullPolicy: IfNotPresent
            command:
            - sh
            - -c
            - mkdir -p /www; echo hello > /www/index.html; echo serving; httpd -p 8080 -h /www; trap exit TERM; sleep 3600 & wait
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: reader, labels: {part: streams}}
        spec:
          terminationGracePeriodSeconds: 0
          automountServiceAccountToken: false
          containers:
          - name: main
            image: busybox:1.35
            imagePullPolicy: IfNotPresent
            stdin: true
            command: [sh, -c, "while read line; do echo got $line; done; sleep 3600"]
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {name: finished}
        spec:
          template:
            metadata: {labels: {part: streams}}
            spec:
              restartPolicy: Never
              automountServiceAccountToken: false
              containers:
              - {name: main, image: "busybox:1.35", imagePullPolicy: IfNotPresent, command: [seq, "1", "5"]}
              - {name: side, image: "busybox:1.35", imagePullPolicy: IfNotPresent, command: [echo, aside]}
        """;

    private StreamSteps() {}

    static void add(Script script) {
        pods(script);
        logs(script);
        commands(script);
        copies(script);
        ports(script);
        debugging(script);
        script.run(0, "delete job finished -n @NS");
        script.run(0, "delete pods server reader copied -n @NS --ignore-not-found --grace-period=0 --force");
    }

    private static void pods(Script script) {
        script.run(0, "apply -n @NS -f -", PODS);
        script.run(0, "wait --for=condition=Ready pod/server pod/reader -n @NS --timeout=120s");
        script.run(0, "wait --for=condition=Complete job/finished -n @NS --timeout=120s");
        script.run(0, "get pods -n @NS --field-selector=status.phase=Running -o name");
        script.run(0, "get pods -n @NS --field-selector=status.phase!=Running -o name");
        script.run(0, "get pods -n @NS --chunk-size=1");
        script.run(0, "describe pods -n @NS -l job-name=finished");
        script.add(Step.of(0, "get pods -n @NS -w --output-watch-events -o jsonpath={.type}:{.object.metadata.name}:")
                .until("ADDED:server:"));
    }

    private static void logs(Script script) {
        script.run(0, "logs -f job/finished -n @NS -c main");
        script.run(1, "logs -f job/finished -n @NS --all-containers --prefix --max-log-requests=1");
        script.run(0, "logs job/finished -n @NS -c main --since=1h --limit-bytes=3");
        script.run(0, "logs job/finished -n @NS -c main --timestamps");
        script.run(0, "logs -l session=@NS -n @NS --prefix --tail=-1");
        script.run(1, "logs -l part=streams -n @NS --follow --max-log-requests=1");
        script.run(1, "logs job/finished -n @NS -c main --since-time=yesterday");
        script.add(Step.of(0, "logs -f server -n @NS").until("serving\n"));
    }

    private static void commands(Script script) {
        script.onBothTransports(Step.of(0, "exec -i server -n @NS -- sh").input("echo typed\nexit 0\n"));
        script.onBothTransports(Step.of(0, "exec pod/server -n @NS -c main -- hostname"));
        script.onBothTransports(Step.of(1, "exec job/finished -n @NS -c main -- true"));
        script.onBothTransports(Step.of(1, "attach job/finished -n @NS -c main"));
        script.add(Step.of(0, "attach -i reader -n @NS").input("one\n").until("got one\n"));
        script.add(Step.of(0, "attach -i reader -n @NS")
                .input("two\n")
                .until("got two\n")
                .spdy());
    }

    private static void copies(Script script) {
        script.onBothTransports(Step.of(0, "cp @FILES/kustomize @NS/server:/tmp/copied"));
        script.run(0, "exec server -n @NS -- cat /tmp/copied/settings.yaml");
        script.onBothTransports(Step.of(0, "cp -n @NS server:/tmp/copied @TMP/back"));
        script.run(0, "create -n @NS --dry-run=client -f @TMP/back/settings.yaml -o yaml");
        script.onBothTransports(Step.of(0, "cp -n @NS server:/tmp/absent @TMP/absent"));
        script.onBothTransports(Step.of(1, "cp @FILES/kustomize @NS/absent:/tmp/copied"));
    }

    private static void ports(Script script) {
        script.run(0, "expose pod server -n @NS --port=80 --target-port=8080");
        script.onBothTransports(
                Step.of(0, "port-forward pod/server -n @NS :8080").serving("/index.html"));
        script.onBothTransports(
                Step.of(0, "port-forward service/server -n @NS :80").serving("/index.html"));
        script.onBothTransports(Step.of(0, "port-forward pod/server -n @NS :9").serving("/nothing-listens"));
        script.run(0, "get --raw @RAW/api/v1/namespaces/@NS/pods/server:8080/proxy/index.html");
        script.run(0, "get --raw @RAW/api/v1/namespaces/@NS/services/server:80/proxy/index.html");
        script.add(Step.of(0, "proxy --port=0").serving("@PREFIX/api/v1/namespaces/@NS/serviceaccounts/absent"));
        // Without this flag the proxy drops the path of the server's address, as get --raw does.
        script.add(Step.of(0, "proxy --port=0 --append-server-path")
                .serving("/api/v1/namespaces/@NS/serviceaccounts/absent"));
        script.add(Step.of(0, "proxy --port=0 --reject-paths=.*secrets.*")
                .serving("@PREFIX/api/v1/namespaces/@NS/secrets"));
    }

    private static void debugging(Script script) {
        script.run(0, "debug server -n @NS --image=busybox:1.35 --container=debugger --attach=false -- echo debugged");
        script.run(
                0,
                "wait --for=jsonpath={.status.ephemeralContainerStatuses[0].state.terminated.exitCode}=0 pod/server -n @NS "
                        + "--timeout=60s");
        script.run(0, "logs server -n @NS -c debugger");
        script.run(0, "debug server -n @NS --copy-to=copied --container=main --attach=false -- sleep 3600");
        script.run(0, "events -n @NS --for=job/finished --types=Warning");
        script.run(0, "get events -n @NS --field-selector=involvedObject.name=absent");
    }
}
