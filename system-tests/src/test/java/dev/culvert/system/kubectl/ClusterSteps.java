package dev.culvert.system.kubectl;

/** The cluster itself: what it serves, its node, certificates. Nothing of it is left changed. */
final class ClusterSteps {

    private static final String REQUEST = """
        apiVersion: certificates.k8s.io/v1
        kind: CertificateSigningRequest
        metadata: {name: "@NS%s"}
        spec:
          request: %s
          signerName: kubernetes.io/kube-apiserver-client
          usages: [client auth]
        """;

    /** Of the name "somebody"; its key was thrown away. */
    private static final String ENCODED =
            "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlITk1IVUNBUUF3RXpFUk1BOEdBMVVFQXd3SWMyOXRaV0p2Wkhrd1dUQVRCZ2NxaGtqT1BRSUJCZ2dxaGtqTwpQUU1CQndOQ0FBU1pJNlpjZkVqS0JObk00Rjg5UE9RSTNCTUdUQTdEd2NjRTIrWHV2Tm9YM3l4L1p6NGZyQUxqCjJ0dUJXeEptWUxaRE5aTTl5OFRlY0pQa3FxNHdtbk9Qb0FBd0NnWUlLb1pJemowRUF3SURTQUF3UlFJaEFQQmEKK1FBb0dCS3g5eTcrbDlhcFNscFFTUkVOa2lOcDJaZGtlUDNrVy9VMUFpQTQ4djJ6WmljRFh2OEJsZ0gxQ1dqSwpZZUNaQng5VjZRWEM3RE01eFdlbWd3PT0KLS0tLS1FTkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg==";

    private ClusterSteps() {}

    static void add(Script script) {
        served(script);
        node(script);
        certificates(script);
    }

    private static void served(Script script) {
        script.run(0, "api-resources -o wide --verbs=list,get --namespaced=true --sort-by=name");
        script.run(0, "api-resources --api-group=apps -o name");
        script.run(0, "api-resources --cached=false --namespaced=false -o name");
        script.run(0, "explain deployment --api-version=apps/v1");
        script.run(0, "explain horizontalpodautoscaler.spec.metrics --api-version=autoscaling/v2");
        script.run(0, "explain pod.spec --output=plaintext-openapiv2");
        script.run(1, "explain pod.nosuchfield");
        script.run(1, "explain nosuchthing");
        script.run(0, "auth can-i get pods --subresource=log -n @NS");
        script.run(0, "auth can-i get /readyz");
        script.run(0, "auth can-i use nosuchthing -n @NS");
        script.run(0, "cluster-info dump -n @NS --output-directory=@TMP/dump");
        script.run(0, "version");
        script.run(1, "get pods -n @NS --request-timeout=nonsense");
    }

    private static void node(Script script) {
        script.run(0, "get node node-1 -o jsonpath={.metadata.name}");
        script.run(0, "get nodes --field-selector=spec.unschedulable=true -o name");
        script.run(0, "taint nodes node-1 culvert=@NS:PreferNoSchedule --dry-run=server");
        script.run(1, "taint nodes node-1 culvert-");
        script.run(0, "label node node-1 culvert=@NS --dry-run=server");
        script.run(0, "cordon node-1 --dry-run=server");
        script.run(0, "uncordon node-1 --dry-run=server");
        script.run(0, "drain node-1 --dry-run=server --force --pod-selector=session=@NS");
        script.run(1, "drain absent --dry-run=server");
        script.run(0, "get --raw @RAW/api/v1/nodes/node-1/proxy/healthz");
    }

    private static void certificates(Script script) {
        script.run(0, "apply -f -", REQUEST.formatted("", ENCODED) + "---\n" + REQUEST.formatted("-not", ENCODED));
        script.run(0, "get csr @NS @NS-not --no-headers -o custom-columns=:.metadata.name,:.spec.signerName");
        script.run(0, "certificate approve @NS");
        script.run(0, "certificate deny @NS-not");
        script.run(1, "certificate approve @NS-not");
        script.run(1, "certificate approve @NS-absent");
        script.run(0, "get csr @NS @NS-not --no-headers -o custom-columns=:.metadata.name,:.status.conditions[*].type");
        script.run(0, "delete csr @NS @NS-not");
    }
}
