// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutFlag;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** A callout that answers as it is told, and remembers where it was asked. */
final class ScriptedCallout implements Callout {
    private final String key;
    private final CalloutMode mode;
    private final BiConsumer<ClassifyIn, ClassifyOut> script;
    private boolean midStream = true;
    final List<ClassifyIn> asked = new ArrayList<>();

    private ScriptedCallout(String key, CalloutMode mode, BiConsumer<ClassifyIn, ClassifyOut> script) {
        this.key = key;
        this.mode = mode;
        this.script = script;
    }

    static ScriptedCallout inline(String key, BiConsumer<ClassifyIn, ClassifyOut> script) {
        return new ScriptedCallout(key, CalloutMode.INLINE, script);
    }

    static ScriptedCallout outOfBand(String key, BiConsumer<ClassifyIn, ClassifyOut> script) {
        return new ScriptedCallout(key, CalloutMode.OUT_OF_BAND, script);
    }

    /** Not shown the streams of flows that began before its filter was added. */
    ScriptedCallout fromTheStart() {
        midStream = false;
        return this;
    }

    @Override
    public Set<CalloutFlag> flags() {
        return midStream ? Set.of(CalloutFlag.ALLOW_MID_STREAM_INSPECTION) : Set.of();
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
    public void classify(ClassifyIn in, ClassifyOut out) {
        asked.add(in);
        script.accept(in, out);
    }
}
