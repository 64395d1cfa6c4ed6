// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.penstock.engine.policy.document.export.ExportException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the objects of a JSON text one after the other: an object a line, or over several, or in arrays. Numbers and truth values are kept as they are
 * written. One object at a time, of a bounded size. One thread.
 */
final class JsonObjects {
    private static final int MOST_DEPTH = 64;
    private static final int MOST_VALUES = 100_000;
    private static final int MOST_TEXT = 4 << 20;

    private final String source;
    private final JsonParser json;
    private int values;
    private int characters;

    /** Is told each object. */
    interface Sink {
        void object(Map<String, Object> object, int line) throws ExportException;
    }

    private JsonObjects(String source, JsonParser json) {
        this.source = source;
        this.json = json;
    }

    static void read(String source, InputStream in, Sink sink) throws ExportException, IOException {
        JsonFactory factory = new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MOST_DEPTH)
                        .maxStringLength(MOST_TEXT)
                        .maxNameLength(MOST_TEXT)
                        .maxNumberLength(1000)
                        .build())
                .build();
        try (JsonParser json = factory.createParser(in).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
            new JsonObjects(source, json).all(sink);
        } catch (JsonProcessingException malformed) {
            JsonLocation at = malformed.getLocation();
            throw new ExportException(
                    source,
                    at == null ? 1 : Math.max(1, at.getLineNr()),
                    at == null ? 1 : Math.max(1, at.getColumnNr()),
                    "not JSON: " + malformed.getOriginalMessage().strip().replaceAll("\\s+", " ")
                            + " — expected an object for each event");
        } catch (CharConversionException foreign) {
            throw new ExportException(source, 1, 1, "bytes that are no text — expected JSON in UTF-8, or UTF-16");
        }
    }

    private void all(Sink sink) throws IOException, ExportException {
        int arrays = 0;
        for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
            switch (token) {
                case START_ARRAY -> arrays++;
                case END_ARRAY -> arrays--;
                case START_OBJECT -> {
                    int line = json.currentTokenLocation().getLineNr();
                    values = 0;
                    characters = 0;
                    sink.object(object(), line);
                }
                default -> throw wrong("a value that is no object — expected an object for each event");
            }
            if (arrays > MOST_DEPTH) {
                throw wrong("arrays within arrays — expected at most " + MOST_DEPTH + " levels");
            }
        }
    }

    private Map<String, Object> object() throws IOException, ExportException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            count(name.length());
            json.nextToken();
            Object value = value();
            members.putIfAbsent(name, value);
        }
        return members;
    }

    private Object value() throws IOException, ExportException {
        return switch (json.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value());
                }
                yield items;
            }
            case VALUE_NULL -> "";
            default -> {
                String text = json.getText();
                count(text.length());
                yield text;
            }
        };
    }

    private void count(int length) throws ExportException {
        characters += length;
        if (++values > MOST_VALUES || characters > MOST_TEXT) {
            throw wrong("a large object — expected at most " + MOST_VALUES + " values and " + MOST_TEXT
                    + " characters in one");
        }
    }

    private ExportException wrong(String what) {
        JsonLocation at = json.currentTokenLocation();
        return new ExportException(source, at.getLineNr(), at.getColumnNr(), what);
    }
}
