// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import io.penstock.engine.bfe.FwpmFilter;
import io.penstock.engine.bfe.ObjectHeader;
import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.packet.IpAddressText;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.FwpException;
import io.penstock.stream.control.ControlWriteException;
import io.penstock.stream.session.Lease;
import io.penstock.stream.session.PolicyClient;
import io.penstock.stream.session.PolicySession;
import io.penstock.worker.RemoteAddressBlocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blocks remote addresses for callouts: each by a hard block at the IPPACKET layers, inbound and outbound, that a dynamic session of the given length adds and leaves (spec 1.3).
 * What comes within half a second becomes one revision. A block is lost where Kafka refuses it, or where more than 1,024 wait; the next packet asks for it again.
 */
final class AddressBlocks implements RemoteAddressBlocks, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AddressBlocks.class);
    private static final int MOST_WAITING = 1_024;
    private static final int MOST_REMEMBERED = 65_536;
    private static final long GATHER_MS = 500;
    private static final Duration STOP = Duration.ofSeconds(10);

    private final Map<String, Object> client;
    private final String writer;
    private final BlockingQueue<Wish> wishes = new ArrayBlockingQueue<>(MOST_WAITING);
    /** When the block of an address ends, as this process believes; by {@link System#nanoTime}. */
    private final Map<ConditionValue, Long> known = new HashMap<>();

    private final CountDownLatch closing = new CountDownLatch(1);
    private Thread thread;

    private record Wish(ConditionValue address, Duration time, String reason) {}

    /**
     * Connects only when the first block is asked for.
     *
     * @param writer for the history of policies
     */
    AddressBlocks(Map<String, Object> client, String writer) {
        this.client = client;
        this.writer = writer;
    }

    @Override
    public synchronized void block(ConditionValue address, Duration time, String reason) {
        long now = System.nanoTime();
        Long until = known.get(address);
        if (until != null && now - until < 0) {
            return;
        }
        if (known.size() >= MOST_REMEMBERED) {
            known.values().removeIf(end -> now - end >= 0);
        }
        if (known.size() < MOST_REMEMBERED && wishes.offer(new Wish(address, time, reason))) {
            known.put(address, now + time.toNanos());
        }
        if (thread == null) {
            thread =
                    Thread.ofPlatform().daemon().name("penstock-address-blocks").start(this::run);
        }
    }

    private void run() {
        try {
            for (List<Wish> first = gather(); !first.isEmpty(); first = gather()) {
                try (PolicyClient policy = PolicyClient.connect(client, writer)) {
                    for (List<Wish> next = first; !next.isEmpty(); next = gather()) {
                        publish(policy, next);
                    }
                    return;
                } catch (KafkaException away) {
                    lost(first, away);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is to be one revision; empty once nothing more will come. */
    private List<Wish> gather() throws InterruptedException {
        List<Wish> gathered = new ArrayList<>();
        while (gathered.isEmpty()) {
            boolean last = closing.await(GATHER_MS, TimeUnit.MILLISECONDS);
            wishes.drainTo(gathered);
            if (last) {
                break;
            }
        }
        return gathered;
    }

    private void publish(PolicyClient policy, List<Wish> gathered) {
        Map<Duration, List<Wish>> byTime = new LinkedHashMap<>();
        gathered.forEach(wish ->
                byTime.computeIfAbsent(wish.time(), time -> new ArrayList<>()).add(wish));
        byTime.forEach((time, together) -> {
            try {
                PolicySession session = policy.openDynamic(Lease.once(time));
                session.transact(changing -> together.forEach(wish -> add(changing, wish)));
                session.leave();
            } catch (ControlWriteException | FwpException refused) {
                lost(together, refused);
            }
        });
    }

    private synchronized void lost(List<Wish> wanted, RuntimeException why) {
        LOG.warn("{} addresses are not blocked: {}", wanted.size(), why.getMessage());
        wanted.forEach(wish -> known.remove(wish.address()));
    }

    private static void add(PolicySession session, Wish wish) {
        boolean version4 = wish.address().type() == DataType.FWP_UINT32;
        for (String way : List.of("INBOUND", "OUTBOUND")) {
            String layer = way + "_IPPACKET_" + (version4 ? "V4" : "V6");
            String key = "blocked-" + text(wish.address()) + "@" + layer;
            try {
                session.add(FwpmFilter.at("FWPM_LAYER_" + layer, key)
                        .header(new ObjectHeader(key, "Remote address blocked " + wish.reason(), null, null, null))
                        .flags(FilterFlag.CLEAR_ACTION_RIGHT)
                        .weight(new ConditionValue.Number(DataType.FWP_UINT64, -1))
                        .conditions(new Condition(Field.IP_REMOTE_ADDRESS, MatchType.EQUAL, wish.address()))
                        .block());
            } catch (FwpException refused) {
                // Another worker was first.
                if (refused.error() != FwpError.FWP_E_ALREADY_EXISTS) {
                    throw refused;
                }
            }
        }
    }

    private static String text(ConditionValue address) {
        return switch (address) {
            case ConditionValue.Number(var _, long value) -> IpAddressText.v4((int) value);
            case ConditionValue.Wide(long high, long low) -> IpAddressText.v6(high, low);
            default -> throw new IllegalArgumentException("no address: " + address);
        };
    }

    /** Publishes what waits. What is blocked stays so until its time is over. */
    @Override
    public void close() {
        closing.countDown();
        Thread running;
        synchronized (this) {
            running = thread;
        }
        try {
            if (running != null && !running.join(STOP)) {
                running.interrupt();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
