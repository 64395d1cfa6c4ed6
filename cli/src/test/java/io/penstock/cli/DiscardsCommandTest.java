// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscardsCommandTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        discards                                            | Missing required option: '--bootstrap
        discards --bootstrap 127.0.0.1:1 --by reason,port   | --by reason,port: some of reason,layer,filter,callout,host,time,source
        discards --bootstrap 127.0.0.1:1 --by host,host     | --by host,host: host stands there twice
        discards --bootstrap 127.0.0.1:1 --since yesterday  | --since: a time like 2026-03-01T12:00:00Z
        """)
    void shouldRefuseWhatItCannotAnswerInOneLine(String typed, String said) {
        CommandRun run = CommandRun.of(typed.split(" "));
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).singleElement().asString().contains(said);
    }
}
