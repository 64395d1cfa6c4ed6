// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

/**
 * How an answer broke the callout contract, or was not heard (spec 5, 6.4, 7). The engine has done what the rule says in place of what was asked;
 * whoever listens counts it. Each is told once for the answer that it spoils.
 */
public enum ContractError {
    /** The answer absorbs but does not block (spec 5.4 A1); the absorb is dropped. */
    ABSORB_WITHOUT_BLOCK("absorb_without_block"),
    /** The answer absorbs at a discard layer (A4); the absorb is ignored. */
    ABSORB_AT_DISCARD_LAYER("absorb_at_discard_layer"),
    /** The answer absorbs at a layer that hears no absorb (A3); the absorb is ignored. */
    ABSORB_NOT_VALID("absorb_not_valid"),
    /** The answer absorbs at bind or listen without a pend (A5); the absorb is ignored. */
    ABSORB_WITHOUT_PEND("absorb_without_pend"),
    /** The answer absorbs, but the layer's action came from another filter (A7); the absorb is dropped. No fault of the callout's. */
    ABSORB_OVERRIDDEN("absorb_overridden"),
    /** The answer permits, or blocks what is blocked, although the write right was gone on entry (spec 5.2); it changes nothing. */
    WRITE_WITHOUT_RIGHT("write_without_right"),
    /** The callout wanted to pend where the layer, a reauthorisation or the item forbids it (spec 6.4). */
    PEND_FORBIDDEN("pend_forbidden"),
    /** The callout pended, but its answer does not block, clear the right and absorb (spec 6.4 P4); nothing is pended. */
    PEND_INCOMPLETE("pend_incomplete"),
    /** A redirect was applied without the right, without PERMIT, or by a filter that is not terminating (spec 6.1, C07); it is not made. */
    REDIRECT_REFUSED("redirect_refused"),
    /** A frame to be injected is malformed, or not what its function takes (spec 6.2, 6.5). */
    INJECTION_FAILED("injection_failed"),
    /** A filter blocked at FLOW_ESTABLISHED (spec 2.7, 10 G3); heard, and the flow is closed. Not the callout's alone: static filters too. */
    DECISION_AT_FLOW_ESTABLISHED("decision_at_flow_established"),
    /** A filter blocked an event that cannot be blocked: closure or release (spec 2.7); treated as continue. Static filters too. */
    BLOCK_OF_EVENT("block_of_event"),
    /** Frames were injected by an answer that does not absorb, or where none may be injected inside classify; they are dropped. */
    INJECTION_REFUSED("injection_refused"),
    /** The callout refused a filter, or threw, when it was told after the commit (spec 5.5); the filter stands. */
    NOTIFICATION_REFUSED("notification_refused"),
    /** The callout threw. */
    FAILED("failed"),
    /** More bytes were enforced than were indicated (spec 7.4); taken as all. */
    STREAM_ENFORCED_TOO_MUCH("stream_enforced_too_much"),
    /** More data was wanted at the accumulation limit or after the end (spec 7.5); all is permitted. */
    STREAM_NEED_MORE_REFUSED("stream_need_more_refused"),
    /** Outbound data was deferred (spec 7.3); ignored. */
    STREAM_DEFER_OUTBOUND("stream_defer_outbound"),
    /** A callout that is elsewhere deferred what it was asked about (spec 7.7): its pend was the deferral; ignored. */
    STREAM_DEFER_OUT_OF_BAND("stream_defer_out_of_band"),
    /** The connection was dropped by a filter that may not do that (spec 7.3); ignored. */
    STREAM_DROP_REFUSED("stream_drop_refused"),
    /** Data was injected where the stream takes none (spec 7.7 S1, S3); dropped. */
    STREAM_INJECTION_REFUSED("stream_injection_refused"),
    /** Data was permitted although the callout reinjects this stream from outside (spec 7.7 S4); what it permits stands. */
    STREAM_MODE_SWITCHED("stream_mode_switched"),
    /** A stream callout returned without an action and was no inspection (spec 7.6). */
    STREAM_ACTION_MISSING("stream_action_missing");

    private final String key;

    ContractError(String key) {
        this.key = key;
    }

    /** How metrics and reports spell it. */
    public String key() {
        return key;
    }
}
