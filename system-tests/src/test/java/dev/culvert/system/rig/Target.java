package dev.culvert.system.rig;

import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * One way to reach the cluster: direct, or through a gateway. Both are known by a kubeconfig alone, so that tests cannot
 * treat them differently.
 *
 * @param prefix what stands before the Kubernetes path: empty, or {@code /clusters/NAME}
 */
public record Target(String name, Path kubeconfig, URI server, String prefix, SSLContext tls, Optional<String> token) {

    public static Target of(String name, Path kubeconfig) {
        Kubeconfig config = Kubeconfig.read(kubeconfig);
        String path = config.server().getRawPath();
        return new Target(name, kubeconfig, config.server(), path.equals("/") ? "" : path, tls(config), config.token());
    }

    public String host() {
        return server.getHost();
    }

    public int port() {
        return server.getPort() > 0 ? server.getPort() : 443;
    }

    /** The same way for somebody with another token. */
    public Target withToken(String other) {
        return new Target(name, kubeconfig, server, prefix, tls, Optional.of(other));
    }

    /** The same way for somebody with a token and without the kubeconfig's client certificate, which would count more. */
    public Target withTokenAlone(String other) {
        Kubeconfig config = Kubeconfig.read(kubeconfig);
        return new Target(name, kubeconfig, server, prefix, tls(config.withoutCertificate()), Optional.of(other));
    }

    /** The same way for somebody without a token. */
    public Target withoutToken() {
        return new Target(name, kubeconfig, server, prefix, tls, Optional.empty());
    }

    /** The same gateway, another cluster. */
    public Target withPrefix(String other) {
        return new Target(name, kubeconfig, server, other, tls, token);
    }

    /** The same way for a client that goes through an HTTP proxy. */
    public Target throughProxy(URI proxy) {
        byte[] flat = kubectl("config", "view", "--flatten", "--minify", "--output=json")
                .run()
                .orFail()
                .stdout();
        Path file = Kubeconfig.withProxy(flat, proxy, Scratch.file("proxied-" + name + ".kubeconfig"));
        return new Target(name, file, server, prefix, tls, token);
    }

    /** kubectl for this target, with a discovery cache of its own. */
    public Command kubectl(String... arguments) {
        return Command.of("kubectl")
                .with(arguments)
                .env("KUBECONFIG", kubeconfig.toString())
                .env("KUBECACHEDIR", Scratch.directory("cache-" + name).toString());
    }

    private static SSLContext tls(Kubeconfig config) {
        try {
            KeyStore trusted = empty();
            int index = 0;
            for (X509Certificate authority : config.authorities()) {
                trusted.setCertificateEntry("ca" + index++, authority);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            KeyStore own = empty();
            if (config.key().isPresent()) {
                own.setKeyEntry(
                        "own",
                        config.key().get(),
                        new char[0],
                        config.certificates().toArray(X509Certificate[]::new));
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (java.io.IOException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
