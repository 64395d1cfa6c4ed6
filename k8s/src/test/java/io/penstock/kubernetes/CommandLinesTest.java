// SPDX-License-Identifier: Apache-2.0
package io.penstock.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.penstock.cli.PenstockCommand;
import io.penstock.cli.Terminal;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command line of the manifests is one that the command takes, so that no option is renamed behind their back. */
class CommandLinesTest {
    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void shouldBeTakenByTheCommand(String name) {
        List<Container> roles = Overlay.built(name).pods().values().stream()
                .flatMap(pod -> pod.getSpec().getContainers().stream())
                .filter(container -> container.getCommand().isEmpty())
                .toList();

        assertThat(roles)
                .extracting(Container::getName)
                .containsExactlyInAnyOrder("classify", "worker", "agent", "policy");
        for (Container role : roles) {
            assertThat(role.getArgs())
                    .as("what Kubernetes puts in is named")
                    .allMatch(argument -> !argument.contains("$(") || names(role, argument));
            read(role.getArgs());
        }
    }

    private static boolean names(Container role, String argument) {
        String left = argument;
        for (EnvVar variable : role.getEnv()) {
            left = left.replace("$(" + variable.getName() + ")", "");
        }
        return !left.contains("$(");
    }

    @Test
    void shouldBeRefusedWithAnOptionThatIsNone() {
        assertThatThrownBy(() -> read(List.of("worker", "--callout=nat", "--replicas=3")))
                .hasMessageContaining("--replicas");
        assertThatThrownBy(() -> read(List.of("worker", "--http=1"))).hasMessageContaining("--callout");
    }

    /**
     * As the command does before it does anything else, but that what looks like an option is never taken for one more value of the option before it. A number in place of each variable fits
     * wherever one stands.
     */
    private static void read(List<String> arguments) {
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(InputStream.nullInputStream(), nowhere, nowhere, false, false);
        PenstockCommand.commandLine(terminal)
                .setUnmatchedOptionsAllowedAsOptionParameters(false)
                .parseArgs(arguments.stream()
                        .map(argument -> argument.replaceAll("\\$\\([A-Z_]+\\)", "1"))
                        .toArray(String[]::new));
    }
}
