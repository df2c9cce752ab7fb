package dev.culvert.system.admin;

import static dev.culvert.system.admin.AdministeredGateway.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Daemon;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Repository;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.Running;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Target;
import dev.culvert.system.rig.Workload;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** From {@code gateway init} to a person with rights of her own in a real cluster, who loses them: by the command line alone. */
@SystemTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class AdministrationST {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String POD = "shell";

    /** Jane may look at pods, and work in them, in one namespace. */
    private static final String RIGHTS = """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: pods}
        rules:
        - {apiGroups: [""], resources: [pods], verbs: [get, list, watch]}
        - {apiGroups: [""], resources: [pods/exec], verbs: [get, create]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: pods}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: pods}
        subjects:
        - {apiGroup: rbac.authorization.k8s.io, kind: User, name: jane}
        """;

    private static AdministeredGateway gateway;
    private static Daemon agent;
    private static Workload workload;
    private static Target laptop;
    private static Target phone;

    @BeforeAll
    static void start() {
        workload = Workload.create("administered");
        workload.apply(RIGHTS);
        workload.apply(Workload.manifest(POD, "trap exit TERM; while :; do sleep 3600 & wait; done"));
        gateway = AdministeredGateway.start("administered-real");
        culvert("cluster", "create", "edge");
        culvert("agent-token", "issue", "--cluster", "edge", "--secret-file", file("edge.token"));
        agent = gateway.agent(gateway.file("edge.token"), Rigs.direct().kubeconfig());
        culvert("caller", "create", "jane", "--group", "devs");
        culvert("rule", "add", "devs", "--group", "devs", "--cluster", "edge", "--mode", "impersonate");
        laptop = issue("laptop");
        phone = issue("phone");
        workload.awaitReady(POD);
    }

    @AfterAll
    static void stop() {
        if (agent != null) {
            agent.close();
        }
        if (gateway != null) {
            gateway.close();
        }
        if (workload != null) {
            workload.close();
        }
    }

    @Test
    void theClusterKnowsWhoComesAndDecidesWhatSheMay() {
        assertThat(kubectl(phone, "get", "pods").orFail().out()).contains(POD);
        assertThat(kubectl(phone, "get", "secrets").err())
                .contains("(Forbidden)", "User \"jane\" cannot list resource \"secrets\"");
        assertThat(kubectl(phone, "auth", "can-i", "create", "pods", "--subresource=exec")
                        .out())
                .isEqualTo("yes\n");
        assertThat(kubectl(phone, "auth", "can-i", "delete", "pods").out()).isEqualTo("no\n");
    }

    @Test
    void kubectlKnowsWhoSheIs() {
        Outcome direct = Rigs.direct().kubectl("auth", "whoami").run();
        assumeTrue(direct.exit() == 0, "the API server has no SelfSubjectReview: " + direct.err());

        assertThat(phone.kubectl("auth", "whoami").run().orFail().out())
                .containsPattern("Username +jane\\n")
                .containsPattern("Groups +\\[devs system:authenticated]");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void whatIsTakenBackEndsWhatRuns() {
        try (Running hers = shell(laptop);
                Running watch = watch(laptop);
                Running others = shell(phone);
                Running othersWatch = watch(phone)) {
            culvert("token", "revoke", "laptop");

            assertThat(kubectl(laptop, "get", "pods").err())
                    .contains("You must be logged in to the server", "the token is not valid");
            // By SPDY kubectl takes any end of the connection for the command's, and exits with 0.
            hers.awaitEnd(PATIENCE);
            watch.awaitEnd(PATIENCE);
            others.write("echo still-$((40 + 2))\n");
            others.awaitOut("still-42", PATIENCE);
            assertThat(othersWatch.alive()).isTrue();

            culvert("rule", "remove", "devs");

            assertThat(kubectl(phone, "get", "pods").err())
                    .contains("(Forbidden)", "user \"jane\" has no access to cluster \"edge\"");
            others.awaitEnd(PATIENCE);
            othersWatch.awaitEnd(PATIENCE);
            assertThat(gateway.log())
                    .doesNotContain(read(gateway.file("laptop.token")), read(gateway.file("phone.token")));
        }
    }

    /** A remote command that has begun, and goes on as long as it is let. */
    private static Running shell(Target target) {
        Running shell = target.kubectl("exec", "-i", POD, "-n", workload.namespace(), "--", "sh")
                .startWithOpenInput();
        shell.write("echo begun-$((40 + 2))\n");
        return shell.awaitOut("begun-42", PATIENCE);
    }

    /** A watch whose first event is in. */
    private static Running watch(Target target) {
        return target.kubectl("get", "pods", "--watch", "-n", workload.namespace())
                .start()
                .awaitOut(POD, PATIENCE);
    }

    private static Outcome kubectl(Target target, String... arguments) {
        return target.kubectl(arguments).with("-n", workload.namespace()).run();
    }

    private static void culvert(String... arguments) {
        gateway.culvert(arguments).orFail();
    }

    /** Jane at a machine of hers, with a token of its own. */
    private static Target issue(String machine) {
        Path token = gateway.file(machine + ".token");
        culvert("token", "issue", "--caller", "jane", "--name", machine, "--secret-file", token.toString());
        Path kubeconfig = gateway.file(machine + ".kubeconfig");
        Command.of(Daemon.java(), "-jar", Repository.jar("kubeconfig-gen").toString())
                .with("--gateway", gateway.url(), "--cluster", "edge")
                .with("--ca-file", gateway.authority().toString(), "--token-file", token.toString())
                .with("--output", kubeconfig.toString())
                .run()
                .orFail();
        return Target.of(machine, kubeconfig);
    }

    private static String file(String name) {
        return gateway.file(name).toString();
    }
}
