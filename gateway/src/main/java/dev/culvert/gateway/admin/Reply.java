package dev.culvert.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;

/** What is answered. */
record Reply(int status, JsonNode body) {
    static Reply ok(JsonNode body) {
        return new Reply(200, body);
    }

    static Reply created(JsonNode body) {
        return new Reply(201, body);
    }
}
