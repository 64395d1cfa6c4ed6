// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** A registry in a list: the id of a schema is its place, counted from one. It counts what it is asked, and can be away. */
final class BookOfIds implements SchemaRegistry {
    private final List<Schema> schemas = new ArrayList<>();
    private int registrations;
    private int lookUps;
    private boolean away;

    int add(Schema schema) {
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        return schemas.indexOf(schema) + 1;
    }

    Schema get(int id) {
        return schemas.get(id - 1);
    }

    void goAway(boolean now) {
        away = now;
    }

    int registrations() {
        return registrations;
    }

    int lookUps() {
        return lookUps;
    }

    @Override
    public List<Integer> ids(List<Schema> asked) {
        requireThere();
        registrations++;
        return asked.stream().map(this::add).toList();
    }

    @Override
    public Optional<Schema> find(int id) {
        requireThere();
        lookUps++;
        return id <= schemas.size() ? Optional.of(get(id)) : Optional.empty();
    }

    private void requireThere() {
        if (away) {
            throw new SchemaRegistryException("the schema registry at http://away does not answer", false, null);
        }
    }
}
