// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.pend;

import io.penstock.engine.callout.ClassifyOut.Finding;
import io.penstock.engine.callout.Injection;
import io.penstock.engine.redirect.Redirect;
import java.util.List;

/** A callout's answer to a pended item. It echoes the pend's id and digest; it is applied once, the first wins (spec 6.4 P9). */
public sealed interface Completion {
    /** Text form of the {@link PendId}. */
    String pendId();

    /** Digest of the pended item, 64 bits; a completion with another is dropped as not its own. */
    long digest();

    /** What the callout found in the item, none as an empty list. */
    List<Finding> findings();

    /** The callout's new context on the item's flow (spec 5.6): null leaves it as it is, 0 removes it. */
    Long flowContext();

    /** The same answer to another pend. */
    default Completion to(String otherId, long otherDigest) {
        return switch (this) {
            case Permit it -> new Permit(otherId, otherDigest, it.findings(), it.flowContext());
            case Block it -> new Block(otherId, otherDigest, it.findings(), it.flowContext());
            case Replace it -> new Replace(otherId, otherDigest, it.clones(), it.findings(), it.flowContext());
            case Redirected it -> new Redirected(otherId, otherDigest, it.change(), it.findings(), it.flowContext());
            case ClassifyAgain it -> new ClassifyAgain(otherId, otherDigest, it.findings());
            case Stream it -> new Stream(otherId, otherDigest, it.steps(), it.findings(), it.flowContext());
            case Failed it -> new Failed(otherId, otherDigest, it.findings(), it.flowContext());
        };
    }

    /** The item goes on unchanged. */
    record Permit(String pendId, long digest, List<Finding> findings, Long flowContext) implements Completion {
        /** Leaves the flow context as it is. */
        public Permit(String pendId, long digest, List<Finding> findings) {
            this(pendId, digest, findings, null);
        }
    }

    /** The item is dropped by the filter that pended it. */
    record Block(String pendId, long digest, List<Finding> findings, Long flowContext) implements Completion {
        /** Leaves the flow context as it is. */
        public Block(String pendId, long digest, List<Finding> findings) {
            this(pendId, digest, findings, null);
        }
    }

    /** The item is absorbed; these frames go on in its place. */
    record Replace(String pendId, long digest, List<Injection> clones, List<Finding> findings, Long flowContext)
            implements Completion {
        /** Leaves the flow context as it is. */
        public Replace(String pendId, long digest, List<Injection> clones, List<Finding> findings) {
            this(pendId, digest, clones, findings, null);
        }
    }

    /** The bind or connect goes on with a change, {@code FwpsCompleteClassify0} with PERMIT. */
    record Redirected(String pendId, long digest, Redirect change, List<Finding> findings, Long flowContext)
            implements Completion {}

    /**
     * The item is shown to the layer again: {@code FwpsCompleteClassify0} without a verdict, {@code FwpsCompleteOperation0} (spec 6.4). For callouts that
     * answer where the item is classified.
     */
    record ClassifyAgain(String pendId, long digest, List<Finding> findings) implements Completion {
        @Override
        public Long flowContext() {
            return null;
        }
    }

    /**
     * Bytes of a stream are decided as if inside classify (spec 7.3, 7.7): the pend was their deferral, and this continues the stream.
     *
     * @param steps what is answered about them, first to last, at least one
     */
    record Stream(String pendId, long digest, List<StreamStep> steps, List<Finding> findings, Long flowContext)
            implements Completion {
        /**
         * Holds the answer to its bounds.
         *
         * @throws IllegalArgumentException if there are no steps, or more, or more bytes to inject, than {@link StreamStep} allows
         */
        public Stream {
            steps = List.copyOf(steps);
            long injected = 0;
            for (StreamStep step : steps) {
                injected += step.injectedBytes();
            }
            if (steps.isEmpty() || steps.size() > StreamStep.MOST || injected > StreamStep.MOST_INJECTED) {
                throw new IllegalArgumentException(
                        "a stream is answered in " + steps.size() + " steps that inject " + injected + " bytes");
            }
        }
    }

    /** The callout could not answer: the policy's {@code pend.onTimeout} decides (spec 6.7). */
    record Failed(String pendId, long digest, List<Finding> findings, Long flowContext) implements Completion {
        /** Leaves the flow context as it is. */
        public Failed(String pendId, long digest, List<Finding> findings) {
            this(pendId, digest, findings, null);
        }
    }
}
