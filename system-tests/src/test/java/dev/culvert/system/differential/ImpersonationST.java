package dev.culvert.system.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Rig;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Target;
import dev.culvert.system.rig.Workload;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import dev.culvert.system.wire.RawResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A caller who acts as herself: the cluster knows her, and nobody else. One kind of carrier is enough. */
@SystemTest
final class ImpersonationST {

    private static final String BINDING = """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: devs-view}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: devs}]
        """;

    private static Workload granted;
    private static Workload foreign;
    private static Rig rig;

    @BeforeAll
    static void start() {
        rig = Rigs.of(CarrierKind.GRPC);
        assumeFalse(rig.isLoopback(), "there is no gateway that knows alice");
        granted = Workload.create("granted");
        foreign = Workload.create("foreign");
        granted.apply(BINDING);
        await("the cluster knows the binding").atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        as(rig.alice(), configMaps(granted)).status())
                .isEqualTo(200));
    }

    @AfterAll
    static void stop() {
        if (granted != null) {
            granted.close();
            foreign.close();
        }
    }

    @Test
    void whatSheMayNotDoIsRefusedInHerName() {
        RawResponse answer = as(rig.alice(), configMaps(foreign));
        assertThat(answer.isStatusObject(403)).as(answer.toString()).isTrue();
        assertThat(answer.text()).contains("User \\\"alice\\\" cannot list resource");
        assertThat(as(rig.target(), configMaps(foreign)).status()).isEqualTo(200);
    }

    /** The binding is her group's. */
    @Test
    void aRightOfHerGroupIsHersAndNoOther() {
        assertThat(canI("list", granted)).isEqualTo("yes");
        assertThat(canI("create", granted)).isEqualTo("no");
        assertThat(canI("list", foreign)).isEqualTo("no");
    }

    @Test
    void anUpgradeAndAWatchAreHersToo() {
        for (Workload workload : new Workload[] {granted, foreign}) {
            RawRequest exec = RawRequest.get(
                            "/api/v1/namespaces/" + workload.namespace() + "/pods/p/exec?command=true&stdout=true")
                    .header("Connection: Upgrade")
                    .header("Upgrade: websocket")
                    .header("Sec-WebSocket-Version: 13")
                    .header("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            RawResponse answer = as(rig.alice(), exec);
            assertThat(answer.isStatusObject(403)).as(answer.toString()).isTrue();
            assertThat(answer.text()).contains("User \\\"alice\\\"");
        }
        RawRequest watch =
                RawRequest.get("/api/v1/namespaces/" + foreign.namespace() + "/configmaps?watch=true&timeoutSeconds=1");
        assertThat(as(rig.alice(), watch).status()).isEqualTo(403);
    }

    /** Her requests wait in her own queue, and the agent's in its own. */
    @Test
    void theClusterSharesItsTimeByHerNameAndNotByTheAgents() {
        String schema = flowSchemaOf(rig.alice());
        assertThat(schema).isEqualTo(uid("global-default"));
        assertThat(flowSchemaOf(rig.target())).isNotEqualTo(schema);
    }

    /** Since Kubernetes 1.28 a cluster says whom it takes a caller for. */
    @Test
    void theClusterNamesHerWithGroupsAndExtra() {
        String resources = as(Rigs.direct(), RawRequest.get("/apis/authentication.k8s.io/v1"))
                .text();
        assumeTrue(resources.contains("selfsubjectreviews"), "the cluster says to nobody who they are");
        RawResponse answer = as(
                rig.alice(),
                RawRequest.request("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews")
                        .body(
                                "application/json",
                                "{\"kind\":\"SelfSubjectReview\",\"apiVersion\":\"authentication.k8s.io/v1\"}"));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        assertThat(answer.text())
                .contains("\"username\":\"alice\"", "\"uid\":\"u-17\"", "[\"devs\",\"ops\",\"system:authenticated\"]")
                .contains("\"example.com/scope\":[\"a\",\"b\"]");
    }

    private static String flowSchemaOf(Target caller) {
        return as(caller, configMaps(granted))
                .first("x-kubernetes-pf-flowschema-uid")
                .orElseThrow();
    }

    private static String uid(String schema) {
        return Rigs.direct()
                .kubectl("get", "flowschema", schema, "-o", "jsonpath={.metadata.uid}")
                .run()
                .orFail()
                .out();
    }

    private static String canI(String verb, Workload where) {
        return rig.target()
                .kubectl("auth", "can-i", verb, "configmaps", "-n", where.namespace())
                .with("--token=" + rig.alice().token().orElseThrow())
                .run()
                .out()
                .trim();
    }

    private static RawRequest configMaps(Workload workload) {
        return RawRequest.get("/api/v1/namespaces/" + workload.namespace() + "/configmaps");
    }

    private static RawResponse as(Target caller, RawRequest request) {
        return RawConnection.exchange(caller, request);
    }
}
