// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.engine.policy.document.export.ExportException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no file of events is refused with its place; what is read on the way costs no memory. */
class EventRefusalTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        ''                                   | events:1:1: nothing in it
        hello                                | events:1:1: neither XML nor JSON
        <netEvents><item></netEvents>        | events:1:20: not well-formed
        <!DOCTYPE a []><netEvents/>          | events:1:1: a document type
        <a><item><filterKey>f</filterKey></item></a> | events:1:1: no net event among 1 objects
        {"winlog": nope}                     | events:1:12: not JSON
        [{"event_id": 5157}, 7]              | events:1:22: a value that is no object
        {"a": 1}                             | events:1:1: no net event among 1 objects
        {"a": {"b": 1                        | not JSON
        """)
    void shouldNameThePlaceAndWhatWasExpected(String text, String error) {
        assertThatThrownBy(() -> EventFile.of(text.equals("''") ? "" : text))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining(error)
                .hasMessageContaining("expected");
    }

    @Test
    void shouldTakeAnEmptyListForOne() throws Exception {
        assertThat(EventFile.of("<netEvents/>").events()).isEmpty();
        assertThat(EventFile.of("[]").report().all()).isEqualTo(EventCount.NONE);
    }

    @Test
    void shouldRefuseAnObjectOfAnySize() {
        String json = "{\"event_data\": [" + "1,".repeat(200_000) + "1]}";
        assertThatThrownBy(() -> EventFile.of(json)).hasMessageContaining("a large object");
        String deep = "{\"a\":".repeat(500);
        assertThatThrownBy(() -> EventFile.of(deep)).isInstanceOf(ExportException.class);
        String arrays = "[".repeat(500);
        assertThatThrownBy(() -> EventFile.of(arrays)).isInstanceOf(ExportException.class);
    }

    /** The end of the input is an error here: whatever was told before it was told while reading. */
    @Test
    void shouldTellEventsWhileItReads() throws Exception {
        String event = EventFile.text("security.xml").lines().findFirst().orElseThrow();
        byte[] many = event.repeat(200).getBytes(StandardCharsets.UTF_8);
        InputStream breaks = new SequenceInputStream(new ByteArrayInputStream(many), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        });
        List<Long> told = new ArrayList<>();

        assertThatThrownBy(() -> EventReader.read("events", breaks, "", one -> told.add(one.item())))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
        assertThat(told).hasSizeGreaterThan(150);
    }

    @Test
    void shouldEndWhereTheListenerEndsIt() {
        assertThatThrownBy(() -> EventReader.read(
                        "events", new ByteArrayInputStream(EventFile.resource("security.xml")), "", one -> {
                            throw new IOException("enough");
                        }))
                .isInstanceOf(IOException.class)
                .hasMessage("enough");
    }
}
