// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas.registry;

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
        return question.ask("give the ids of Penstock's schemas", new Search(schema)::id);
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

    /** The search for a schema's id, which goes on where a connection broke off. */
    private final class Search {
        private final Schema schema;
        private final String subject;
        private final Map<String, String> body;
        /** Nobody has said yet which forms of it must read each other. */
        private boolean isNew;

        Search(Schema schema) {
            this.schema = schema;
            subject = "/subjects/" + schema.getFullName();
            body = Map.of("schema", SchemaText.of(schema), "schemaType", "AVRO");
        }

        int id(RegistryHttp http) throws IOException, InterruptedException {
            RegistryAnswer found = http.post(subject, body);
            if (found.status() == NOT_FOUND) {
                found = register(http);
            }
            if (found.status() != OK) {
                throw found.refusal(schema.getFullName());
            }
            if (isNew) {
                http.put("/config/" + schema.getFullName(), Map.of("compatibility", COMPATIBILITY))
                        .require(OK);
                isNew = false;
            }
            int id = found.body().path("id").asInt();
            if (id < 1) {
                throw new IOException("an answer without an id: " + found.body());
            }
            return id;
        }

        /** Two that do the same at the same time get the same id. */
        private RegistryAnswer register(RegistryHttp http) throws IOException, InterruptedException {
            if (!autoRegister) {
                throw new SchemaRegistryException(
                        schema.getFullName() + " is not registered, and schema.registry.auto.register is false",
                        true,
                        null);
            }
            isNew |= http.get(subject + "/versions").status() == NOT_FOUND;
            return http.post(subject + "/versions", body);
        }
    }
}
