// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.penstock.engine.policy.document.export.ExportException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files are refused or read, and never anything else. */
class EventReaderPropertyTest {
    private static final long SEED = Long.getLong("penstock.seed", 20_260_304L);
    private static final int ROUNDS = 1_500;
    private static final String[] PIECES = {
        "<",
        ">",
        "</item>",
        "<item>",
        "\"",
        "}",
        "{",
        "[",
        ",",
        "-1",
        "99999999999999999999",
        "%%14610",
        "\u0000",
        "é",
        "::",
        "0x",
        "FWP_IP_VERSION_V6",
        "<!DOCTYPE x>",
        "&amp;",
        "&#0;",
        "\\ud800",
        "1601-01-01T00:00:00.000Z",
        "5157",
        "null"
    };

    @ParameterizedTest
    @ValueSource(strings = {"netevents.xml", "security.xml", "security.jsonl", "convertto.json"})
    void shouldOnlyEverRefuseWithItsOwnError(String name) throws Exception {
        byte[] whole = EventFile.resource(name);
        Random random = new Random(SEED);
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = damaged(whole, random);
            try {
                EventFile file = EventFile.of(damaged);
                EventCount all = file.report().all();
                assertThat(file.events()).hasSize((int) (all.taken() + all.approximated()));
                read++;
            } catch (ExportException refused) {
                assertThat(refused).hasMessageStartingWith("events:").hasMessageContaining("expected");
            } catch (RuntimeException | Error wrong) {
                fail(
                        "seed " + SEED + ", round " + round + " of " + name + ": "
                                + new String(damaged, StandardCharsets.UTF_8),
                        wrong);
            }
        }
        assertThat(read).as("seed %d: some survive their damage", SEED).isGreaterThan(ROUNDS / 50);
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                case 2 -> bytes = spliced(bytes, at, at, PIECES[random.nextInt(PIECES.length)]);
                default -> bytes = valueReplaced(bytes, at, PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return bytes;
    }

    /** Puts a piece where a value or a name stands, so that the document mostly stays one. */
    private static byte[] valueReplaced(byte[] bytes, int near, String piece) {
        int from = near;
        while (from < bytes.length && !isWord(bytes[from])) {
            from++;
        }
        int to = from;
        while (to < bytes.length && isWord(bytes[to])) {
            to++;
        }
        return spliced(bytes, from, to, piece);
    }

    private static boolean isWord(byte b) {
        return Character.isLetterOrDigit(b) || b == '.' || b == ':' || b == '_' || b == '-';
    }

    private static byte[] spliced(byte[] bytes, int from, int to, String piece) {
        byte[] middle = piece.getBytes(StandardCharsets.UTF_8);
        byte[] result = Arrays.copyOf(bytes, from + middle.length + bytes.length - to);
        System.arraycopy(middle, 0, result, from, middle.length);
        System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
        return result;
    }
}
