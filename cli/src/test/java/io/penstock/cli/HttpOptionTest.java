// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing of a role is started, and no broker asked, before its port is its own. */
class HttpOptionTest {
    private static final String NOBODY = "127.0.0.1:1";

    static Stream<Arguments> roles() {
        String capture = CommandRun.repository("samples/office.pcapng");
        return Stream.of(
                Arguments.of("agent", List.of("--capture", capture, "--bootstrap", NOBODY)),
                Arguments.of("classify", List.of("--bootstrap", NOBODY)),
                Arguments.of("worker", List.of("--callout", "penstock-signature", "--bootstrap", NOBODY)),
                Arguments.of("broker", List.of()),
                Arguments.of("run", List.of(capture)));
    }

    @ParameterizedTest
    @MethodSource("roles")
    void shouldEndWithOneLineWhereThePortIsTaken(String role, List<String> arguments) throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + other.getLocalPort();

            CommandRun run = run(role, arguments, address);

            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.errLines())
                    .containsExactly("penstock: --http " + address + ": cannot listen there: Address already in use");
        }
    }

    @ParameterizedTest
    @MethodSource("roles")
    void shouldRefuseWhatIsNoAddress(String role, List<String> arguments) {
        CommandRun run = run(role, arguments, "9464x");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errLines()).containsExactly("penstock: --http: HOST:PORT or PORT expected, found \"9464x\"");
    }

    @Test
    void shouldSayThatThereIsNoSuchHost() {
        CommandRun run = run("broker", List.of(), "no-such-host.invalid:0");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errLines()).containsExactly("penstock: --http no-such-host.invalid:0: there is no such host");
    }

    private static CommandRun run(String role, List<String> arguments, String address) {
        return CommandRun.of(Stream.of(List.of(role), arguments, List.of("--http", address))
                .flatMap(List::stream)
                .toArray(String[]::new));
    }
}
