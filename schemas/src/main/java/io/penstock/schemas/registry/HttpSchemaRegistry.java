// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.SchemaRegistry;
import io.penstock.schemas.SchemaRegistryException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * A registry that is asked by Confluent's interface (version 7), which Apicurio Registry has too. A schema's subject is the full name of its record. Thread-safe.
 */
final class HttpSchemaRegistry implements SchemaRegistry {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    /** Old and new instances run side by side, and records stay for days: each form must read each other. */
    private static final String COMPATIBILITY = "FULL_TRANSITIVE";

    private final RegistryQuestion question;
    private final boolean autoRegister;

    HttpSchemaRegistry(RegistryQuestion question, boolean autoRegister) {
        this.question = question;
        this.autoRegister = autoRegister;
    }

    @Override
    public List<Integer> ids(List<Schema> schemas) {
        // Each by itself: a new registry has to take in dozens, with several requests for each, and may be slow as long
        // as it answers.
        return schemas.stream().map(this::id).toList();
    }

    private int id(Schema schema) {
        return question.ask("give the ids of Penstock's schemas", http -> new Ids(http).of(schema));
    }

    @Override
    public Optional<Schema> find(int id) {
        return question.ask("give the schema of id " + id, http -> {
            RegistryAnswer answer = http.get("/schemas/ids/" + id);
            if (answer.status() == NOT_FOUND) {
                return Optional.empty();
            }
            try {
                return Optional.of(new Schema.Parser()
                        .parse(answer.require(OK).path("schema").asText()));
            } catch (SchemaParseException none) {
                return Optional.empty();
            }
        });
    }

    /** The asking for a schema's id. */
    private final class Ids {
        private final RegistryHttp http;

        Ids(RegistryHttp http) {
            this.http = http;
        }

        int of(Schema schema) throws IOException, InterruptedException {
            String subject = "/subjects/" + schema.getFullName();
            Map<String, String> body = Map.of("schema", SchemaText.of(schema), "schemaType", "AVRO");
            RegistryAnswer found = http.post(subject, body);
            if (found.status() == OK) {
                return id(found.body());
            }
            if (found.status() != NOT_FOUND) {
                throw found.refusal(schema.getFullName());
            }
            if (!autoRegister) {
                throw new SchemaRegistryException(
                        schema.getFullName() + " is not registered, and schema.registry.auto.register is false",
                        true,
                        null);
            }
            return register(schema, subject, body);
        }

        /** Two that do the same at the same time get the same id. */
        private int register(Schema schema, String subject, Map<String, String> body)
                throws IOException, InterruptedException {
            boolean isFirst = http.get(subject + "/versions").status() == NOT_FOUND;
            RegistryAnswer registered = http.post(subject + "/versions", body);
            if (registered.status() != OK) {
                throw registered.refusal(schema.getFullName());
            }
            if (isFirst) {
                http.put("/config/" + schema.getFullName(), Map.of("compatibility", COMPATIBILITY))
                        .require(OK);
            }
            return id(registered.body());
        }

        private static int id(JsonNode answer) throws IOException {
            int id = answer.path("id").asInt();
            if (id < 1) {
                throw new IOException("an answer without an id: " + answer);
            }
            return id;
        }
    }
}
