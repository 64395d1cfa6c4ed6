// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.schemas.Topics;

/** Where the classify processor may send a record: one sink each. */
enum Output {
    VERDICTS(Topics.VERDICTS),
    DISCARDS(Topics.DISCARDS),
    FLOWS(Topics.FLOWS),
    FINDINGS(Topics.FINDINGS),
    AUDIT(Topics.AUDIT),
    REINJECTIONS(Topics.REINJECTIONS),
    INJECTIONS(Topics.INJECTIONS),
    CALLOUTS(Topics.CALLOUTS),
    DEAD_LETTERS(Topics.DEAD_LETTERS),
    /** One topic per callout, named by the record's header. */
    PENDED(null);

    private final String topic;

    Output(String topic) {
        this.topic = topic;
    }

    /** The topic, or null where the record names it. */
    String topic() {
        return topic;
    }

    /** Whether a record goes to the partition that its {@link OriginKey} names, instead of by hash of its key. */
    boolean byOrigin() {
        return switch (this) {
            case VERDICTS, DISCARDS, FLOWS, FINDINGS, REINJECTIONS, PENDED -> true;
            case AUDIT, INJECTIONS, CALLOUTS, DEAD_LETTERS -> false;
        };
    }

    String nodeName() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + "-out";
    }
}
