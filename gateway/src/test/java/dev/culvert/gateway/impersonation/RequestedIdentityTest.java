package dev.culvert.gateway.impersonation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.tunnel.exchange.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedIdentityTest {
    @Test
    void everyPartTakesARightInTheOrderOfTheApiServer() {
        RequestedIdentity requested = of(
                "impersonate-uid: u-1",
                "Impersonate-Extra-Example.com%2fScope: view",
                "Impersonate-Group: dev",
                "IMPERSONATE-USER: bob",
                "Impersonate-Extra-example.com%2FScope: edit",
                "Impersonate-Group: a,b");

        assertThat(requested.user())
                .isEqualTo(new Caller(
                        "bob", "u-1", List.of("dev", "a,b"), Map.of("example.com/scope", List.of("view", "edit"))));
        assertThat(requested.rights())
                .containsExactly(
                        new Right("", "users", "", "", "bob"),
                        new Right("", "groups", "", "", "dev"),
                        new Right("", "groups", "", "", "a,b"),
                        new Right("authentication.k8s.io", "userextras", "example.com/scope", "", "view"),
                        new Right("authentication.k8s.io", "userextras", "example.com/scope", "", "edit"),
                        new Right("authentication.k8s.io", "uids", "", "", "u-1"));
    }

    /** Go's Header.Get reads the first line alone. */
    @Test
    void ofSeveralUsersTheFirstIsAskedForAndBecome() {
        RequestedIdentity requested = of("Impersonate-User: bob", "Impersonate-User: root");

        assertThat(requested.user().name()).isEqualTo("bob");
        assertThat(requested.rights()).containsExactly(Right.user("bob"));
    }

    /** What is sent is what was asked for: a key's capitals do not get lost on the way. */
    @Test
    void aKeysEscapedCapitalsAreSentAsTheyWereReviewed() {
        RequestedIdentity requested =
                of("Impersonate-User: bob", "Impersonate-Extra-%41b: 1", "Impersonate-Extra-c%zz: 2");

        assertThat(requested.rights()).contains(Right.extra("Ab", "1"), Right.extra("c%zz", "2"));
        assertThat(ImpersonationHeaders.ofUser(requested.user(), new ArrayList<>()))
                .containsExactly(
                        new Header("Impersonate-User", "bob"),
                        new Header("Impersonate-Extra-%41b", "1"),
                        new Header("Impersonate-Extra-c%25zz", "2"));
    }

    @Test
    void otherAlphabetsAreText() {
        assertThat(of("Impersonate-User: zo\u00c3\u00ab").user().name()).isEqualTo("zoë");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Impersonate-Group: dev", "Impersonate-Uid: 1", "Impersonate-Extra-a: b", "Impersonate-Group:"})
    void withoutAUserThereIsNobodyToBe(String line) {
        for (String[] lines : new String[][] {{line}, {"Impersonate-User:", line}}) {
            assertThatThrownBy(() -> of(lines)).isInstanceOfSatisfying(StatusException.class, status -> {
                assertThat(status.code()).isEqualTo(400);
                assertThat(status.text()).contains("without impersonating a user");
            });
        }
    }

    @Test
    void anEmptyUserAloneIsNobodyElse() {
        assertThat(RequestedIdentity.of(lines("Impersonate-User:", "Impersonate-Uid:")))
                .isEmpty();
        assertThat(RequestedIdentity.of(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Impersonate-User: \u00ff", "Impersonate-Group: \u00c3", "Impersonate-Extra-%ff: a"})
    void whatIsNoTextIsRefused(String line) {
        assertThatThrownBy(() -> of("Impersonate-User: bob", line))
                .isInstanceOfSatisfying(StatusException.class, status -> assertThat(status.code())
                        .isEqualTo(400));
    }

    @Test
    void oneRequestAsksForSoManyRightsAndNoMore() {
        List<Header> lines = new ArrayList<>(lines("Impersonate-User: bob"));
        for (int i = 1; i < RequestedIdentity.MAX_RIGHTS; i++) {
            lines.add(new Header("Impersonate-Group", "g" + i));
        }
        assertThat(RequestedIdentity.of(lines)).isPresent();
        lines.add(new Header("Impersonate-Group", "one more"));

        assertThatThrownBy(() -> RequestedIdentity.of(lines))
                .isInstanceOfSatisfying(StatusException.class, status -> assertThat(status.code())
                        .isEqualTo(403));
    }

    @ParameterizedTest
    @CsvSource({
        "system:serviceaccount:ns:builder, serviceaccounts, ns, builder",
        "system:serviceaccount:ns:a.b-c, serviceaccounts, ns, a.b-c",
        "system:serviceaccount:ns, users, '', system:serviceaccount:ns",
        "system:serviceaccount:ns:a:b, users, '', system:serviceaccount:ns:a:b",
        "system:serviceaccount:Ns:a, users, '', system:serviceaccount:Ns:a",
        "system:serviceaccount::a, users, '', system:serviceaccount::a",
        "system:node:a, users, '', system:node:a"
    })
    void aServiceAccountIsNoUser(String user, String resource, String namespace, String name) {
        assertThat(Right.user(user)).isEqualTo(new Right("", resource, "", namespace, name));
    }

    @Test
    void aRefusalReadsAsKubeApiserversOwn() {
        assertThat(Right.user("bob").refusal("alice", ""))
                .isEqualTo("users \"bob\" is forbidden: User \"alice\" cannot impersonate resource \"users\""
                        + " in API group \"\" at the cluster scope");
        assertThat(Right.user("system:serviceaccount:ns:sa").refusal("alice", "why"))
                .isEqualTo("serviceaccounts \"sa\" is forbidden: User \"alice\" cannot impersonate resource"
                        + " \"serviceaccounts\" in API group \"\" in the namespace \"ns\": why");
        assertThat(Right.extra("scope", "view").refusal("alice", ""))
                .isEqualTo("userextras.authentication.k8s.io \"view\" is forbidden: User \"alice\" cannot impersonate"
                        + " resource \"userextras/scope\" in API group \"authentication.k8s.io\" at the cluster scope");
    }

    @Test
    void theAuthorizerIsAskedAboutTheCallerThatTheApiServerWouldMakeOfIt() {
        assertThat(groups("alice", "dev")).containsExactly("dev", "system:authenticated");
        assertThat(groups("alice")).containsExactly("system:authenticated");
        assertThat(groups("alice", "system:unauthenticated")).containsExactly("system:unauthenticated");
        assertThat(groups("system:anonymous")).containsExactly("system:unauthenticated");
        assertThat(groups("system:serviceaccount:ns:sa"))
                .containsExactly("system:serviceaccounts", "system:serviceaccounts:ns", "system:authenticated");
        assertThat(groups("system:serviceaccount:ns:sa", "dev")).containsExactly("dev", "system:authenticated");
    }

    private static List<String> groups(String name, String... groups) {
        return ClusterUser.groups(new Caller(name, null, List.of(groups), Map.of()));
    }

    private static RequestedIdentity of(String... lines) {
        return RequestedIdentity.of(lines(lines)).orElseThrow();
    }

    private static List<Header> lines(String... lines) {
        List<Header> headers = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            headers.add(new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return headers;
    }
}
