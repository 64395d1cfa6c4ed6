// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature;

import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ContextReader;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.worker.RemoteAddressBlocks;
import java.time.Duration;

/**
 * The option {@code blockRemoteSeconds} of an inspection's provider context: how long the remote address of an item that it blocks is to be blocked.
 *
 * @param time zero: not at all
 */
record RemoteBlock(Duration time) {
    /** The key of the option. */
    static final String KEY = "blockRemoteSeconds";

    private static final long LONGEST_SECONDS = Duration.ofDays(365).toSeconds();

    /** What a context says, telling the reader what is wrong. */
    static RemoteBlock read(ContextReader context) {
        return new RemoteBlock(Duration.ofSeconds(context.number(KEY, 1, LONGEST_SECONDS, 0)));
    }

    /** An item is blocked. Where it has no remote address, there is nothing more to do. */
    void blocked(ClassifyIn in, RemoteAddressBlocks blocks) {
        if (time.isZero() || in.values().isEmpty(Field.IP_REMOTE_ADDRESS)) {
            return;
        }
        DataType type = in.layer().typeOf(Field.IP_REMOTE_ADDRESS).orElse(null);
        if (type != null) {
            blocks.block(address(in, type), time, "by filter " + in.filter().filterKey());
        }
    }

    private static ConditionValue address(ClassifyIn in, DataType type) {
        long low = in.values().number(Field.IP_REMOTE_ADDRESS);
        return type == DataType.FWP_UINT32
                ? new ConditionValue.Number(DataType.FWP_UINT32, low)
                : new ConditionValue.Wide(in.values().highHalf(Field.IP_REMOTE_ADDRESS), low);
    }
}
