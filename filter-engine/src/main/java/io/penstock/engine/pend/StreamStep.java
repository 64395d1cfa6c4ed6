// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.pend;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.stream.StreamAction;
import io.penstock.engine.stream.StreamAnswer;
import java.util.List;

/**
 * One answer of a stream callout about bytes that were pended (spec 7.1, 7.3, 7.4): what it would have answered inside classify. Where it is about leading bytes
 * only, the next step is about what is left.
 *
 * @param stream what it asks for besides its action
 * @param action its action, null where it wrote none; not heard unless {@code stream} is NONE
 * @param required bytes wanted besides those shown, heard with NEED_MORE_DATA
 * @param enforced leading bytes that the action applies to, 0 for all
 * @param injections data to be put in front of the bytes, first to last
 */
public record StreamStep(
        StreamAction stream,
        CalloutAction action,
        int required,
        int enforced,
        List<StreamAnswer.Injection> injections) {
    /** As many steps as one completion may have; what is left then is shown again. */
    public static final int MOST = 1_024;

    /** As many bytes as one completion may inject. */
    public static final int MOST_INJECTED = 1 << 19;

    /** Keeps the list as it is. */
    public StreamStep {
        injections = List.copyOf(injections);
    }

    /** An action for all bytes, and nothing besides. */
    public static StreamStep all(CalloutAction action) {
        return new StreamStep(StreamAction.NONE, action, 0, 0, List.of());
    }

    /** Bytes that it injects, 0 and up. */
    public long injectedBytes() {
        long bytes = 0;
        for (StreamAnswer.Injection injection : injections) {
            bytes += injection.data().length;
        }
        return bytes;
    }
}
