// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.match;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.worker.signature.rule.PayloadTest;
import io.penstock.worker.signature.rule.RuleFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadMatcherTest {
    private final PayloadMatcher matcher = new PayloadMatcher();

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "content:\"abc\";                                          # xxabcxx    # true",
                "content:\"ABC\";                                          # xxabcxx    # false",
                "content:\"ABC\"; nocase;                                  # xxaBcxx    # true",
                "content:\"|61 62|c\";                                     # xxabcxx    # true",
                "content:!\"abc\";                                         # xxabcxx    # false",
                "content:!\"abc\";                                         # xxabxx     # true",
                "content:\"abc\"; offset:2;                                # xxabc      # true",
                "content:\"abc\"; offset:3;                                # xxabc      # false",
                "content:\"abc\"; depth:5;                                 # xxabc      # true",
                "content:\"abc\"; depth:4;                                 # xxabc      # false",
                "content:\"abc\"; offset:1; depth:4;                       # xxabc      # true",
                "content:\"abc\"; offset:1; depth:3;                       # xxabc      # false",
                "content:\"abc\"; startswith;                              # abcabc     # true",
                "content:\"abc\"; startswith;                              # xabc       # false",
                "content:\"abc\"; endswith;                                # abcabc     # true",
                "content:\"abc\"; endswith;                                # abcx       # false",
                "content:\"ab\"; content:\"cd\"; distance:0;               # abcd       # true",
                "content:\"ab\"; content:\"cd\"; distance:1;               # abcd       # false",
                "content:\"ab\"; content:\"cd\"; distance:1;               # abcdcd     # true",
                "content:\"ab\"; content:\"cd\"; distance:1; within:2;     # abcdcd     # false",
                "content:\"ab\"; content:\"cd\"; distance:1; within:2;     # abXcd      # true",
                "content:\"ab\"; content:\"cd\"; within:3;                 # abXcd      # true",
                "content:\"ab\"; content:\"cd\"; within:3;                 # abXXcd     # false",
                "content:\"cd\"; content:\"ab\"; distance:-4;              # abcd       # true",
                "content:\"ab\"; content:\"cd\";                           # cdab       # true",
                // The first place of a content is not the only one that is tried.
                "content:\"a\"; content:\"b\"; distance:0; within:1;       # acab       # true",
                "content:\"a\"; content:\"b\"; within:2; content:\"c\"; within:1; # abab_abc # true",
                "content:\"a\"; content:!\"b\"; within:1;                  # abac       # true",
                "content:\"a\"; content:!\"b\"; within:1;                  # abab       # false",
                "pcre:\"/a.c/\";                                           # xabcx      # true",
                "pcre:\"/A.C/i\";                                          # xabcx      # true",
                "pcre:!\"/a.c/\";                                          # xabcx      # false",
                "pcre:\"/^b/\";                                            # abc        # false",
                "pcre:\"/b/A\";                                            # abc        # false",
                "pcre:\"/a/A\";                                            # abc        # true",
                "content:\"a\"; pcre:\"/^b/R\";                            # xabc       # true",
                "content:\"a\"; pcre:\"/^b/R\";                            # axab       # true",
                "content:\"a\"; pcre:\"/^c/R\";                            # xabc       # false",
                "pcre:\"/a\\d/\"; content:\"c\"; distance:0; within:1;     # a1b_a2c    # true",
                "pcre:\"/[[:digit:]]{3}/\";                                # ab123      # true",
                "pcre:\"/a[b&&c]d/\";                                      # a&d        # true",
                "pcre:\"/\\x61{,2}/\";                                     # a{,2}      # true",
                "pcre:\"/a b/x\";                                          # ab         # true",
                "pcre:\"/(?P<one>a)(?P=one)/\";                            # aa         # true",
                "content:\"abc\"; pcre:\"/a+?/G\"; content:\"bc\"; distance:0; # aaabc  # true",
            })
    void shouldDoTheTestsOfARule(String options, String payload, boolean expected) {
        assertThat(matches(options.strip(), payload)).isEqualTo(expected);
    }

    @Test
    void shouldCountPlacesFromTheStreamsStart() {
        List<PayloadTest> tests = tests("content:\"abc\"; offset:100; depth:10;");
        byte[] bytes = "..abc".getBytes(ISO_8859_1);
        assertThat(matcher.matches(tests, bytes, 0, 5, 100)).isTrue();
        assertThat(matcher.matches(tests, bytes, 0, 5, 106)).isFalse();
        assertThat(matcher.matches(tests, bytes, 0, 5, 90)).isFalse();
    }

    @Test
    void shouldNotLookOutsideOfWhatItIsGiven() {
        byte[] bytes = "abcabc".getBytes(ISO_8859_1);
        assertThat(matcher.matches(tests("content:\"ca\";"), bytes, 0, 3, 0)).isFalse();
        assertThat(matcher.matches(tests("pcre:\"/ca/\";"), bytes, 3, 3, 0)).isFalse();
    }

    @Test
    void shouldStopAnExpressionThatGoesBackAndForthWithoutEnd() {
        String payload = "a".repeat(2_000) + "!";
        assertThat(matches("pcre:\"/(a*)*(a*)*(a*)*b/\";", payload)).isFalse();
        assertThat(matches("pcre:\"/(a|aa|a|aaa)+b/\";", payload)).isFalse();
        assertThat(matcher.stopped()).isEqualTo(2);
        assertThat(matches("content:\"a\";", payload)).isTrue();
    }

    @Test
    void shouldStopContentsThatAreTriedWithoutEnd() {
        String options = "content:\"a\"; " + "content:\"a\"; distance:0; ".repeat(12) + "content:\"b\"; distance:0;";
        assertThat(matches(options, "a".repeat(1_000))).isFalse();
        assertThat(matcher.stopped()).isEqualTo(1);
    }

    private boolean matches(String options, String payload) {
        byte[] bytes = payload.getBytes(ISO_8859_1);
        return matcher.matches(tests(options), bytes, 0, bytes.length, 0);
    }

    private static List<PayloadTest> tests(String options) {
        String rule = "alert tcp any any -> any any (" + options + " sid:1;)";
        RuleFile file = RuleFile.read(rule.getBytes(ISO_8859_1));
        assertThat(file.refused()).isEmpty();
        return file.rules().getFirst().payload();
    }
}
