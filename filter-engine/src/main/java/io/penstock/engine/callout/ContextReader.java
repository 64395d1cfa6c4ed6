// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads the data of a provider context, or a mapping within it, and gathers everything that is wrong with it, each fault with its place. A reading function is given the
 * reader of the whole data and makes something of it; what it makes is used only if it found no fault (spec 1.11). One thread.
 */
public final class ContextReader {
    private final Map<?, ?> members;
    private final String title;
    private final List<Object> path;
    private final List<ConfigurationFault> faults;

    private ContextReader(Map<?, ?> members, String title, List<Object> path, List<ConfigurationFault> faults) {
        this.members = members;
        this.title = title;
        this.path = path;
        this.faults = faults;
    }

    /**
     * Makes something of a provider context's data.
     *
     * @throws IllegalArgumentException naming everything that is wrong
     */
    public static <T> T read(Map<String, Object> data, Function<ContextReader, T> reading) {
        List<ConfigurationFault> faults = new ArrayList<>();
        T made = made(data, reading, faults);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join(
                    "; ", faults.stream().map(ConfigurationFault::message).toList()));
        }
        return made;
    }

    /** What is wrong with a provider context's data; empty where {@link #read} would make something of it. */
    public static List<ConfigurationFault> faults(Map<String, Object> data, Function<ContextReader, ?> reading) {
        List<ConfigurationFault> faults = new ArrayList<>();
        made(data, reading, faults);
        return List.copyOf(faults);
    }

    private static <T> T made(
            Map<String, Object> data, Function<ContextReader, T> reading, List<ConfigurationFault> faults) {
        return reading.apply(new ContextReader(data, "", List.of(), faults));
    }

    /** Number of faults so far, here and elsewhere in the data. */
    public int faultCount() {
        return faults.size();
    }

    /** Tells of something wrong with this mapping as a whole. */
    public void wrong(String text, String expected) {
        faults.add(ConfigurationFault.ofContext(path, title + text, expected));
    }

    /** Tells of something wrong with the value of a key. */
    public void wrong(String key, String text, String expected) {
        faults.add(ConfigurationFault.ofContext(at(key), title + text, expected));
    }

    private List<Object> at(Object... further) {
        List<Object> place = new ArrayList<>(path);
        place.addAll(Arrays.asList(further));
        return place;
    }

    /** Tells of each key that is none of these. */
    public void keys(List<String> known) {
        for (Object key : members.keySet()) {
            String name = String.valueOf(key);
            if (!known.contains(name)) {
                wrong(name, "unknown key " + name, String.join(", ", known));
            }
        }
    }

    /** Whether a key is there, with a value. */
    public boolean has(String key) {
        return members.get(key) != null;
    }

    /** A value as it stands, null where the key is absent. */
    public Object value(String key) {
        return members.get(key);
    }

    /** A value as text, null where the key is absent. */
    public String text(String key) {
        Object value = members.get(key);
        return value == null ? null : String.valueOf(value);
    }

    /** A value as text that must not have become a number or a boolean; null where the key is absent, or after an error. */
    public String quoted(String key) {
        Object value = members.get(key);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        // Digits without quotes are a number by now, and their leading zeros are gone.
        wrong(key, "put " + key + " in quotes", "");
        return null;
    }

    /** A value out of several that have names; {@code otherwise} where the key is absent, or after an error. */
    public <T> T choice(String key, Map<String, T> values, T otherwise) {
        String text = text(key);
        if (text == null) {
            return otherwise;
        }
        T value = values.get(text);
        if (value == null) {
            wrong(
                    key,
                    key + " is " + text,
                    String.join(" or ", values.keySet().stream().sorted().toList()));
            return otherwise;
        }
        return value;
    }

    /** {@code true} or {@code false}; {@code otherwise} where the key is absent, or after an error. */
    public boolean flag(String key, boolean otherwise) {
        return choice(key, Map.of("true", true, "false", false), otherwise);
    }

    /** A whole number; {@code otherwise} where the key is absent, or after an error. */
    public long number(String key, long least, long most, long otherwise) {
        Object value = members.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Number number
                && (number instanceof Long || number instanceof Integer)
                && number.longValue() >= least
                && number.longValue() <= most) {
            return number.longValue();
        }
        wrong(key, key + " is " + value, "a number from " + least + " to " + most);
        return otherwise;
    }

    /**
     * What a parser makes of a value's text; null where the key is absent, or after an error.
     *
     * @param parse throws an {@code IllegalArgumentException} whose message says what is wrong
     */
    public <T> T parsed(String key, Function<String, T> parse, String expected) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException unreadable) {
            wrong(key, key + " " + text + ": " + unreadable.getMessage(), expected);
            return null;
        }
    }

    /**
     * What a parser makes of each item of a list that must be there; items after an error are left out.
     *
     * @param parse throws an {@code IllegalArgumentException} whose message says what is wrong
     */
    public <T> List<T> items(String key, Function<Object, T> parse) {
        if (!(members.get(key) instanceof List<?> list)) {
            noList(key);
            return List.of();
        }
        List<T> items = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            try {
                items.add(parse.apply(list.get(i)));
            } catch (IllegalArgumentException unreadable) {
                faults.add(ConfigurationFault.ofContext(at(key, i), title + unreadable.getMessage(), ""));
            }
        }
        return items;
    }

    private void noList(String key) {
        faults.add(ConfigurationFault.ofContext(
                has(key) ? at(key) : path, title + "the provider context has no list of " + key, ""));
    }

    /** The mapping that is a key's value; null where the key is absent, or after an error. */
    public ContextReader mapping(String key) {
        Object value = members.get(key);
        if (value instanceof Map<?, ?> mapping) {
            return new ContextReader(mapping, title + key + ": ", at(key), faults);
        }
        if (value != null) {
            wrong(key, key + " is " + value, "a mapping");
        }
        return null;
    }

    /**
     * The mappings of a list that must be there; what is no mapping is told of and left out.
     *
     * @param entry what one of them is called
     * @param most how many there may be
     */
    public List<ContextReader> entries(String key, String entry, int most) {
        if (!(members.get(key) instanceof List<?> list)) {
            noList(key);
            return List.of();
        }
        if (list.size() > most) {
            wrong(key, list.size() + " " + key, "at most " + most);
            return List.of();
        }
        List<ContextReader> entries = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            String called = title + entry + " " + (i + 1) + ": ";
            if (list.get(i) instanceof Map<?, ?> mapping) {
                entries.add(new ContextReader(mapping, called, at(key, i), faults));
            } else {
                faults.add(ConfigurationFault.ofContext(at(key, i), called + "it is no mapping", "a mapping"));
            }
        }
        return entries;
    }
}
