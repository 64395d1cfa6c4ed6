// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.engine.policy.document.PolicyCase;
import io.penstock.engine.policy.document.PolicyCases;
import io.penstock.engine.policy.document.PolicyErrors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Policy test cases out of files.
 *
 * @param cases in the order of the files, in each in its order
 */
record PolicyCaseFiles(List<PolicyCase> cases) {
    private static final String BESIDE = ".test.yaml";

    /**
     * How a run of cases ended.
     *
     * @param passed how many came out as they expect
     * @param failed how many did not
     */
    record Result(int passed, int failed) {
        String text() {
            return passed + " passed, " + failed + " failed";
        }
    }

    /** The case files beside a policy, by name. */
    static List<String> beside(Path policy) throws IOException {
        Path folder = policy.toAbsolutePath().getParent();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(BESIDE))
                    .filter(Files::isRegularFile)
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }

    /**
     * Reads case files.
     *
     * @param files their paths; {@code -} is standard input
     */
    static PolicyCaseFiles read(List<String> files, InputStream standardInput) {
        List<PolicyCase> cases = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (String file : files) {
            try {
                cases.addAll(read(file, standardInput));
            } catch (PolicyErrors wrong) {
                errors.addAll(wrong.getMessage().lines().toList());
            } catch (IOException | InvalidPathException unreadable) {
                String why = unreadable instanceof IOException io ? ErrorLines.ioText(io) : unreadable.getMessage();
                errors.add(why.startsWith(file) ? why : file + ": " + why);
            }
        }
        if (!errors.isEmpty()) {
            throw CommandFailure.badInput(errors);
        }
        return new PolicyCaseFiles(List.copyOf(cases));
    }

    private static List<PolicyCase> read(String file, InputStream standardInput) throws PolicyErrors, IOException {
        if (file.equals("-")) {
            return PolicyCases.read(file, standardInput.readAllBytes(), Path.of(""));
        }
        Path path = Path.of(file);
        Path folder = path.toAbsolutePath().getParent();
        return PolicyCases.read(file, Files.readAllBytes(path), folder);
    }

    /** Whether a case is about a policy. */
    boolean speakOf(String version) {
        return cases.stream().anyMatch(one -> one.policy().version().equals(version));
    }

    /**
     * Runs them.
     *
     * @param passed told a line for each case that passed
     * @param failed told a line for each that failed
     */
    Result run(Consumer<String> passed, Consumer<String> failed) {
        int failures = 0;
        for (PolicyCase one : cases) {
            List<String> differences = one.run();
            if (differences.isEmpty()) {
                passed.accept("ok   " + one.id() + " " + one.title());
            } else {
                failures++;
                failed.accept("FAIL " + one.id() + " " + one.title() + ": " + String.join("; ", differences));
            }
        }
        return new Result(cases.size() - failures, failures);
    }
}
