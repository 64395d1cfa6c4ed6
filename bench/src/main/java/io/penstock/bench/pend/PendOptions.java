// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is measured.
 *
 * @param passes of each kind at each rate ({@code -r}, 5)
 * @param warmUp of each kind, and of the worker that is left where one is killed; does not count ({@code --warm-up}, 200 seconds)
 * @param measured of each pass ({@code --seconds}, 20)
 * @param rates requests a second ({@code --rates}, a list, 1000,5000)
 * @param partitions of the packets' topic, and of the replies' ({@code --partitions}, 4)
 * @param only kinds: idle, request, gathered, pend and kill ({@code --only}, a list, all)
 * @param embedded whether the broker is in this process ({@code --broker}, embedded, or apart)
 * @param starts how often all of it is done, in a process of its own where more than once ({@code --starts}, 1)
 * @param mostStolen percent of the processors that a hypervisor may have given to others during a pass that counts; a pass with more is measured again, three times at most ({@code --stolen}, 1)
 * @param results where the figures of all passes go ({@code --results}, a file of {@code bench/results} that is named by the time)
 */
record PendOptions(
        int passes,
        Duration warmUp,
        Duration measured,
        List<Integer> rates,
        int partitions,
        Set<String> only,
        boolean embedded,
        int starts,
        double mostStolen,
        Path results) {

    static final String RESULTS = "--results";

    private static final String IDLE = "idle";
    private static final List<String> KINDS = List.of(IDLE, "request", "gathered", "pend", "kill");

    PendOptions {
        if (!KINDS.containsAll(only)) {
            throw new IllegalArgumentException(
                    "--only " + String.join(",", only) + ": there are " + String.join(", ", KINDS));
        }
        if (starts < 1) {
            throw new IllegalArgumentException("--starts " + starts + ": expected 1 and more");
        }
    }

    /** Whether idleness is to be watched. */
    boolean idle() {
        return only.contains(IDLE);
    }

    /** Whether there is a round trip to measure. */
    boolean roundTrips() {
        return !only.equals(Set.of(IDLE));
    }

    static PendOptions parse(String... arguments) {
        Map<String, String> options = new LinkedHashMap<>(Map.of(
                "-r",
                "5",
                "--warm-up",
                "200",
                "--seconds",
                "20",
                "--rates",
                "1000,5000",
                "--partitions",
                "4",
                "--only",
                String.join(",", KINDS),
                "--broker",
                "embedded",
                "--starts",
                "1",
                "--stolen",
                "1",
                RESULTS,
                "bench/results/" + Instant.now().toString().replace(":", "") + "-pend.csv"));
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            if (options.replace(arguments[i], arguments[i + 1]) == null) {
                throw new IllegalArgumentException("no such option: " + arguments[i]);
            }
        }
        return new PendOptions(
                Integer.parseInt(options.get("-r")),
                Duration.ofSeconds(Long.parseLong(options.get("--warm-up"))),
                Duration.ofSeconds(Long.parseLong(options.get("--seconds"))),
                Stream.of(options.get("--rates").split(","))
                        .map(Integer::valueOf)
                        .toList(),
                Integer.parseInt(options.get("--partitions")),
                Set.of(options.get("--only").split(",")),
                isEmbedded(options.get("--broker")),
                Integer.parseInt(options.get("--starts")),
                Double.parseDouble(options.get("--stolen")),
                Path.of(options.get(RESULTS)));
    }

    /** The options of each of several starts, but for where its results go. */
    List<String> ofOneStart() {
        return List.of(
                "-r",
                Integer.toString(passes),
                "--warm-up",
                Long.toString(warmUp.toSeconds()),
                "--seconds",
                Long.toString(measured.toSeconds()),
                "--rates",
                rates.stream().map(String::valueOf).collect(Collectors.joining(",")),
                "--partitions",
                Integer.toString(partitions),
                "--only",
                String.join(",", only),
                "--broker",
                broker(),
                "--stolen",
                Double.toString(mostStolen));
    }

    /** Where the broker is, as the option says it. */
    String broker() {
        return embedded ? "embedded" : "apart";
    }

    private static boolean isEmbedded(String broker) {
        return switch (broker) {
            case "embedded" -> true;
            case "apart" -> false;
            default -> throw new IllegalArgumentException("--broker " + broker + " is neither embedded nor apart");
        };
    }
}
