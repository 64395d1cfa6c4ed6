// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 */
record PendOptions(
        int passes,
        Duration warmUp,
        Duration measured,
        List<Integer> rates,
        int partitions,
        Set<String> only,
        boolean embedded) {

    private static final String IDLE = "idle";
    private static final List<String> KINDS = List.of(IDLE, "request", "gathered", "pend", "kill");

    PendOptions {
        if (!KINDS.containsAll(only)) {
            throw new IllegalArgumentException(
                    "--only " + String.join(",", only) + ": there are " + String.join(", ", KINDS));
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
                "embedded"));
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
                isEmbedded(options.get("--broker")));
    }

    private static boolean isEmbedded(String broker) {
        return switch (broker) {
            case "embedded" -> true;
            case "apart" -> false;
            default -> throw new IllegalArgumentException("--broker " + broker + " is neither embedded nor apart");
        };
    }
}
