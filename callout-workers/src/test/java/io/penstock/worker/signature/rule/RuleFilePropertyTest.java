// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RuleFilePropertyTest {
    private static final int CASES = 20_000;
    private static final String[] PIECES = {
        "alert",
        "pass",
        " tcp ",
        " udp",
        " any ",
        "any",
        "->",
        "<>",
        "(",
        ")",
        "content:",
        "\"",
        "|",
        "41",
        "!",
        ";",
        "\\",
        "pcre:\"/",
        "/i\";",
        "[",
        "]",
        ":",
        ",",
        "flow:",
        "established",
        "sid:1;",
        "sid:",
        "dsize:",
        "<",
        ">",
        "1",
        "99999999999999999999",
        "10.0.0.1",
        "/33",
        "::",
        "offset:1;",
        "within:2;",
        "distance:-3;",
        "nocase;",
        "(?",
        "{2,",
        "}",
        "*",
        "+",
        "$",
        "#",
        "\n",
        "\r\n",
        " ",
        "\t",
        "é",
        "\u0000",
        "msg:\"x\";",
        "[[:alpha:]]",
        "\\x4",
        "\\Q",
        "\\E",
        "(?P<a>",
        "flags:S",
        "-",
        "0",
        "255.255.255.0",
    };
    private static final String GOOD =
            "alert tcp [10.0.0.0/8,!10.1.0.0/16] any -> any [80,443] (msg:\"m\"; flow:established,to_server;"
                    + " content:\"a|0d 0a|b\"; nocase; offset:1; depth:9; content:\"c\"; distance:1; within:4;"
                    + " pcre:\"/^a[b-d]{2,3}?\\x41/Ri\"; dsize:>4; sid:5; rev:2;)";

    @Test
    void shouldTakeOrRefuseAnyTextAndNeverFail() {
        long seed = Long.getLong("penstock.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int one = 0; one < CASES; one++) {
            String text = random.nextBoolean() ? pieces(random) : damaged(random);
            try {
                RuleFile file = RuleFile.read(text.getBytes(ISO_8859_1));
                file.refused().forEach(refused -> assertThat(refused.column()).isPositive());
            } catch (RuntimeException | StackOverflowError failed) {
                throw new AssertionError("penstock.seed=" + seed + ", case " + one + ": " + text, failed);
            }
        }
    }

    private static String pieces(Random random) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "alert tcp any any -> any any (" : "");
        for (int count = random.nextInt(20); count > 0; count--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static String damaged(Random random) {
        StringBuilder text = new StringBuilder(GOOD);
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                default -> text.setCharAt(at, (char) random.nextInt(256));
            }
        }
        return text.toString();
    }
}
