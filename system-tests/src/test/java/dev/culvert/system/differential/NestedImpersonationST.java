package dev.culvert.system.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Rig;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Target;
import dev.culvert.system.rig.Workload;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import dev.culvert.system.wire.RawResponse;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A caller who acts as herself asks to be somebody else. What she is told is what a service account with the same rights is
 * told that asks the API server directly.
 */
@SystemTest
final class NestedImpersonationST {

    /** Cluster-wide, since users and groups are; named after the namespace. */
    private static final String RIGHTS = """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: NS}
        rules:
        - {apiGroups: [""], resources: [users], verbs: [impersonate], resourceNames: [bob]}
        - {apiGroups: [""], resources: [groups], verbs: [impersonate], resourceNames: [readers]}
        - {apiGroups: [authentication.k8s.io], resources: [userextras/scope], verbs: [impersonate], resourceNames: [view]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: NS}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: NS}
        subjects:
        - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: ops}
        - {kind: ServiceAccount, name: direct, namespace: NS}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: direct}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: impersonate-reader}
        rules:
        - {apiGroups: [""], resources: [serviceaccounts], verbs: [impersonate], resourceNames: [reader]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: impersonate-reader}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: impersonate-reader}
        subjects:
        - {apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}
        - {kind: ServiceAccount, name: direct, namespace: NS}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: viewers}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
        subjects:
        - {apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}
        - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: readers}
        - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:serviceaccounts:NS"}
        """;

    private static final Pattern TOKEN = Pattern.compile("\"token\": ?\"([^\"]+)\"");

    private static Workload workload;
    private static Rig rig;
    private static Target direct;

    @BeforeAll
    static void start() {
        rig = Rigs.of(CarrierKind.GRPC);
        assumeFalse(rig.isLoopback(), "there is no gateway that knows alice");
        workload = Workload.create("nested");
        workload.apply(RIGHTS.replace("NS", workload.namespace()));
        direct = Rigs.direct().withTokenAlone(token("direct"));
        await("the cluster knows the rights").atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(list(rig.alice(), "Impersonate-User: bob", "Impersonate-Group: readers")
                            .status())
                    .isEqualTo(200);
            assertThat(list(direct, "Impersonate-User: bob", "Impersonate-Group: readers")
                            .status())
                    .isEqualTo(200);
        });
    }

    @AfterAll
    static void stop() {
        if (workload != null) {
            for (String kind : new String[] {"clusterrolebinding", "clusterrole"}) {
                Rigs.direct().kubectl("delete", kind, workload.namespace()).run();
            }
            workload.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> theAnswerIsThatOfTheApiServer() {
        String reader = "system:serviceaccount:" + workload.namespace() + ":";
        return Stream.of(
                        "Impersonate-User: bob\r\nImpersonate-Group: readers",
                        "Impersonate-User: bob",
                        "Impersonate-User: eve",
                        "Impersonate-User: bob\r\nImpersonate-Group: readers\r\nImpersonate-Group: system:masters",
                        "Impersonate-User: bob\r\nImpersonate-Group: system:authenticated",
                        "Impersonate-User: bob\r\nImpersonate-Group: readers\r\nImpersonate-Extra-Scope: view",
                        "Impersonate-User: bob\r\nImpersonate-Group: readers\r\nImpersonate-Extra-Scope: edit",
                        "Impersonate-User: bob\r\nImpersonate-Extra-%73cope: view\r\nImpersonate-Group: readers",
                        "Impersonate-User: bob\r\nImpersonate-Extra-%53cope: view\r\nImpersonate-Group: readers",
                        "Impersonate-User: bob\r\nImpersonate-User: eve\r\nImpersonate-Group: readers",
                        "Impersonate-User: eve\r\nImpersonate-User: bob\r\nImpersonate-Group: readers",
                        "Impersonate-User: " + reader + "reader",
                        "Impersonate-User: " + reader + "other",
                        "Impersonate-User: system:serviceaccount:default:reader",
                        "Impersonate-User: system:admin",
                        "Impersonate-User: system:anonymous",
                        "Impersonate-User: zo\u00c3\u00ab",
                        "Connection: Impersonate-User\r\nImpersonate-User: eve",
                        "Impersonate-User:")
                .map(lines -> DynamicTest.dynamicTest(lines, () -> compare(lines)));
    }

    private static void compare(String lines) {
        RawResponse expected = list(direct, lines);
        RawResponse actual = list(rig.alice(), lines);
        assertThat(actual.status()).as(expected + "\n" + actual).isEqualTo(expected.status());
        assertThat(message(actual)).isEqualTo(message(expected));
    }

    @Test
    void groupsOfNobodyAreRefused() {
        RawResponse answer = list(rig.alice(), "Impersonate-Group: readers");
        assertThat(answer.isStatusObject(400)).as(answer.toString()).isTrue();
        assertThat(list(direct, "Impersonate-Group: readers").status()).isIn(400, 500);
    }

    @Test
    void watchesAndUpgradesAreNoOtherWay() {
        String watch = "/api/v1/namespaces/" + workload.namespace() + "/configmaps?watch=true&timeoutSeconds=1";
        assertThat(as(rig.alice(), watch, "Impersonate-User: bob", "Impersonate-Group: readers")
                        .status())
                .isEqualTo(200);
        assertThat(as(rig.alice(), watch, "Impersonate-User: eve").text())
                .contains("cannot impersonate resource \\\"users\\\"");
        String exec = "/api/v1/namespaces/" + workload.namespace() + "/pods/p/exec?command=true&stdout=true";
        String[] upgrade = {
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
        };
        assertThat(as(rig.alice(), exec, with(upgrade, "Impersonate-User: bob")).text())
                .contains("User \\\"bob\\\" cannot");
        assertThat(as(rig.alice(), exec, with(upgrade, "Impersonate-User: eve")).text())
                .contains("cannot impersonate resource \\\"users\\\"");
    }

    @Test
    void kubectlAsksAndIsToldAsEver() {
        assertThat(canI("--as=bob", "--as-group=readers").out().trim()).isEqualTo("yes");
        assertThat(canI("--as=bob").out().trim()).isEqualTo("no");
        assertThat(canI("--as=eve").err()).contains("(Forbidden)", "cannot impersonate resource \"users\"");
    }

    /** The right ends with the binding, and what the gateway remembers of it a few seconds later. */
    @Test
    void aRightThatIsTakenAwayIsGoneWithinSeconds() {
        String role = workload.namespace() + "-short";
        Target admin = Rigs.direct();
        admin.kubectl("create", "clusterrole", role, "--verb=impersonate", "--resource=users", "--resource-name=carol")
                .run()
                .orFail();
        admin.kubectl("create", "clusterrolebinding", role, "--clusterrole=" + role, "--user=alice")
                .run()
                .orFail();
        try {
            awaitMessage("User \"carol\" cannot list");
        } finally {
            admin.kubectl("delete", "clusterrolebinding,clusterrole", role)
                    .run()
                    .orFail();
        }
        awaitMessage("cannot impersonate resource \"users\"");
    }

    private static void awaitMessage(String text) {
        await(text).atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        message(list(rig.alice(), "Impersonate-User: carol")))
                .contains(text));
    }

    private static Outcome canI(String... as) {
        return rig.target()
                .kubectl("auth", "can-i", "list", "configmaps", "-n", workload.namespace())
                .with("--token=" + rig.alice().token().orElseThrow())
                .with(as)
                .run();
    }

    private static RawResponse list(Target caller, String... lines) {
        return as(caller, "/api/v1/namespaces/" + workload.namespace() + "/configmaps?limit=1", lines);
    }

    private static RawResponse as(Target caller, String path, String... lines) {
        RawRequest request = RawRequest.get(path);
        for (String line : lines) {
            request = request.header(line);
        }
        return RawConnection.exchange(caller, request);
    }

    private static String[] with(String[] lines, String more) {
        return Stream.concat(Stream.of(lines), Stream.of(more)).toArray(String[]::new);
    }

    /** What the gateway puts around its messages taken off, and both callers given one name. */
    private static String message(RawResponse answer) {
        Matcher message =
                Pattern.compile("\"message\": ?\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(answer.text());
        if (answer.status() < 400 || !message.find()) {
            return "";
        }
        String text = message.group(1).replace("\\\"", "\"");
        for (Map.Entry<String, String> same : Map.of(
                        "^gateway: ", "",
                        " \\(request [^)]*\\)$", "",
                        "User \"(alice|system:serviceaccount:[^\"]*:direct)\"", "User \"CALLER\"")
                .entrySet()) {
            text = text.replaceAll(same.getKey(), same.getValue());
        }
        return text;
    }

    private static String token(String account) {
        String path = "/api/v1/namespaces/" + workload.namespace() + "/serviceaccounts/" + account + "/token";
        RawResponse answer = RawConnection.exchange(
                Rigs.direct(),
                RawRequest.request("POST", path)
                        .body(
                                "application/json",
                                "{\"kind\":\"TokenRequest\",\"apiVersion\":\"authentication.k8s.io/v1\",\"spec\":{}}"));
        Matcher token = TOKEN.matcher(answer.text());
        if (!token.find()) {
            throw new AssertionError(answer.toString());
        }
        return token.group(1);
    }
}
