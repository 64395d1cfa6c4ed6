// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.explain;

import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.ValueText;
import io.penstock.engine.policy.document.ConditionText;

/** The flags of a visit by name (spec 3.6). */
final class VisitFlags {
    private VisitFlags() {}

    static String text(int flags) {
        String hex = "0x" + Integer.toHexString(flags);
        return ConditionText.value(Field.FLAGS, new ValueText(DataType.FWP_UINT32, hex));
    }
}
