// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.nat;

import io.penstock.worker.endpoint.Endpoint;
import java.util.List;

/** The translations of one provider context. The first rule that is for an end decides. Immutable. */
final class TranslationRules {
    static final TranslationRules NONE = new TranslationRules(List.of(), true);

    private final List<TranslationRule> rules;
    private final boolean reportsConnections;

    TranslationRules(List<TranslationRule> rules, boolean reportsConnections) {
        this.rules = List.copyOf(rules);
        this.reportsConnections = reportsConnections;
    }

    /** Whether the start of a connection is told of. */
    boolean reportsConnections() {
        return reportsConnections;
    }

    List<TranslationRule> rules() {
        return rules;
    }

    /** What becomes of a packet's source; the same object where it stays. */
    Endpoint source(int protocol, Endpoint source, Endpoint destination) {
        for (TranslationRule rule : rules) {
            Endpoint translated = rule.source(protocol, source, destination);
            if (translated != null) {
                return translated;
            }
        }
        return source;
    }

    /** What becomes of a packet's destination; the same object where it stays. */
    Endpoint destination(int protocol, Endpoint source, Endpoint destination) {
        for (TranslationRule rule : rules) {
            Endpoint translated = rule.destination(protocol, source, destination);
            if (translated != null) {
                return translated;
            }
        }
        return destination;
    }

    /** Whether a rule could be for a packet if only its ports were known. */
    boolean wantPorts(int protocol, Endpoint source, Endpoint destination) {
        for (TranslationRule rule : rules) {
            if (rule.wantsPortOf(protocol, source, destination)) {
                return true;
            }
        }
        return false;
    }
}
