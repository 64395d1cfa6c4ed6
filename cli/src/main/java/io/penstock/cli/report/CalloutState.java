// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import java.util.List;

/**
 * What is known of one callout. Counts are packets since the cluster's topics were made; the topology publishes them about once a second.
 *
 * @param key the callout's key
 * @param inPolicy whether the active policy has its management object
 * @param filters filters of the active policy that name it
 * @param runTime its run-time object
 * @param workers names of the workers that are alive
 * @param pended pends ever opened
 * @param completed pends that ended other than by their deadline
 * @param failed failures of the callout among them
 * @param expired pends whose deadline passed
 * @param latency from pend to answer; null where nothing was answered
 */
public record CalloutState(
        String key,
        boolean inPolicy,
        int filters,
        RunTime runTime,
        List<String> workers,
        long pended,
        long completed,
        long failed,
        long expired,
        Latency latency) {

    /** What stands behind the key at run time (spec 1.10). */
    public enum RunTime {
        /** Code in the topology. */
        INLINE,
        /** Workers. */
        OUT_OF_BAND,
        /** One of Windows' own that Penstock has. */
        BUILT_IN,
        /** It was registered, and is no more. */
        UNREGISTERED,
        /** Nothing was ever registered. */
        NONE
    }

    /**
     * Percentiles in microseconds.
     *
     * @param p50 median
     * @param p99 99th percentile
     * @param p999 99.9th percentile
     */
    public record Latency(long p50, long p99, long p999) {}

    /** Pends that are open now. */
    public long pendedNow() {
        return pended - completed - expired;
    }
}
