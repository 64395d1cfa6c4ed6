// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import io.penstock.schemas.CompactedReader;
import io.penstock.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TransactionAbortableException;

/**
 * Appends control records to every partition of {@code penstock.packets}, each change in one short transaction.
 *
 * <p>Whoever writes fences the others, reads to the end what they left, compares, writes the pointer and the records to
 * every partition, and commits. A writer that is fenced meanwhile backs off and compares again. So changes have one order,
 * the same in each partition, a change that is already in force is not made twice, and one whose writer believed something
 * else to be active is not made at all. One thread at a time.
 */
public final class ControlWriter {
    /** A crowd of fifty is through within a minute, on two processors. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(5);
    private static final long SHORTEST_PAUSE_MS = 20;
    private static final long LONGEST_PAUSE_MS = 4_000;

    private final Map<String, Object> clientProperties;
    private final Supplier<Election> election;

    /**
     * A writer for one cluster.
     *
     * @param clientProperties bootstrap servers, TLS, SASL: what every Kafka client here gets
     */
    public ControlWriter(Map<String, Object> clientProperties) {
        this(clientProperties, null);
    }

    private ControlWriter(Map<String, Object> clientProperties, Supplier<Election> election) {
        this.clientProperties = Map.copyOf(clientProperties);
        this.election = election;
    }

    /**
     * A writer that writes only what it is still elected for: if another one was elected meanwhile, a change fails with {@link ControlWriteException} and nothing
     * of it is in force.
     *
     * @param clientProperties bootstrap servers, TLS, SASL: what every Kafka client here gets
     * @param election asked for each attempt, on its thread
     */
    public static ControlWriter elected(Map<String, Object> clientProperties, Supplier<Election> election) {
        return new ControlWriter(clientProperties, election);
    }

    /**
     * Activates a policy, unless it is the active one of that name already.
     *
     * @return the revision under which it is in force
     * @throws ControlWriteException if Kafka refuses, or others keep fencing this writer
     */
    public long activate(PolicyToActivate policy) {
        return activate(policy, List.of());
    }

    /**
     * Registers callouts and activates a policy that wants them, all in one transaction, so that no packet meets the policy
     * without its callouts.
     *
     * @return the revision under which the policy is in force
     * @throws ControlWriteException if Kafka refuses, or others keep fencing this writer
     */
    public long activate(PolicyToActivate policy, Collection<CalloutToRegister> callouts) {
        return switch (activate(policy, callouts, new Expectation.Any())) {
            case ActivationOutcome.Activated(ActivatedRevision revision, var _, var _) -> revision.revision();
            case ActivationOutcome.AlreadyActive(ActivatedRevision revision) -> revision.revision();
            case ActivationOutcome.Refused(var active) ->
                throw new IllegalStateException("refused because of revision " + active.revision());
        };
    }

    /**
     * Registers callouts and activates a policy that wants them, all in one transaction, if what is active is what the writer
     * believes. However often it has to be tried, it gives one revision at most.
     *
     * @throws ControlWriteException if Kafka refuses, or others keep fencing this writer; then nothing of it is in force, or, where
     *     Kafka did not answer in the end, all of it may be
     */
    public ActivationOutcome activate(
            PolicyToActivate policy, Collection<CalloutToRegister> callouts, Expectation expectation) {
        List<ControlChange> changes = new ArrayList<>();
        callouts.forEach(callout -> changes.add(new ControlChange.Registration(callout)));
        ControlChange.Activation activation =
                new ControlChange.Activation(policy, UUID.randomUUID().toString(), policy.sessions() != null);
        changes.add(activation);
        return write(new ActivationAttempt(activation, changes, expectation));
    }

    /**
     * Registers or unregisters callouts, those left out that are so already. The topic of an out-of-band callout and the
     * settings of its workers' group must be there: {@link io.penstock.schemas.WorkerGroup} makes them.
     *
     * @throws ControlWriteException if Kafka refuses, or others keep fencing this writer
     */
    public void register(Collection<CalloutToRegister> callouts) {
        List<ControlChange> changes = callouts.stream()
                .<ControlChange>map(ControlChange.Registration::new)
                .toList();
        write(new RegistrationAttempt(changes));
    }

    private <T> T write(ControlAttempt<T> wanted) {
        ControlState state = new ControlState();
        long until = System.nanoTime() + PATIENCE.toNanos();
        try (CompactedReader reader = CompactedReader.open(clientProperties, Topics.POLICY)) {
            for (int attempt = 1; ; attempt++) {
                // What was read before the others are fenced need not be read while they may fence in turn.
                reader.readToEnd(state::note);
                Optional<T> foregone = wanted.foregone(state);
                if (foregone.isPresent()) {
                    return foregone.get();
                }
                try (ControlTransaction transaction = ControlTransaction.prepare(clientProperties, election)) {
                    transaction.fenceOthers();
                    reader.readToEnd(state::note);
                    T made = wanted.make(state, transaction);
                    if (transaction.hasWritten()) {
                        awaitVisible(wanted, state, reader);
                    }
                    return made;
                } catch (ProducerFencedException
                        | InvalidProducerEpochException
                        | InvalidTxnStateException
                        | TransactionAbortableException
                        | UnknownCommitException fenced) {
                    // Which of these it is depends on where in the attempt the rival came.
                    if (System.nanoTime() > until) {
                        throw new ControlWriteException(
                                "other writers of control records kept fencing this one for " + PATIENCE.toMinutes()
                                        + " minutes",
                                fenced);
                    }
                    backOff(attempt);
                }
            }
        } catch (KafkaException refused) {
            throw new ControlWriteException("control records were not written: " + refused.getMessage(), refused);
        }
    }

    /** A commit is answered before its records may be read. Who is told that it is done must find it there, so this waits for that, though not for ever. */
    private static void awaitVisible(ControlAttempt<?> written, ControlState state, CompactedReader reader) {
        long until = System.nanoTime() + VISIBLE_WITHIN.toNanos();
        reader.readToEnd(state::note);
        while (!written.stands(state) && System.nanoTime() < until) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SHORTEST_PAUSE_MS));
            reader.readToEnd(state::note);
        }
    }

    /** Fenced writers that waited equally long would only meet again, and the more there are, the longer they must keep apart. */
    private static void backOff(int attempt) {
        long longest = Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS << Math.min(attempt, 10));
        LockSupport.parkNanos(
                TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(1, longest)));
    }
}
