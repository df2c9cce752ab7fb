package dev.culvert.kubeconfig.oidc;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The port that the browser is sent to. Whatever else on this machine, or a page in the same browser, asks there cannot end the
 * login: only an answer with this login's state is one.
 */
final class Loopback implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String PATH = "/callback";

    private final HttpServer server;
    private final State state;
    private final Issuer issuer;
    private final CompletableFuture<AuthorizationCode> code = new CompletableFuture<>();

    private Loopback(HttpServer server, State state, Issuer issuer) {
        this.server = server;
        this.state = state;
        this.issuer = issuer;
    }

    static Loopback listen(int port, State state, Issuer issuer) {
        try {
            // By address: what "localhost" means is up to the machine (RFC 8252, section 8.3).
            HttpServer server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
            Loopback loopback = new Loopback(server, state, issuer);
            server.createContext("/", loopback::answer);
            server.start();
            return loopback;
        } catch (IOException e) {
            throw OidcException.failed("cannot listen on port " + port + " of 127.0.0.1: " + e.getMessage(), e);
        }
    }

    URI redirect() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    }

    AuthorizationCode await() {
        try {
            return code.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw OidcException.failed("nobody logged in in time", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof OidcException known ? known : OidcException.failed("the login failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw OidcException.failed("interrupted", e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        URI asked = exchange.getRequestURI();
        boolean ours = exchange.getRequestMethod().equals("GET") && PATH.equals(asked.getPath()) && accept(asked);
        byte[] page = (ours ? "You can close this page and go back to the terminal.\n" : "Nothing here.\n")
                .getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.sendResponseHeaders(ours ? 200 : 404, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
        if (ours) {
            // Only now: the server is closed as soon as somebody knows.
            finish(asked);
        }
    }

    private boolean accept(URI asked) {
        try {
            return state.equals(AuthenticationResponseParser.parse(asked).getState());
        } catch (ParseException notAnAnswer) {
            return false;
        }
    }

    private void finish(URI asked) {
        try {
            AuthenticationResponse response = AuthenticationResponseParser.parse(asked);
            if (response.getIssuer() != null && !response.getIssuer().equals(issuer)) {
                code.completeExceptionally(OidcException.failed("another provider answered the login"));
            } else if (!response.indicatesSuccess()) {
                code.completeExceptionally(OidcException.failed("the login did not succeed ("
                        + Provider.code(
                                response.toErrorResponse().getErrorObject().getCode()) + ")"));
            } else {
                code.complete(response.toSuccessResponse().getAuthorizationCode());
            }
        } catch (ParseException e) {
            code.completeExceptionally(OidcException.failed("the browser brought no answer", e));
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
