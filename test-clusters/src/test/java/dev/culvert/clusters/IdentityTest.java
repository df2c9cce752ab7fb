package dev.culvert.clusters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IdentityTest {
    private static final String WHO_AM_I = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    private static EmbeddedCluster cluster;

    @BeforeAll
    static void start() {
        cluster = EmbeddedCluster.start(EmbeddedOptions.defaults().withUser("plain-token", "plain", List.of("g1")));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void withoutACredentialOnlyHealthAndVersionAreServed() {
        Api nobody = api(access(Optional.empty()));
        for (String open : List.of("/version", "/healthz", "/livez", "/readyz")) {
            assertThat(nobody.get(open).status()).as(open).isEqualTo(200);
        }
        for (String closed : List.of("/api", "/apis", "/api/v1/namespaces", "/openapi/v2", "/absent")) {
            Api.Answer refused = nobody.get(closed);
            assertThat(refused.status()).as(closed).isEqualTo(401);
            assertThat(refused.text("reason")).isEqualTo("Unauthorized");
        }
    }

    @Test
    void aWrongTokenIsRefusedEvenWhereNoneIsNeeded() {
        Api wrong = api(access(Optional.of("wrong")));
        assertThat(wrong.get("/api").status()).isEqualTo(401);
        assertThat(wrong.get("/version").status()).isEqualTo(401);
    }

    @Test
    void theSchemeOfATokenIsCaseInsensitiveAndOneHeaderIsTheLimit() {
        Api nobody = api(access(Optional.empty()));
        assertThat(nobody.get("/api", "Authorization", "bEARER plain-token").status())
                .isEqualTo(200);
        assertThat(nobody.get("/api", "Authorization", "Basic plain-token").status())
                .isEqualTo(401);
        assertThat(nobody.get("/api", "Authorization", "Bearer plain-token", "Authorization", "Bearer plain-token")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aClientCertificateNamesUserAndGroups() {
        Api.Answer me = api(cluster.accessByCertificate("cert-user", List.of("g2", "g3")))
                .post(WHO_AM_I, "{}");
        assertThat(me.status()).isEqualTo(201);
        assertThat(me.text("status", "userInfo", "username")).isEqualTo("cert-user");
        assertThat(me.body().path("status").path("userInfo").path("groups"))
                .hasToString("[\"g2\",\"g3\",\"system:authenticated\"]");
    }

    @Test
    void aCertificateOfAnotherAuthorityGetsNowhere() {
        try (EmbeddedCluster other = EmbeddedCluster.start()) {
            ClusterAccess foreign = new ClusterAccess(
                    cluster.server(),
                    cluster.access().caPem(),
                    Optional.empty(),
                    other.accessByCertificate("system:admin", List.of("system:masters"))
                            .certificate());
            assertThatThrownBy(() -> api(foreign).get("/api")).hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void anAdministratorMayImpersonateAndNobodyElse() {
        String[] headers = {
            "Impersonate-User",
            "jane",
            "Impersonate-Group",
            "a",
            "Impersonate-Group",
            "b",
            "Impersonate-Uid",
            "u1",
            "Impersonate-Extra-Acme.com%2fproject",
            "p"
        };
        Api.Answer jane = api(cluster.access()).post(WHO_AM_I, "{}", headers);
        assertThat(jane.body().path("status").path("userInfo"))
                .hasToString(
                        "{\"username\":\"jane\",\"uid\":\"u1\",\"groups\":[\"a\",\"b\",\"system:authenticated\"],\"extra\":{\"acme.com/project\":[\"p\"]}}");
        Api.Answer refused = api(access(Optional.of("plain-token"))).post(WHO_AM_I, "{}", headers);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("reason")).isEqualTo("Forbidden");
    }

    @Test
    void anIssuedServiceAccountTokenAuthenticates() {
        Api.Answer issued =
                api(cluster.access()).post("/api/v1/namespaces/default/serviceaccounts/default/token", "{\"spec\":{}}");
        Api.Answer me = api(access(Optional.of(issued.text("status", "token")))).post(WHO_AM_I, "{}");
        assertThat(me.text("status", "userInfo", "username")).isEqualTo("system:serviceaccount:default:default");
        assertThat(me.body().path("status").path("userInfo").path("groups").toString())
                .contains("system:serviceaccounts:default");
    }

    @Test
    void noCredentialShowsInAnyText() {
        String token = cluster.access().token().orElseThrow();
        api(cluster.access()).get("/api");
        assertThat(cluster.access() + cluster.describe() + cluster.requests())
                .doesNotContain(token)
                .doesNotContain("PRIVATE KEY");
    }

    private static ClusterAccess access(Optional<String> token) {
        return new ClusterAccess(cluster.server(), cluster.access().caPem(), token, Optional.empty());
    }

    private static Api api(ClusterAccess access) {
        return new Api(access, HttpClient.Version.HTTP_1_1);
    }
}
