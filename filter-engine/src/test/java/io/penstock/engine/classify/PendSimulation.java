// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.condition.Condition;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.pend.Completion;
import io.penstock.engine.pend.PendOutcome;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.pend.RecordedEnd;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** One random policy, its traffic and its callouts, played with callouts that are prompt, with callouts that are not, and again from what was recorded. */
final class PendSimulation {
    private static final String[] LAYERS = {
        "ALE_AUTH_CONNECT_V4",
        "ALE_AUTH_CONNECT_V6",
        "ALE_AUTH_RECV_ACCEPT_V4",
        "ALE_AUTH_RECV_ACCEPT_V6",
        "ALE_RESOURCE_ASSIGNMENT_V4",
        "ALE_CONNECT_REDIRECT_V4",
        "ALE_BIND_REDIRECT_V4",
        "ALE_ENDPOINT_CLOSURE_V4",
        "ALE_FLOW_ESTABLISHED_V4",
        "STREAM_V4",
        "STREAM_PACKET_V4",
        "DATAGRAM_DATA_V4",
        "DATAGRAM_DATA_V6",
        "INBOUND_TRANSPORT_V4",
        "OUTBOUND_TRANSPORT_V4",
        "INBOUND_IPPACKET_V4",
        "OUTBOUND_IPPACKET_V4",
        "OUTBOUND_IPPACKET_V6",
        "INBOUND_ICMP_ERROR_V4",
        "IPFORWARD_V4",
        "INBOUND_MAC_FRAME_ETHERNET",
        "OUTBOUND_MAC_FRAME_NATIVE"
    };
    private static final int PACKETS = 120;
    private static final long LONGER_THAN_ANY_PEND = 100_000;

    final RecordedEvents early = new RecordedEvents();
    final RecordedEvents late = new RecordedEvents();
    final RecordedEvents again = new RecordedEvents();
    private final Map<String, Completion> answers = new HashMap<>();
    private final Random random;
    private final long seed;
    private final List<RandomTraffic.Captured> traffic;
    private final Map<Long, PolicyRevision> revisions = new HashMap<>();
    private final Map<Long, String> flowOf = new HashMap<>();
    private final CalloutRegistry registry = new CalloutRegistry();
    private final int switchAt;

    PendSimulation(long seed) {
        this.seed = seed;
        random = new Random(seed);
        traffic = new RandomTraffic(random).packets(PACKETS);
        switchAt = random.nextInt(PACKETS);
        revisions.put(1L, new PolicyRevision(policy(), 1));
        revisions.put(2L, new PolicyRevision(policy(), 2));
        for (String key : List.of("a", "b", "c")) {
            registry.register(
                    CalloutRegistration.of(ScriptedCallout.outOfBand(key, (in, out) -> decide(key, in, out))));
        }
    }

    /** Every callout answers at once. */
    Map<Long, String> prompt() {
        LocalEvaluation evaluation = new LocalEvaluation(registry, early);
        for (int i = 0; i < traffic.size(); i++) {
            evaluation.evaluate(item(i));
        }
        return texts(early);
    }

    /** Completions are put off, mixed up, repeated; now and then the engine loses its memory. */
    Map<Long, String> scheduled() {
        return scheduled(false);
    }

    /** As {@link #scheduled()}; besides, whatever waits may expire at any time. */
    Map<Long, String> expiring() {
        return scheduled(true);
    }

    private Map<Long, String> scheduled(boolean expires) {
        long clock = 0;
        StoredEngine engine = new StoredEngine(registry, late, revisions::get);
        List<Completion> onTheWay = new ArrayList<>();
        int asked = 0;
        int next = 0;
        int eagerness = 1 + random.nextInt(8);
        while (next < traffic.size() || !onTheWay.isEmpty()) {
            if (next < traffic.size() && (onTheWay.isEmpty() || random.nextInt(eagerness + 1) == 0)) {
                Item item = item(next++);
                engine.classify(item);
                flowOf.put(item.sequence(), item.key == null ? "" : hex(item.key.encode()));
            } else {
                engine.complete(onTheWay.remove(random.nextInt(onTheWay.size())));
            }
            for (; asked < late.pended.size(); asked++) {
                Completion answer = answer(late.pended.get(asked));
                answers.put(answer.pendId(), answer);
                onTheWay.add(answer);
                if (random.nextInt(6) == 0) {
                    onTheWay.add(answer);
                }
            }
            if (random.nextInt(15) == 0) {
                engine.crash();
            }
            if (expires && random.nextInt(12) == 0) {
                clock += LONGER_THAN_ANY_PEND;
                engine.expire(clock);
            }
        }
        assertThat(engine.waiting()).as("seed %d: nothing waits", seed).isZero();
        return texts(late);
    }

    /** Nobody has the callouts' code, and pends end as they are recorded to have ended. */
    Map<Long, String> replayed() {
        CalloutRegistry away = new CalloutRegistry();
        for (CalloutRegistration is : registry.registrations()) {
            away.register(
                    new CalloutRegistration(is.key(), is.mode(), is.ordered(), 0, null, is.flags(), is.editsStreams()));
        }
        LocalEvaluation evaluation = new LocalEvaluation(away, again, history());
        for (int i = 0; i < traffic.size(); i++) {
            evaluation.evaluate(item(i));
        }
        return texts(again);
    }

    private RecordedPends history() {
        RecordedPends history = new RecordedPends();
        for (String line : late.settled) {
            int space = line.lastIndexOf(' ');
            String id = line.substring(0, space);
            PendOutcome outcome = PendOutcome.valueOf(line.substring(space + 1));
            history.add(
                    id,
                    outcome == PendOutcome.COMPLETED
                            ? new RecordedEnd.Answered(answers.get(id))
                            : new RecordedEnd.Unanswered(outcome));
        }
        return history;
    }

    private Completion answer(PendTicket ticket) {
        var code = registry.lookup(ticket.id().calloutKey()).code();
        Item item = ItemCodec.decode(ItemCodec.encode(ticket.item()), revision -> null);
        String id = ticket.id().text();
        var filter = ticket.revision().filter(ticket.id().filterKey()).filter();
        return new OutOfBand()
                .decide(code, item, filter, null, id, ticket.digest(), ticket.flowContext(), late.shown.get(id));
    }

    /** Depends on nothing but the packet, the callout and the filter. */
    private void decide(String key, ClassifyIn in, ClassifyOut out) {
        long number = PacketRow.sequence(in.rows(), in.row());
        int choice =
                new Random(seed ^ number * 31 + key.hashCode() * 7L + in.layer().ordinal()).nextInt(20);
        if (choice == 0) {
            throw new IllegalStateException("lost");
        } else if (choice < 3) {
            out.block();
        } else if (choice == 3) {
            out.action(CalloutAction.CONTINUE);
        } else if (choice == 4) {
            out.block();
            out.absorb();
            byte[] frame = traffic.get((int) number - 1).frame();
            out.inject(frame);
            out.inject(frame);
        } else {
            out.permit(in);
        }
    }

    private Policy policy() {
        PolicySketch sketch = new PolicySketch();
        int filter = 0;
        for (int sublayer = 0; sublayer < 3; sublayer++) {
            sketch.sublayer("s" + sublayer, 10 - sublayer);
            for (int i = random.nextInt(7); i >= 0; i--) {
                String layer = LAYERS[random.nextInt(LAYERS.length)];
                Set<FilterFlag> flags = random.nextInt(6) == 0 ? Set.of(FilterFlag.CLEAR_ACTION_RIGHT) : Set.of();
                sketch.filter("f" + filter++, layer, action(), flags, conditions(layer));
            }
        }
        return sketch.policy();
    }

    private Action action() {
        String callout = List.of("a", "b", "c").get(random.nextInt(3));
        return switch (random.nextInt(10)) {
            case 0 -> new Action.Block();
            case 1, 2 -> new Action.Permit();
            case 3 -> new Action.CalloutUnknown(callout);
            case 4 -> new Action.CalloutInspection(callout);
            default -> new Action.CalloutTerminating(callout);
        };
    }

    private Condition[] conditions(String layer) {
        boolean ports = layer.contains("ALE_AUTH") || layer.contains("TRANSPORT_V") || layer.contains("DATAGRAM");
        if (!ports || random.nextInt(3) > 0) {
            return new Condition[0];
        }
        int port = random.nextBoolean() ? 53 : 80;
        return new Condition[] {random.nextBoolean() ? PolicySketch.localPort(port) : PolicySketch.remotePort(port)};
    }

    private Item item(int index) {
        RandomTraffic.Captured packet = traffic.get(index);
        return new Item()
                .origin("penstock.packets", 0, index, 0)
                .agent("a", "h", 1)
                .packet(
                        0,
                        packet.rows().clone(),
                        0,
                        packet.quoted(),
                        packet.frames(),
                        revisions.get(index < switchAt ? 1L : 2L));
    }

    private static Map<Long, String> texts(RecordedEvents events) {
        Map<Long, String> texts = new TreeMap<>();
        events.verdicts.forEach((number, verdict) -> texts.put(
                number, RecordedEvents.text(verdict) + " " + verdict.revision() + " " + verdict.terminating()));
        return texts;
    }

    List<String> injected(RecordedEvents events) {
        return events.injected.stream().map(RecordedEvents::text).sorted().toList();
    }

    /** Of each flow, verdicts come in the order its packets came. */
    void assertOrderKept() {
        Map<String, Long> last = new HashMap<>();
        Set<Long> seen = new HashSet<>();
        for (String line : late.lines) {
            long number = Long.parseLong(line.substring(0, line.indexOf(' ')));
            assertThat(seen.add(number)).isTrue();
            String flow = flowOf.get(number);
            if (!flow.isEmpty()) {
                assertThat(number).as("seed %d, order of a flow", seed).isGreaterThan(last.getOrDefault(flow, 0L));
                last.put(flow, number);
            }
        }
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }
}
