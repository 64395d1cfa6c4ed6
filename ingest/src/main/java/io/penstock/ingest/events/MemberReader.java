// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

import io.penstock.engine.event.EventDirection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** Takes members out of one event, and notes which of them were not understood. One event. */
final class MemberReader {
    private final UnaryOperator<String> members;
    private final List<String> doubts;

    /** Members by name, empty text where there is none. */
    MemberReader(UnaryOperator<String> members, List<String> doubts) {
        this.members = members;
        this.doubts = doubts;
    }

    void doubt(String what) {
        doubts.add(what);
    }

    String text(String name) {
        String text = members.apply(name);
        return EventText.isNone(text) ? "" : text;
    }

    /** A number that the event must have. */
    long needed(String name, int bits) throws NotUnderstoodException {
        String text = text(name);
        OptionalLong number = EventText.number(text, bits);
        if (number.isEmpty()) {
            throw new NotUnderstoodException(
                    text.isEmpty() ? "without " + name : name + " is no number of " + bits + " bits");
        }
        return number.getAsLong();
    }

    /** A number, or what stands for it where there is none. */
    long number(String name, int bits, long none) {
        String text = text(name);
        if (text.isEmpty()) {
            return none;
        }
        OptionalLong number = EventText.number(text, bits);
        if (number.isEmpty()) {
            doubt(name + " is no number of " + bits + " bits");
        }
        return number.orElse(none);
    }

    int integer(String name, int bits) {
        return (int) number(name, bits, 0);
    }

    boolean truth(String name) {
        String text = text(name);
        Optional<Boolean> truth = EventText.truth(text);
        if (truth.isEmpty() && !text.isEmpty()) {
            doubt(name + " is neither true nor false");
        }
        return truth.orElse(false);
    }

    /** A direction as net events, audit events and shippers spell it; null where there is none. */
    EventDirection direction(String name) {
        String text = text(name);
        for (EventDirection direction : EventDirection.values()) {
            boolean same = text.equals(direction.key())
                    || text.equals(direction.auditCode())
                    || text.equals(Integer.toString(direction.code()))
                    || text.equals("FWP_DIRECTION_" + word(direction).toUpperCase(Locale.ROOT))
                    || text.equalsIgnoreCase(word(direction));
            if (same) {
                return direction;
            }
        }
        if (!text.isEmpty()) {
            doubt(name + " is no direction");
        }
        return null;
    }

    private static String word(EventDirection direction) {
        return switch (direction) {
            case IN -> "Inbound";
            case OUT -> "Outbound";
            case FORWARD -> "Forward";
        };
    }
}
