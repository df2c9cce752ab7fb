package dev.culvert.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.culvert.cli.Resource.Column;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Prints the gateway's answers. */
final class Printer {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();

    /** Forms of output. */
    enum Format {
        table,
        json,
        yaml,
        name
    }

    private final PrintWriter out;
    private final Format format;

    Printer(PrintWriter out, Format format) {
        this.out = out;
        this.format = format;
    }

    /** An object, or a list of such. */
    void print(Resource resource, JsonNode answer) {
        List<JsonNode> objects = new ArrayList<>();
        if (answer.path("items").isArray()) {
            answer.path("items").forEach(objects::add);
        } else {
            objects.add(answer);
        }
        switch (format) {
            case name ->
                objects.forEach(object -> out.println(
                        resource.path() + "/" + object.at("/metadata/name").asText()));
            case table -> table(resource.columns(), objects);
            case json, yaml -> document(answer);
        }
        out.flush();
    }

    /** As it is; in YAML where a table was asked for. */
    void document(JsonNode answer) {
        try {
            out.print(format == Format.json ? JSON.writeValueAsString(answer) + "\n" : YAML.writeValueAsString(answer));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read can be written", e);
        }
        out.flush();
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    private void table(List<Column> columns, List<JsonNode> objects) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(columns.stream().map(Column::heading).toList());
        for (JsonNode object : objects) {
            rows.add(columns.stream()
                    .map(column -> cell(object.at(column.pointer())))
                    .toList());
        }
        int[] widths = new int[columns.size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        rows.forEach(row -> {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 3));
            }
            out.println(line.toString().stripTrailing());
        });
    }

    /** One line, without control characters: what somebody called a thing must not move a terminal's cursor. */
    private static String cell(JsonNode value) {
        return Optional.of(text(value).replaceAll("\\p{Cntrl}", "?"))
                .filter(text -> !text.isEmpty())
                .orElse("-");
    }

    private static String text(JsonNode value) {
        List<String> parts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(one -> parts.add(one.isObject() ? shorten(one) : one.asText()));
            return parts.stream().distinct().collect(Collectors.joining(","));
        }
        if (value.isObject()) {
            value.properties()
                    .forEach(field ->
                            parts.add(field.getKey() + "=" + field.getValue().asText()));
            return String.join(",", parts);
        }
        return value.asText();
    }

    /** A subject, or an agent. */
    private static String shorten(JsonNode object) {
        return object.has("software")
                ? object.path("software").asText()
                : object.path("kind").asText() + ":" + object.path("name").asText();
    }
}
