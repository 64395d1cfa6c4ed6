// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import io.penstock.engine.spec.SpecTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The audit events of packets, connections, listens and binds: the rows of {@code audit-events.csv} (spec 8.4). */
public enum AuditEventType {
    MAC_BLOCKED(5150),
    MAC_VETOED(5151),
    PACKET_DROPPED(5152),
    PACKET_VETOED(5153),
    LISTEN_PERMITTED(5154),
    LISTEN_BLOCKED(5155),
    CONNECTION_PERMITTED(5156),
    CONNECTION_BLOCKED(5157),
    BIND_PERMITTED(5158),
    BIND_BLOCKED(5159);

    private static final Map<Integer, String[]> TABLE = new HashMap<>();
    private static final String SAME_AS = "as ";

    static {
        for (String[] row : SpecTable.rows("audit-events.csv")) {
            TABLE.put(Integer.valueOf(row[0]), row);
        }
    }

    private final int id;

    AuditEventType(int id) {
        this.id = id;
    }

    /** The type of an event id, empty where it is none of these. */
    public static Optional<AuditEventType> of(int id) {
        return Arrays.stream(values()).filter(type -> type.id == id).findFirst();
    }

    /** Event id, 5150 to 5159. */
    public int id() {
        return id;
    }

    /** Task category, empty where the table has none. */
    public String task() {
        String task = TABLE.get(id)[1];
        return task.equals("n/a") ? "" : task;
    }

    /** Whether it is a success audit: something was permitted. */
    public boolean isSuccess() {
        return TABLE.get(id)[2].equals("success");
    }

    /** What the event says, in a few words. */
    public String title() {
        return TABLE.get(id)[3];
    }

    /** Names of the fields in order, those that newer releases add at the end. */
    public List<String> fields() {
        List<String> fields = new ArrayList<>(requiredFields());
        fields.addAll(optionalFields());
        return fields;
    }

    /** Fields that every such event has, in order. */
    public List<String> requiredFields() {
        String cell = TABLE.get(id)[5].replaceAll("\\[.*]", "").strip();
        return cell.startsWith(SAME_AS) ? sameAs(cell).requiredFields() : List.of(cell.split(" "));
    }

    /** Fields that newer releases add. */
    public List<String> optionalFields() {
        String cell = TABLE.get(id)[5];
        int open = cell.indexOf('[');
        if (open >= 0) {
            return List.of(cell.substring(open + 1, cell.indexOf(']')).split(" "));
        }
        return cell.startsWith(SAME_AS) ? sameAs(cell).optionalFields() : List.of();
    }

    private static AuditEventType sameAs(String cell) {
        return of(Integer.parseInt(cell.substring(SAME_AS.length()).strip())).orElseThrow();
    }
}
