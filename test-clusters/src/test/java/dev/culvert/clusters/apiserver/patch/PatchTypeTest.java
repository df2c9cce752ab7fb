package dev.culvert.clusters.apiserver.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.apiserver.status.ApiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PatchTypeTest {
    private static final String POD = """
            {"metadata":{"labels":{"a":"1"},"finalizers":["f1"]},
             "spec":{"containers":[{"name":"c1","image":"i1","env":[{"name":"A","value":"1"}]},{"name":"c2","image":"i2"}],
                     "tolerations":[{"key":"k1"}]}}""";

    @Test
    void jsonPatchAddsReplacesMovesCopiesTestsAndRemoves() throws IOException {
        assertThat(patched(PatchType.JSON, "{\"a\":{\"b\":1},\"l\":[1,2,3]}", """
                        [{"op":"test","path":"/a/b","value":1},{"op":"add","path":"/a/c~1d","value":2},
                         {"op":"replace","path":"/l/1","value":9},{"op":"add","path":"/l/-","value":4},
                         {"op":"move","from":"/a/b","path":"/m"},{"op":"copy","from":"/m","path":"/n"},
                         {"op":"remove","path":"/l/0"}]"""))
                .isEqualTo(parse("{\"a\":{\"c/d\":2},\"l\":[9,3,4],\"m\":1,\"n\":1}"));
    }

    @Test
    void aJsonPatchThatDoesNotApplyIsRefusedAndTheOriginalStays() throws IOException {
        ObjectNode original = parse("{\"a\":1}");
        JsonNode patch =
                Json.parse("[{\"op\":\"replace\",\"path\":\"/a\",\"value\":2},{\"op\":\"remove\",\"path\":\"/b\"}]"
                        .getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> PatchType.JSON.apply(original, patch))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(422));
        assertThat(original).isEqualTo(parse("{\"a\":1}"));
    }

    @Test
    void mergePatchReplacesListsAndRemovesByNull() throws IOException {
        assertThat(patched(PatchType.MERGE, "{\"a\":{\"b\":1,\"c\":2},\"l\":[1]}", "{\"a\":{\"b\":null},\"l\":[2]}"))
                .isEqualTo(parse("{\"a\":{\"c\":2},\"l\":[2]}"));
    }

    @Test
    void strategicMergeJoinsListsByTheirKeyAndReplacesAtomicOnes() throws IOException {
        ObjectNode result = patched(PatchType.STRATEGIC, POD, """
                {"metadata":{"finalizers":["f2"]},
                 "spec":{"containers":[{"name":"c1","env":[{"name":"B","value":"2"}]},{"name":"c3","image":"i3"}],
                         "tolerations":[{"key":"k2"}]}}""");
        assertThat(result).isEqualTo(parse("""
                        {"metadata":{"labels":{"a":"1"},"finalizers":["f1","f2"]},
                         "spec":{"containers":[
                           {"name":"c1","image":"i1","env":[{"name":"A","value":"1"},{"name":"B","value":"2"}]},
                           {"name":"c2","image":"i2"},{"name":"c3","image":"i3"}],
                         "tolerations":[{"key":"k2"}]}}"""));
    }

    @Test
    void strategicDirectivesDeleteReplaceAndOrder() throws IOException {
        ObjectNode result = patched(PatchType.STRATEGIC, POD, """
                {"metadata":{"labels":{"$patch":"replace","b":"2"},"$deleteFromPrimitiveList/finalizers":["f1"]},
                 "spec":{"$setElementOrder/containers":[{"name":"c3"},{"name":"c2"}],
                         "containers":[{"name":"c1","$patch":"delete"},{"name":"c3","image":"i3"}]}}""");
        assertThat(result).isEqualTo(parse("""
                        {"metadata":{"labels":{"b":"2"},"finalizers":[]},
                         "spec":{"containers":[{"name":"c3","image":"i3"},{"name":"c2","image":"i2"}],
                         "tolerations":[{"key":"k1"}]}}"""));
    }

    @Test
    void anUnknownMediaTypeIsRefused() {
        assertThatThrownBy(() -> PatchType.of("application/json"))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(415));
        assertThat(PatchType.of("application/merge-patch+json; charset=utf-8")).isEqualTo(PatchType.MERGE);
    }

    private static ObjectNode patched(PatchType type, String original, String patch) throws IOException {
        return type.apply(parse(original), Json.parse(patch.getBytes(StandardCharsets.UTF_8)));
    }

    private static ObjectNode parse(String json) throws IOException {
        return (ObjectNode) Json.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
