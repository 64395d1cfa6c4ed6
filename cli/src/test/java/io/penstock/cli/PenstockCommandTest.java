// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PenstockCommandTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "run",
                "agent",
                "classify",
                "worker",
                "broker",
                "decode",
                "evaluate",
                "signatures",
                "discards",
                "top",
                "policy",
                "policy validate",
                "policy test"
            })
    void shouldShowAnExampleInTheHelpOfEveryCommand(String command) {
        String[] arguments = (command + " --help").trim().split(" ");
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Usage: penstock", "Example:", "  penstock ");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dekode x",
                "--colour",
                "decode",
                "decode a b",
                "decode --format xml a",
                "worker --callout x --bootstrp y"
            })
    void shouldRefuseWrongUsageWithOneLineAndAHint(String typed) {
        CommandRun run = CommandRun.of(typed.split(" "));
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .startsWith("penstock: ")
                .contains("--help");
    }

    @Test
    void shouldShowAStackTraceOnlyWithDebug() {
        assertThat(CommandRun.of("decode", "/nowhere").err()).doesNotContain("\tat ");
        assertThat(CommandRun.of("--debug", "decode", "/nowhere").err()).contains("\tat ");
        assertThat(CommandRun.of("decode", "/nowhere", "--debug").err()).contains("\tat ");
    }

    @Test
    void shouldPrintTheUsageWithoutASubcommand() {
        CommandRun run = CommandRun.of();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Commands:", "decode");
    }
}
