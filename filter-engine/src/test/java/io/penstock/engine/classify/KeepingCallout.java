// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutFlag;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.FlowCallout;
import io.penstock.engine.policy.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** A callout that keeps contexts on flows as it is told, and remembers what it saw of them. */
final class KeepingCallout implements FlowCallout {
    private final String key;
    private final CalloutMode mode;
    private final Set<CalloutFlag> flags;
    private final BiConsumer<ClassifyIn, ClassifyOut> script;
    /** The contexts it was asked with. */
    final List<Long> seen = new ArrayList<>();
    /** The contexts it was told are gone, each with its layer. */
    final List<String> deleted = new ArrayList<>();

    KeepingCallout(String key, CalloutMode mode, Set<CalloutFlag> flags, BiConsumer<ClassifyIn, ClassifyOut> script) {
        this.key = key;
        this.mode = mode;
        this.flags = flags;
        this.script = script;
    }

    static KeepingCallout inline(String key, BiConsumer<ClassifyIn, ClassifyOut> script) {
        return new KeepingCallout(key, CalloutMode.INLINE, Set.of(), script);
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public CalloutMode mode() {
        return mode;
    }

    @Override
    public Set<CalloutFlag> flags() {
        return flags;
    }

    @Override
    public void classify(ClassifyIn in, ClassifyOut out) {
        seen.add(in.flowContext());
        script.accept(in, out);
    }

    @Override
    public void flowDelete(Layer layer, long flowContext) {
        deleted.add(layer.key().replace("FWPM_LAYER_", "") + " " + flowContext);
    }
}
