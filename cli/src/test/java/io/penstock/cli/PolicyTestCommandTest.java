// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.classify.RandomVectors;
import io.penstock.engine.classify.VectorJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyTestCommandTest {
    private static final int CASES = 500;
    private static final long SEED = 20_261_125L;

    @TempDir
    Path folder;

    @Test
    void shouldPassFiveHundredDrawnCases() throws IOException {
        CommandRun run = CommandRun.of("policy", "test", cases(VectorJson.write(drawn())));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).endsWith("500 passed, 0 failed\n");
        assertThat(run.out().lines()).hasSize(CASES + 1);
    }

    @Test
    void shouldNameTheCaseThatFailsWithWhatWasExpectedAndFound() throws IOException {
        String json = VectorJson.write(drawn());
        int at = json.indexOf("\"finalAction\": \"BLOCK\"", json.indexOf("\"id\": \"R100\""));
        String id = json.substring(
                json.lastIndexOf("\"id\": \"R", at) + 7, json.indexOf('"', json.lastIndexOf("\"id\": \"R", at) + 7));
        String changed = json.substring(0, at) + "\"finalAction\": \"PERMIT\""
                + json.substring(at + "\"finalAction\": \"BLOCK\"".length());

        CommandRun run = CommandRun.of("policy", "test", cases(changed));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).endsWith("499 passed, 1 failed\n");
        assertThat(run.out()).contains("FAIL " + id + " drawn: finalAction: expected PERMIT, was BLOCK\n");
    }

    private static List<RandomVectors.Vector> drawn() {
        RandomVectors vectors = new RandomVectors(SEED);
        List<RandomVectors.Vector> drawn = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            drawn.add(vectors.next());
        }
        return drawn;
    }

    private String cases(String json) throws IOException {
        Path file = folder.resolve("cases.json");
        Files.writeString(file, json);
        return file.toString();
    }
}
