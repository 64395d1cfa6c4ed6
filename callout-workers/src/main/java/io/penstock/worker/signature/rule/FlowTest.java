// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

/**
 * What {@code flow} demands.
 *
 * @param direction which way
 * @param state whether the connection stands
 * @param stream whether on the stream or off it
 * @param fragments whether put together from fragments
 */
public record FlowTest(Way direction, State state, Choice stream, Choice fragments) {
    /** Demands nothing. */
    public static final FlowTest ANY = new FlowTest(Way.EITHER, State.EITHER, Choice.EITHER, Choice.EITHER);

    /** Which way a packet goes. */
    public enum Way {
        EITHER,
        TO_SERVER,
        TO_CLIENT
    }

    /** Whether both ends have agreed on the connection. */
    public enum State {
        EITHER,
        ESTABLISHED,
        NOT_ESTABLISHED,
        /** Said of rules that do not mind. */
        STATELESS
    }

    /** Something demanded, excluded or neither. */
    public enum Choice {
        EITHER,
        ONLY,
        NOT
    }

    /** Whether something is demanded that a packet does not tell by itself. */
    public boolean isParticular() {
        return direction != Way.EITHER || state == State.ESTABLISHED || state == State.NOT_ESTABLISHED;
    }

    /** Whether more than a direction is demanded, so that an item without a flow cannot match. */
    public boolean needsFlow() {
        return !equals(new FlowTest(direction, State.EITHER, Choice.EITHER, Choice.EITHER));
    }
}
