// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.apache.avro.Schema;

/** Forms of Penstock's records in a registry, by the records' simple names, as another release registers them. Stateless. */
final class RegistrySubjects {
    private static final String SUBJECTS = "/apis/ccompat/v7/subjects/" + StrangersBook.NAMESPACE;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApicurioServer registry;

    RegistrySubjects(ApicurioServer registry) {
        this.registry = registry;
    }

    /** The latest form. */
    Schema latest(String record) throws IOException {
        String answer = registry.get(SUBJECTS + record + "/versions/latest").body();
        return new Schema.Parser().parse(JSON.readTree(answer).path("schema").asText());
    }

    /** What the registry answers to a form. */
    HttpResponse<String> register(String record, String schema) {
        return registry.post(
                SUBJECTS + record + "/versions",
                JSON.createObjectNode().put("schema", schema).toString());
    }

    /** Registers the latest form with one more field that has a default, as a later release does. */
    Schema evolve(String record, String field, String type, String byDefault) throws IOException {
        ObjectNode form = withField(record, field, type);
        ((ObjectNode) form.path("fields").get(form.path("fields").size() - 1)).set("default", JSON.readTree(byDefault));
        HttpResponse<String> answer = register(record, form.toString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new Schema.Parser().parse(form.toString());
    }

    /** What the registry answers to the latest form with one more field that has no default, so that old records cannot be read by it. */
    HttpResponse<String> registerBreaking(String record, String field, String type) throws IOException {
        return register(record, withField(record, field, type).toString());
    }

    private ObjectNode withField(String record, String field, String type) throws IOException {
        ObjectNode form = (ObjectNode) JSON.readTree(latest(record).toString());
        ((ArrayNode) form.path("fields")).addObject().put("name", field).put("type", type);
        return form;
    }

    /** Takes all forms of a record away. */
    void delete(String record) {
        registry.delete(SUBJECTS + record);
    }
}
