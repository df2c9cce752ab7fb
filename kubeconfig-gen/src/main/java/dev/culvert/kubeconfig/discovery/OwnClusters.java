package dev.culvert.kubeconfig.discovery;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.culvert.kubeconfig.ClusterName;
import dev.culvert.kubeconfig.Credential;
import dev.culvert.kubeconfig.GatewayUrl;
import dev.culvert.kubeconfig.KubeconfigException;
import dev.culvert.kubeconfig.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The clusters that a caller may use, as the gateway's administration API lists them for everybody himself. */
public final class OwnClusters {
    private static final String PATH = "/apis/culvert.dev/v1/selfsubject/clusters";
    private static final int LARGEST = 1024 * 1024;

    private OwnClusters() {}

    /** Their names, sorted. Whose they are, the token says. */
    public static List<ClusterName> of(GatewayUrl gateway, Credential.Token token, Transport transport) {
        return of(gateway, Map.of("Authorization", "Bearer " + token.value()), transport);
    }

    /** The same; whose they are, the client certificate of the transport says. */
    public static List<ClusterName> of(GatewayUrl gateway, Transport transport) {
        return of(gateway, Map.of(), transport);
    }

    private static List<ClusterName> of(GatewayUrl gateway, Map<String, String> headers, Transport transport) {
        URI url = URI.create(gateway.url() + PATH);
        try {
            return names(transport.get(url, headers));
        } catch (IOException e) {
            throw new KubeconfigException(
                    "cannot ask " + gateway.url() + " for the caller's clusters: " + e.getMessage(), e);
        } catch (ParseException | IllegalArgumentException e) {
            throw new KubeconfigException(gateway.url() + " gives no list of clusters", e);
        }
    }

    private static List<ClusterName> names(String text) throws ParseException {
        List<ClusterName> names = new ArrayList<>();
        Map<String, Object>[] items = JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(text, LARGEST), "items");
        if (items == null) {
            throw new ParseException("items", 0);
        }
        for (Map<String, Object> item : items) {
            Map<String, Object> metadata = JSONObjectUtils.getJSONObject(item, "metadata");
            String name = metadata == null ? null : JSONObjectUtils.getString(metadata, "name");
            if (name == null) {
                throw new ParseException("name", 0);
            }
            names.add(new ClusterName(name));
        }
        names.sort(Comparator.comparing(ClusterName::value));
        return names;
    }
}
