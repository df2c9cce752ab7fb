package dev.culvert.system.kubectl;

/** Workloads by kubectl's own generators, and what happens to them over time. */
final class WorkloadSteps {

    private WorkloadSteps() {}

    static void add(Script script) {
        deployments(script);
        rollouts(script);
        pods(script);
        jobs(script);
    }

    private static void deployments(Script script) {
        script.run(
                0,
                "create deployment app -n @NS --image=busybox:1.35 --replicas=2 -- sh -c 'trap exit TERM; sleep 3600 & wait'");
        script.run(0, "patch deployment app -n @NS -p '{\"spec\":{\"revisionHistoryLimit\":5}}'");
        status(script);
        script.run(0, "expose deployment app -n @NS --port=80 --target-port=8080");
        script.run(0, "expose deployment app -n @NS --name=app-node --type=NodePort --port=80 -o name");
        script.run(1, "expose deployment app -n @NS --port=80");
        script.run(0, "autoscale deployment app -n @NS --max=3 --cpu-percent=80");
        script.run(0, "get horizontalpodautoscaler -n @NS -o name");
        script.run(0, "delete horizontalpodautoscaler app -n @NS");
        script.run(1, "scale deployment app -n @NS --current-replicas=5 --replicas=1");
        script.run(0, "scale deployment app -n @NS --current-replicas=2 --replicas=1");
        script.run(0, "get deployment app -n @NS --subresource=scale -o name");
        script.run(0, "patch deployment app -n @NS --subresource=scale --type=merge -p '{\"spec\":{\"replicas\":1}}'");
        script.run(0, "set image deployment/app *=busybox:1.35 -n @NS --dry-run=server -o name");
        script.run(1, "set image deployment/app absent=busybox:1.35 -n @NS");
        script.run(0, "set resources deployment/app -n @NS --limits=cpu=200m,memory=64Mi --dry-run=server -o name");
        script.run(0, "set serviceaccount deployment/app default -n @NS --dry-run=client");
        script.run(0, "set selector service app app=other -n @NS");
        script.run(0, "set env deployment/app -n @NS --list");
    }

    private static void rollouts(Script script) {
        script.run(0, "set env deployment/app -n @NS KEY=value");
        status(script);
        script.run(0, "rollout pause deployment/app -n @NS");
        script.run(1, "rollout pause deployment/app -n @NS");
        script.run(1, "rollout restart deployment/app -n @NS");
        script.run(0, "rollout resume deployment/app -n @NS");
        script.run(0, "rollout undo deployment/app -n @NS");
        status(script);
        script.run(0, "rollout history deployment/app -n @NS --revision=2");
        script.run(1, "rollout undo deployment/app -n @NS --to-revision=77");
        script.run(0, "rollout restart deployment/app -n @NS");
        status(script);
        script.run(0, "delete service app app-node -n @NS");
        script.run(0, "delete deployment app -n @NS --cascade=foreground --timeout=120s");
    }

    private static void pods(Script script) {
        script.run(0, "run dry -n @NS --image=busybox:1.35 --dry-run=server -o yaml");
        script.add(Step.of(
                        0,
                        "run once -n @NS --image=busybox:1.35 --image-pull-policy=IfNotPresent --restart=Never "
                                + "--rm -i --quiet -- cat")
                .input("what comes in\n"));
        script.add(Step.of(
                        -1,
                        "run coded -n @NS --image=busybox:1.35 --image-pull-policy=IfNotPresent --restart=Never "
                                + "--rm -i --quiet -- sh -c 'cat; exit 4'")
                .input("what comes in\n"));
        script.run(1, "run talker -n @NS --image=busybox:1.35 --restart=Sometimes");
        script.run(0, "get pod once -n @NS --ignore-not-found");
        script.run(1, "top pod -n @NS");
        script.run(1, "top node");
    }

    private static void jobs(Script script) {
        script.run(0, "create cronjob often -n @NS --image=busybox:1.35 '--schedule=0 0 1 1 *' -- echo done");
        script.run(0, "create job job -n @NS --image=busybox:1.35 -- echo done");
        script.run(0, "create job copied -n @NS --from=cronjob/often");
        script.run(0, "wait --for=condition=Complete job/job job/copied -n @NS --timeout=120s");
        script.run(0, "logs job/job -n @NS");
        script.run(0, "logs -l job-name=job -n @NS --prefix");
        script.run(0, "get cronjob,job -n @NS -o name");
        script.run(0, "delete job,cronjob --all -n @NS");
    }

    private static void status(Script script) {
        script.add(Step.of(0, "rollout status deployment/app -n @NS --timeout=120s")
                .lastLine());
    }
}
