package dev.culvert.system.rig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** The current context of a kubeconfig file, read without any Kubernetes library. */
record Kubeconfig(
        URI server,
        List<X509Certificate> authorities,
        Optional<String> token,
        List<X509Certificate> certificates,
        Optional<PrivateKey> key) {

    static Kubeconfig read(Path file) {
        try {
            JsonNode root = new YAMLMapper().readTree(Files.readString(file));
            JsonNode context = named(
                            root, "contexts", root.path("current-context").asText())
                    .path("context");
            JsonNode cluster =
                    named(root, "clusters", context.path("cluster").asText()).path("cluster");
            JsonNode user = named(root, "users", context.path("user").asText()).path("user");
            return new Kubeconfig(
                    URI.create(cluster.path("server").asText()),
                    certificates(content(file, cluster, "certificate-authority")),
                    token(file, user),
                    certificates(content(file, user, "client-certificate")),
                    content(file, user, "client-key").map(Kubeconfig::key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes one whose clusters are reached through an HTTP proxy.
     *
     * @param json a kubeconfig that names no other files
     */
    static Path withProxy(byte[] json, URI proxy, Path file) {
        try {
            YAMLMapper yaml = new YAMLMapper();
            JsonNode root = yaml.readTree(json);
            for (JsonNode entry : root.path("clusters")) {
                ((ObjectNode) entry.path("cluster")).put("proxy-url", proxy.toString());
            }
            yaml.writeValue(file.toFile(), root);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Kubeconfig withoutCertificate() {
        return new Kubeconfig(server, authorities, token, List.of(), Optional.empty());
    }

    private static JsonNode named(JsonNode root, String list, String name) {
        for (JsonNode entry : root.path(list)) {
            if (entry.path("name").asText().equals(name)) {
                return entry;
            }
        }
        throw new IllegalArgumentException("no " + name + " in " + list);
    }

    private static Optional<String> token(Path file, JsonNode user) throws IOException {
        if (user.has("token")) {
            return Optional.of(user.path("token").asText());
        }
        if (user.has("tokenFile")) {
            Path path = file.resolveSibling(user.path("tokenFile").asText());
            return Optional.of(Files.readString(path).trim());
        }
        return Optional.empty();
    }

    private static Optional<String> content(Path file, JsonNode node, String name) throws IOException {
        if (node.has(name + "-data")) {
            byte[] pem = Base64.getDecoder().decode(node.path(name + "-data").asText());
            return Optional.of(new String(pem, StandardCharsets.US_ASCII));
        }
        if (node.has(name)) {
            return Optional.of(
                    Files.readString(file.resolveSibling(node.path(name).asText())));
        }
        return Optional.empty();
    }

    private static List<X509Certificate> certificates(Optional<String> pem) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Object object : objects(pem.orElse(""))) {
            if (object instanceof X509CertificateHolder holder) {
                try {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
                } catch (java.security.cert.CertificateException e) {
                    throw new IllegalArgumentException(e);
                }
            }
        }
        return certificates;
    }

    private static PrivateKey key(String pem) {
        try {
            for (Object object : objects(pem)) {
                if (object instanceof PEMKeyPair pair) {
                    return new JcaPEMKeyConverter().getKeyPair(pair).getPrivate();
                }
                if (object instanceof PrivateKeyInfo info) {
                    return new JcaPEMKeyConverter().getPrivateKey(info);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalArgumentException("no private key");
    }

    private static List<Object> objects(String pem) {
        List<Object> objects = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                objects.add(object);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return objects;
    }
}
