// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

/** What a stream callout asks for besides its action, {@code streamAction} (spec 7.3). With any but {@link #NONE} the action is ignored. */
public enum StreamAction {
    /** The action applies to the leading bytes that it enforces. */
    NONE,
    /** More bytes are gathered, and all are indicated together. */
    NEED_MORE_DATA,
    /** All later data of the flow passes this callout unseen. */
    ALLOW_CONNECTION,
    /** The connection is reset. Not for inspection. */
    DROP_CONNECTION,
    /** Inbound data waits until the callout continues the stream from outside; outbound a contract error. */
    DEFER
}
