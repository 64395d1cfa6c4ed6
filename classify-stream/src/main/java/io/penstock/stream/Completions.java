// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.callout.ClassifyOut.Finding;
import io.penstock.engine.callout.InjectFunction;
import io.penstock.engine.callout.Injection;
import io.penstock.engine.pend.Completion;
import io.penstock.engine.redirect.Redirect;
import io.penstock.engine.redirect.RedirectTarget;
import io.penstock.schemas.CompletionBatch;
import io.penstock.schemas.CompletionRedirect;
import io.penstock.schemas.InjectionFunction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Reads a worker's answer as the engine takes it. Any thread. */
public final class Completions {
    private Completions() {}

    /**
     * The answers that a record of {@code penstock.completions} carries.
     *
     * @throws UnreadableRecordException if it is none
     */
    public static List<io.penstock.schemas.Completion> in(SpecificRecord record) {
        return switch (record) {
            case CompletionBatch batch -> batch.getCompletions();
            case io.penstock.schemas.Completion completion -> List.of(completion);
            default ->
                throw new UnreadableRecordException(
                        "a " + record.getSchema().getName() + " is not a record of penstock.completions");
        };
    }

    /** One of them; a redirection that no address can be made of as an answer that failed. */
    public static Completion of(io.penstock.schemas.Completion record) {
        String id = record.getPendId();
        long digest = record.getDigest();
        List<Finding> findings = record.getFindings().stream()
                .map(found -> new Finding(found.getKey(), found.getMessage()))
                .toList();
        Long flowContext = record.getFlowContext();
        return switch (record.getKind()) {
            case PERMIT -> {
                if (!record.getStreamSteps().isEmpty()) {
                    yield StreamSteps.of(record, findings);
                }
                yield record.getRedirect() == null
                        ? new Completion.Permit(id, digest, findings, flowContext)
                        : redirected(record, findings);
            }
            case BLOCK -> new Completion.Block(id, digest, findings, flowContext);
            case REPLACE -> new Completion.Replace(id, digest, injections(record), findings, flowContext);
            case FAILED -> new Completion.Failed(id, digest, findings, flowContext);
        };
    }

    /** A target that no address can be made of is as an answer that failed. */
    private static Completion redirected(io.penstock.schemas.Completion record, List<Finding> findings) {
        CompletionRedirect to = record.getRedirect();
        try {
            RedirectTarget target = RedirectTarget.of(bytes(to.getAddress()), to.getPort());
            Redirect change =
                    new Redirect(target, to.getContext(), to.getTargetProcess(), to.getReauthorizeIfModified());
            return new Completion.Redirected(
                    record.getPendId(), record.getDigest(), change, findings, record.getFlowContext());
        } catch (IllegalArgumentException unreadable) {
            return new Completion.Failed(record.getPendId(), record.getDigest(), findings);
        }
    }

    /** Without a function a clone goes back to where its packet came from. */
    private static List<Injection> injections(io.penstock.schemas.Completion record) {
        List<ByteBuffer> frames = record.getInjections();
        List<InjectionFunction> functions = record.getFunctions();
        List<Injection> injections = new ArrayList<>(frames.size());
        for (int i = 0; i < frames.size(); i++) {
            InjectionFunction function = i < functions.size() ? functions.get(i) : InjectionFunction.ORIGIN;
            injections.add(new Injection(InjectFunction.named(function.name()).orElse(null), bytes(frames.get(i))));
        }
        return injections;
    }

    private static byte[] bytes(ByteBuffer view) {
        byte[] copy = new byte[view.remaining()];
        view.duplicate().get(copy);
        return copy;
    }
}
