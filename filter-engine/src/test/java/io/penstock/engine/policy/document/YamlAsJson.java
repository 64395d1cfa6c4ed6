// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** A document as editors hand it to a validator: YAML 1.2 with the core schema, where {@code 0x10} is a number. */
public final class YamlAsJson {
    private YamlAsJson() {}

    /**
     * The document as JSON; an empty list for one that is no mapping.
     *
     * @throws YamlEngineException if it is no YAML
     */
    public static String of(String document) {
        Object read = new Load(LoadSettings.builder()
                        .setSchema(new CoreSchema())
                        .setCodePointLimit(PolicyDocument.MAX_BYTES)
                        .build())
                .loadFromString(document);
        return read instanceof Map<?, ?> members ? SchemaText.of(members) : "[]";
    }
}
