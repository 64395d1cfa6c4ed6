// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The callout, through the layers of a policy, finds what the command finds, at the same packets. */
class CalloutAgreesWithCommandTest {
    private static final Path SAMPLES = Path.of(System.getProperty("penstock.root", ".."), "samples");

    @Test
    void shouldFindTheSameOutOfBandAsDirectly() throws Exception {
        byte[] rules = Files.readAllBytes(SAMPLES.resolve("office.rules"));
        for (String capture : List.of("office.pcapng", "server.pcap")) {
            Set<String> direct = SignatureRuns.directly(SAMPLES.resolve(capture), rules);
            assertThat(direct).isNotEmpty();
            assertThat(SignatureRuns.differences(
                            capture, direct, SignatureRuns.outOfBand(SAMPLES.resolve(capture), rules)))
                    .isEmpty();
        }
    }

    @Test
    void shouldFindTheSameOutOfBandAsDirectlyInEveryReferenceCase() throws Exception {
        Set<String> differences = new TreeSet<>();
        for (SignatureCase one : SignatureCase.all()) {
            byte[] rules = Files.readAllBytes(one.rules());
            differences.addAll(SignatureRuns.differences(
                    one.toString(),
                    SignatureRuns.directly(one.capture(), rules),
                    SignatureRuns.outOfBand(one.capture(), rules)));
        }
        assertThat(List.copyOf(differences)).isEqualTo(SignatureCase.documented("callout"));
    }
}
