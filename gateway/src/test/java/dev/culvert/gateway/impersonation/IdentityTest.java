package dev.culvert.gateway.impersonation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.authz.Grant;
import dev.culvert.gateway.authz.Mode;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.tunnel.exchange.Header;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
    private static final Grant AGENT = new Grant(Mode.AGENT);
    private static final Grant IMPERSONATE = new Grant(Mode.IMPERSONATE);
    private static final Impersonators NOBODY_IS_ASKED = new Impersonators((cluster, gone) -> {
        throw new AssertionError("the cluster was asked");
    });
    private static final Errand ERRAND =
            new Errand("c1", "r-1", Promise.<Void>promise().future());
    private static final Header ACCEPT = new Header("Accept", "*/*");

    private final Identity identity = new Identity(false, NOBODY_IS_ASKED);

    @Test
    void theAgentsIdentityAddsNothing() {
        List<Header> lines = List.of(ACCEPT, new Header("X-A", "1"), new Header("x-a", "2"));

        assertThat(apply(lines, Caller.named("zoë"), AGENT)).isEqualTo(lines);
    }

    @Test
    void theCallersIdentityComesLastWithOneLineForEachValue() {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        extra.put("Example.com/a b%", List.of("1", "2"));
        extra.put("scopes", List.of("view"));
        Caller caller = new Caller("jane", "u-1", List.of("dev", "a,b"), extra);

        assertThat(apply(List.of(ACCEPT), caller, IMPERSONATE))
                .containsExactly(
                        ACCEPT,
                        new Header("Impersonate-User", "jane"),
                        new Header("Impersonate-Uid", "u-1"),
                        new Header("Impersonate-Group", "dev"),
                        new Header("Impersonate-Group", "a,b"),
                        new Header("Impersonate-Extra-example.com%2Fa%20b%25", "1"),
                        new Header("Impersonate-Extra-example.com%2Fa%20b%25", "2"),
                        new Header("Impersonate-Extra-scopes", "view"));
    }

    @Test
    void aUserWithoutGroupsIsStillNamed() {
        assertThat(apply(List.of(), Caller.named("jane"), IMPERSONATE))
                .containsExactly(new Header("Impersonate-User", "jane"));
    }

    @Test
    void otherAlphabetsAreUtf8OneCharAByte() {
        List<Header> headers = apply(List.of(), Caller.named("zoë@日本"), IMPERSONATE);

        byte[] bytes = headers.get(0).value().getBytes(StandardCharsets.ISO_8859_1);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("zoë@日本");
        assertThat(headers.get(0).value().chars()).allMatch(c -> c < 256);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Impersonate-User",
                "impersonate-user",
                "IMPERSONATE-GROUP",
                "ImPeRsOnAtE-UiD",
                "Impersonate-Extra-scopes",
                "Impersonate_User",
                "impersonate_extra-x",
                " Impersonate-User",
                "Impersonate",
                "Impersonate-Something-New"
            })
    void whoActsAsTheAgentIsNobodyElseInAnySpelling(String name) {
        List<Header> lines = List.of(ACCEPT, new Header(name, "system:masters"));

        assertRefused(() -> apply(lines, Caller.named("jane"), AGENT), "nested impersonation is not supported");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Impersonate_User",
                "impersonate_extra-x",
                " Impersonate-User",
                "Impersonate",
                "Impersonate-Something-New",
                "Impersonate-Extra"
            })
    void whatNoApiServerReadsIsRefusedAndNotOverlooked(String name) {
        List<Header> lines = List.of(new Header("Impersonate-User", "bob"), new Header(name, "system:masters"));

        assertRefused(() -> apply(lines, Caller.named("jane"), IMPERSONATE), "that no API server knows");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Remote-User",
                "x-remote-user",
                "X-REMOTE-GROUP",
                "X-Remote-Uid",
                "X-Remote-Extra-scopes",
                "X_Remote_User",
                "x_remote-user",
                " X-Remote-User"
            })
    void whatAFrontProxyWouldSayIsTakenAway(String name) {
        assertThat(apply(List.of(new Header(name, "admin"), ACCEPT), Caller.named("jane"), AGENT))
                .containsExactly(ACCEPT);
    }

    @Test
    void similarNamesStay() {
        List<Header> lines = List.of(new Header("X-Remotely", "1"), new Header("Impersonator", "2"));

        assertThat(apply(lines, Caller.named("jane"), AGENT)).isEqualTo(lines);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\r\nImpersonate-Group: system:masters", "a\nb", "a\u0000b", "a\u007Fb", " a", "a ", "a\uD800b"
            })
    void whatNoHeaderCanHoldIsRefused(String text) {
        assertRefused(new Caller(text, null, List.of(), Map.of()));
        assertRefused(new Caller("jane", text, List.of(), Map.of()));
        assertRefused(new Caller("jane", null, List.of("dev", text), Map.of()));
        assertRefused(new Caller("jane", null, List.of(), Map.of("k", List.of(text))));
    }

    @Test
    void extraKeysCannotEndALine() {
        Caller caller = new Caller("jane", null, List.of(), Map.of("a\r\nb:ö", List.of("v")));

        assertThat(apply(List.of(), caller, IMPERSONATE))
                .contains(new Header("Impersonate-Extra-a%0D%0Ab%3A%C3%B6", "v"));
    }

    @Test
    void systemIdentitiesAreRefusedUnlessAllowed() {
        Caller user = Caller.named("system:admin");
        Caller member = new Caller("jane", null, List.of("dev", "system:masters"), Map.of());

        assertRefused(user);
        assertRefused(member);
        assertThat(outcome(new Identity(true, NOBODY_IS_ASKED).apply(List.of(), member, IMPERSONATE, ERRAND)))
                .contains(new Header("Impersonate-Group", "system:masters"));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void theCallersListIsLeftAlone(Mode mode) {
        List<Header> lines = List.of(ACCEPT);

        apply(lines, Caller.named("jane"), new Grant(mode));

        assertThat(lines).containsExactly(ACCEPT);
    }

    private List<Header> apply(List<Header> lines, Caller caller, Grant grant) {
        return outcome(identity.apply(lines, caller, grant, ERRAND));
    }

    /** Nothing is waited for where nobody is asked. */
    private static List<Header> outcome(Future<List<Header>> headers) {
        assertThat(headers.isComplete()).isTrue();
        if (headers.cause() instanceof StatusException refused) {
            throw refused;
        }
        return headers.result();
    }

    private void assertRefused(Caller caller) {
        assertRefused(() -> apply(List.of(), caller, IMPERSONATE), "");
    }

    private static void assertRefused(ThrowingCallable call, String why) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StatusException.class, status -> {
            assertThat(status.code()).isEqualTo(403);
            assertThat(status.text()).contains(why).doesNotContain("system:masters");
        });
    }
}
