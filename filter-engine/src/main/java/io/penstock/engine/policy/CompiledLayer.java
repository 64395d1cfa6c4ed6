// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import java.util.List;

/** The filters of one layer as arbitration asks them: sublayers in the order of R-TIE, only those that have filters here. Immutable. */
public final class CompiledLayer {
    static final CompiledLayer EMPTY = new CompiledLayer(List.of(), 0);

    private final List<CompiledSublayer> sublayers;
    private final long digest;

    CompiledLayer(List<CompiledSublayer> sublayers, long digest) {
        this.sublayers = List.copyOf(sublayers);
        this.digest = digest;
    }

    /** Whether no filter stands here, so that a visit need not be made. */
    public boolean isEmpty() {
        return sublayers.isEmpty();
    }

    /** Heavier ones first; none where no enabled filter stands here. */
    public List<CompiledSublayer> sublayers() {
        return sublayers;
    }

    /** 64 bits, equal for layers whose filters, sublayers, callouts and contexts are equal; 0 for an empty one. Tells whether a policy change touches it. */
    public long digest() {
        return digest;
    }
}
