// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import java.util.Random;

/**
 * A random policy, as a document, that pends about a tenth of the flows: those whose port falls into one of the ranges that together cover a tenth of
 * all ports. What the callout finds blocks, and random filters around it permit and block. At STREAM
 * random filters permit, block, and ask a callout that gathers bytes.
 */
final class RandomPendingPolicy {
    private static final int PEND_RANGES = 40;
    private static final int PORTS_A_RANGE = 65_536 / 10 / PEND_RANGES;
    private static final int OTHER_FILTERS = 40;
    private static final int STREAM_FILTERS = 8;
    private static final String STREAM = "FWPM_LAYER_STREAM_V4, FWPM_LAYER_STREAM_V6";
    private static final int[] SERVICES = {53, 80, 443, 22, 25, 445, 1900, 5353};
    private static final String[] AUTH = {
        "FWPM_LAYER_ALE_AUTH_CONNECT_V4, FWPM_LAYER_ALE_AUTH_CONNECT_V6",
        "FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V4, FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V6"
    };
    private static final String[] PACKET = {
        "FWPM_LAYER_OUTBOUND_TRANSPORT_V4, FWPM_LAYER_OUTBOUND_TRANSPORT_V6",
        "FWPM_LAYER_INBOUND_TRANSPORT_V4, FWPM_LAYER_INBOUND_TRANSPORT_V6",
        "FWPM_LAYER_DATAGRAM_DATA_V4, FWPM_LAYER_DATAGRAM_DATA_V6"
    };
    private static final String[] PORTS = {"FWPM_CONDITION_IP_LOCAL_PORT", "FWPM_CONDITION_IP_REMOTE_PORT"};

    private final Random random;
    private final StringBuilder yaml = new StringBuilder();
    private int filters;

    private RandomPendingPolicy(long seed) {
        random = new Random(seed);
    }

    static String of(long seed) {
        return new RandomPendingPolicy(seed).write();
    }

    private String write() {
        yaml.append("policy: random\nsubLayers:\n");
        for (int i = 0; i < 3; i++) {
            line("  - { subLayerKey: s" + i + ", weight: " + (0x1000 + random.nextInt(0xE000)) + " }");
        }
        line("callouts:");
        line("  - { calloutKey: penstock-signature }");
        line("  - { calloutKey: " + StreamSampler.KEY + " }");
        line("providerContexts:");
        line("  - providerContextKey: looked-for");
        line("    type: FWPM_GENERAL_CONTEXT");
        line("    data: { signatures: [ { name: get, text: GET }, { name: zeros, hex: \"000000000000\" } ] }");
        line("filters:");
        for (int i = 0; i < PEND_RANGES; i++) {
            // Most are asked once a flow; packets of few flows are asked one after the other.
            boolean eachPacket = random.nextInt(20) == 0;
            int low = random.nextInt(65_536 - PORTS_A_RANGE);
            filter(
                    one(eachPacket ? PACKET : AUTH),
                    range(one(PORTS), low, low + PORTS_A_RANGE - 1),
                    "{ type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: penstock-signature }");
            line("    providerContextKey: looked-for");
        }
        for (int i = 0; i < OTHER_FILTERS; i++) {
            other();
        }
        for (int i = 0; i < STREAM_FILTERS; i++) {
            stream();
        }
        return yaml.toString();
    }

    /** Half of the stream filters ask a callout about many flows, the others decide few of them. */
    private void stream() {
        String callout = ", calloutKey: " + StreamSampler.KEY;
        String action = switch (random.nextInt(6)) {
            case 0 -> "BLOCK";
            case 1, 2 -> "PERMIT";
            case 3 -> "CALLOUT_UNKNOWN" + callout;
            default -> "CALLOUT_TERMINATING" + callout;
        };
        int low = random.nextInt(50_000);
        String condition = action.endsWith(callout)
                ? range(one(PORTS), low, low + 15_000)
                : equal(one(PORTS), SERVICES[random.nextInt(8)]);
        filter(STREAM, condition, "{ type: FWP_ACTION_" + action + " }");
    }

    private void other() {
        String condition = switch (random.nextInt(4)) {
            case 0 -> equal(one(PORTS), SERVICES[random.nextInt(8)]);
            case 1 -> {
                int low = random.nextInt(60_000);
                yield range(one(PORTS), low, low + random.nextInt(4_000));
            }
            case 2 -> equal("FWPM_CONDITION_IP_PROTOCOL", new int[] {1, 6, 17, 58}[random.nextInt(4)]);
            default -> equal("FWPM_CONDITION_IP_PROTOCOL", 17) + equal(one(PORTS), 53);
        };
        String[] layers = random.nextInt(3) == 0 ? PACKET : AUTH;
        filter(one(layers), condition, "{ type: FWP_ACTION_" + (random.nextInt(3) == 0 ? "BLOCK" : "PERMIT") + " }");
        if (random.nextInt(4) == 0) {
            line("    flags: [FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT]");
        }
    }

    private void filter(String layers, String conditions, String action) {
        line("  - filterKey: f" + filters++);
        line("    layerKey: [" + layers + "]");
        line("    subLayerKey: s" + random.nextInt(3));
        line("    weight: " + random.nextInt(16));
        line("    filterCondition:");
        yaml.append(conditions);
        line("    action: " + action);
    }

    private static String equal(String field, int value) {
        return "      - { fieldKey: " + field + ", matchType: FWP_MATCH_EQUAL, conditionValue: " + value + " }\n";
    }

    private static String range(String field, int low, int high) {
        return "      - { fieldKey: " + field + ", matchType: FWP_MATCH_RANGE, conditionValue: [" + low + ", " + high
                + "] }\n";
    }

    private String one(String[] of) {
        return of[random.nextInt(of.length)];
    }

    private void line(String text) {
        yaml.append(text).append('\n');
    }
}
