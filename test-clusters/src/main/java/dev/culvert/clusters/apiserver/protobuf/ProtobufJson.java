package dev.culvert.clusters.apiserver.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.apiserver.status.ApiException;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Kubernetes messages in Kubernetes' JSON form. Field names agree by design; the types with a JSON form of their own (times,
 * quantities, numbers-or-strings, raw JSON) are told by name. Empty strings are left out: senders write them for absent ones.
 */
final class ProtobufJson {
    private ProtobufJson() {}

    static ObjectNode object(Message message) {
        ObjectNode object = Json.object();
        for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
            FieldDescriptor field = entry.getKey();
            if (field.isMapField()) {
                object.set(field.getName(), map((List<?>) entry.getValue()));
            } else if (field.isRepeated()) {
                ArrayNode array = object.putArray(field.getName());
                ((List<?>) entry.getValue()).forEach(element -> array.add(value(element)));
            } else {
                put(object, field.getName(), value(entry.getValue()));
            }
        }
        return object;
    }

    private static void put(ObjectNode object, String name, JsonNode value) {
        if (!value.isNull() && !(value.isTextual() && value.asText().isEmpty())) {
            object.set(name, value);
        }
    }

    private static ObjectNode map(List<?> entries) {
        ObjectNode map = Json.object();
        for (Object entry : entries) {
            Message pair = (Message) entry;
            Descriptor type = pair.getDescriptorForType();
            String key = pair.getField(type.findFieldByName("key")).toString();
            map.set(key, value(pair.getField(type.findFieldByName("value"))));
        }
        return map;
    }

    private static JsonNode value(Object value) {
        if (value instanceof Message message) {
            return message(message);
        }
        if (value instanceof ByteString bytes) {
            return TextNode.valueOf(Base64.getEncoder().encodeToString(bytes.toByteArray()));
        }
        if (value instanceof Boolean flag) {
            return BooleanNode.valueOf(flag);
        }
        if (value instanceof Long || value instanceof Integer) {
            return LongNode.valueOf(((Number) value).longValue());
        }
        if (value instanceof Number number) {
            return DoubleNode.valueOf(number.doubleValue());
        }
        return TextNode.valueOf(value.toString());
    }

    private static JsonNode message(Message message) {
        return switch (message.getDescriptorForType().getName()) {
            case "Time", "MicroTime" -> time(message);
            case "Quantity" -> value(field(message, "string"));
            case "IntOrString" ->
                number(message, "type") == 0 ? value(field(message, "intVal")) : value(field(message, "strVal"));
            case "RawExtension", "FieldsV1" -> raw(message);
            // Maps of string lists have a message of their own.
            case "ExtraValue" -> object(message).path("items");
            default -> object(message);
        };
    }

    private static JsonNode time(Message time) {
        long seconds = number(time, "seconds");
        // Absent times are sent as the zero time: before the common era's first second, or nothing at all.
        if (seconds <= 0) {
            return Json.object().nullNode();
        }
        return TextNode.valueOf(
                Instant.ofEpochSecond(seconds, number(time, "nanos")).toString());
    }

    private static JsonNode raw(Message message) {
        try {
            return Json.parse(((ByteString) field(
                            message,
                            message.getDescriptorForType().getFields().get(0).getName()))
                    .toByteArray());
        } catch (IOException e) {
            throw ApiException.badRequest("the body of the request could not be parsed");
        }
    }

    private static long number(Message message, String name) {
        return ((Number) field(message, name)).longValue();
    }

    private static Object field(Message message, String name) {
        return message.getField(message.getDescriptorForType().findFieldByName(name));
    }
}
