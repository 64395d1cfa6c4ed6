// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.testsupport.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive that does not fit is passed over without a word, and only the clock would tell. */
class ClassArchiveIT {
    private static final String SHARED = "source: shared objects file";

    @Test
    void shouldGiveTheProcessesOfTestsClassesThatAreLoadedAlready(@TempDir Path folder) throws Exception {
        Path loaded = folder.resolve("loaded.txt");
        try (ChildJvm command = ChildJvm.start(
                PenstockCommand.class, List.of("-Xlog:class+load:file=" + loaded), "classify", "--help")) {
            assertThat(command.awaitEnd(Duration.ofSeconds(60))).isZero();
            assertThat(command.output()).first().asString().startsWith("Usage: penstock classify");
        }

        List<String> lines = Files.readAllLines(loaded);
        for (Class<?> one : List.of(PenstockCommand.class, RunCommand.class)) {
            assertThat(lines)
                    .filteredOn(line -> line.contains(one.getName() + " "))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line).contains(SHARED));
        }
    }
}
