package dev.culvert.gateway.requestinfo;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a request asks for, as kube-apiserver derives it from method and target (k8s.io/apiserver,
 * {@code pkg/endpoints/request/requestinfo.go}): the same rules, so that a decision here is about what is executed there.
 *
 * <p>Strings have one char a byte. What an API server could not parse, such as a malformed escape in the path, is a request for
 * no resource, with its path as it came; the API server refuses it.
 *
 * @param isResource whether it is about a resource; else about a path, and of the rest only {@code path} and {@code verb} count
 * @param path decoded, without the query
 * @param verb of a resource: get, list, watch, create, update, patch, delete, deletecollection or proxy, empty where the method has
 *     none; of a path: the method in lower case
 * @param apiGroup empty: the core group
 * @param namespace empty: none
 * @param resource in the plural, such as {@code pods}; may be empty
 * @param subresource such as {@code exec}; empty: none
 * @param name of the object; empty: none
 */
public record RequestInfo(
        boolean isResource,
        String path,
        String verb,
        String apiGroup,
        String apiVersion,
        String namespace,
        String resource,
        String subresource,
        String name) {
    private static final Set<String> VERBS_IN_PATH = Set.of("proxy", "watch");
    private static final Set<String> NAMESPACE_SUBRESOURCES = Set.of("status", "finalize");

    private static final Set<String> LONG_RUNNING_VERBS = Set.of("watch", "proxy");
    private static final Set<String> LONG_RUNNING_SUBRESOURCES =
            Set.of("attach", "exec", "proxy", "log", "portforward");

    /**
     * @param method as on the wire
     * @param target the path inside the cluster, with its query, byte for byte
     */
    public static RequestInfo of(String method, String target) {
        int question = target.indexOf('?');
        String rawPath = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? "" : target.substring(question + 1);
        return Escapes.decode(rawPath, false)
                .flatMap(path -> ofResource(method, path, query))
                .orElseGet(() -> ofPath(method, Escapes.decode(rawPath, false).orElse(rawPath)));
    }

    /**
     * Whether an API server counts it among the long-running ones, which its limits and its timeout leave out: watches, logs,
     * remote commands, proxies (kube-apiserver's {@code BasicLongRunningRequestCheck}).
     */
    public boolean isLongRunning() {
        return LONG_RUNNING_VERBS.contains(verb)
                || (isResource && LONG_RUNNING_SUBRESOURCES.contains(subresource))
                || (!isResource && path.startsWith("/debug/pprof/"));
    }

    private static RequestInfo ofPath(String method, String path) {
        return new RequestInfo(false, path, lowerCase(method), "", "", "", "", "", "");
    }

    private static Optional<RequestInfo> ofResource(String method, String path, String query) {
        List<String> parts = split(path);
        boolean core = parts.get(0).equals("api");
        if (parts.size() < 3 || !(core || parts.get(0).equals("apis")) || (!core && parts.size() < 4)) {
            return Optional.empty();
        }
        String group = core ? "" : parts.get(1);
        String version = parts.get(core ? 1 : 2);
        List<String> rest = parts.subList(core ? 2 : 3, parts.size());
        String verb = verbOf(method);
        if (VERBS_IN_PATH.contains(rest.get(0))) {
            if (rest.size() < 2) {
                return Optional.empty();
            }
            verb = rest.get(0);
            rest = rest.subList(1, rest.size());
        }
        String namespace = "";
        if (rest.get(0).equals("namespaces") && rest.size() > 1) {
            namespace = rest.get(1);
            if (rest.size() > 2 && !NAMESPACE_SUBRESOURCES.contains(rest.get(2))) {
                rest = rest.subList(2, rest.size());
            }
        }
        String subresource = rest.size() > 2 && !verb.equals("proxy") ? rest.get(2) : "";
        String name = rest.size() > 1 ? rest.get(1) : "";
        if (name.isEmpty() && verb.equals("get")) {
            Query options = Query.parse(query);
            verb = options.flag("watch") ? "watch" : "list";
            name = nameIn(options);
        } else if (name.isEmpty() && verb.equals("delete")) {
            verb = "deletecollection";
        }
        return Optional.of(
                new RequestInfo(true, path, verb, group, version, namespace, rest.get(0), subresource, name));
    }

    /** Options that cannot be parsed give no name. */
    private static String nameIn(Query options) {
        if (!options.isNumberOrAbsent("limit") || !options.isNumberOrAbsent("timeoutSeconds")) {
            return "";
        }
        return options.first("fieldSelector").flatMap(NameSelector::nameIn).orElse("");
    }

    private static String verbOf(String method) {
        return switch (method) {
            case "POST" -> "create";
            case "GET", "HEAD" -> "get";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            default -> "";
        };
    }

    /** Slashes at the ends do not count; others do, also one behind the other. */
    private static List<String> split(String path) {
        int start = 0;
        int end = path.length();
        while (start < end && path.charAt(start) == '/') {
            start++;
        }
        while (end > start && path.charAt(end - 1) == '/') {
            end--;
        }
        return Arrays.asList(path.substring(start, end).split("/", -1));
    }

    /** A method is a token; no alphabet but ASCII's has a case here. */
    private static String lowerCase(String method) {
        return method.toLowerCase(Locale.ROOT);
    }
}
