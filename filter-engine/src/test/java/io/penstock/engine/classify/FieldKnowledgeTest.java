// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.classify.FieldKnowledge.Degree;
import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldKnowledgeTest {
    private static final String PROBE = "probe";

    /** Were a field filled that is said to be told by nothing, an import would call conditions inert that decide. */
    @Test
    void shouldCallNoFieldUntoldThatAPacketTells() {
        long seed = Long.getLong("penstock.seed", 20_261_126L);
        Set<String> wrong = new TreeSet<>();
        Set<Field> told = new java.util.HashSet<>();
        Callout probe = ScriptedCallout.inline(PROBE, (in, out) -> {
            for (Field field : in.layer().fields()) {
                boolean filled = !in.values().isEmpty(field);
                if (filled) {
                    told.add(field);
                }
                if (filled
                        && knowledge(in.layer(), field, 1).degree() == Degree.UNTOLD
                        && !isReauthorized(in.layer(), field)) {
                    wrong.add(in.layer() + " " + field);
                }
            }
        });
        CalloutRegistry registry = new CalloutRegistry();
        registry.register(CalloutRegistration.of(probe));
        LocalEvaluation evaluation = new LocalEvaluation(registry, new RecordedEvents());
        PolicyRevision revision = new PolicyRevision(probes(), 1);
        for (RandomTraffic.Captured packet : new RandomTraffic(new Random(seed)).packets(2_000)) {
            evaluation.evaluate(new Item()
                    .agent("a", "h", 1)
                    .packet(0, packet.rows(), 0, packet.quoted(), packet.frames(), revision));
        }

        assertThat(wrong).as("seed %d", seed).isEmpty();
        assertThat(told.size()).isGreaterThan(30);
    }

    /** Only where a flow is authorised again can the packet be of the other direction. */
    private static boolean isReauthorized(Layer layer, Field field) {
        return layer.family().startsWith("ALE_AUTH_")
                && (field.key().contains("_ARRIVAL_") || field.key().contains("_NEXTHOP_"));
    }

    private static Policy probes() {
        PolicySketch sketch = new PolicySketch().sublayer("probes", 0xFFFF);
        for (Layer layer : Layer.all()) {
            sketch.inspect("probe-" + layer.key(), layer.key(), PROBE);
        }
        return sketch.policy();
    }

    private static FieldKnowledge knowledge(Layer layer, Field field, long value) {
        DataType type = layer.typeOf(field).orElseThrow();
        return FieldKnowledge.of(layer, new Condition(field, MatchType.EQUAL, new ConditionValue.Number(type, value)));
    }

    @ParameterizedTest
    @CsvSource({
        "ALE_AUTH_CONNECT_V4, IP_REMOTE_PORT, TOLD",
        "ALE_AUTH_CONNECT_V4, CURRENT_PROFILE_ID, PARTLY",
        "ALE_AUTH_CONNECT_V4, NEXTHOP_INTERFACE_TYPE, PARTLY",
        "ALE_AUTH_CONNECT_V4, ALE_APP_ID, UNTOLD",
        "ALE_AUTH_RECV_ACCEPT_V4, ARRIVAL_INTERFACE_TYPE, PARTLY",
        "ALE_AUTH_RECV_ACCEPT_V4, NEXTHOP_INTERFACE_TYPE, UNTOLD",
        "ALE_AUTH_CONNECT_V4, ALE_SIO_FIREWALL_SYSTEM_PORT, UNTOLD",
        "ALE_RESOURCE_ASSIGNMENT_V4, IP_LOCAL_ADDRESS, UNTOLD",
        "ALE_RESOURCE_ASSIGNMENT_V4, IP_LOCAL_PORT, TOLD",
        "ALE_AUTH_LISTEN_V4, IP_LOCAL_PORT, UNTOLD",
        "INBOUND_TRANSPORT_FAST, IP_PROTOCOL, UNTOLD"
    })
    void shouldSayHowMuchCapturedPacketsTell(String layer, String field, Degree degree) {
        Layer at = Layer.byKey(layer).orElseThrow();
        FieldKnowledge knowledge = FieldKnowledge.of(
                at, new Condition(Field.byKey(field).orElseThrow(), MatchType.EQUAL, new ConditionValue.Blob("00")));

        assertThat(knowledge.degree()).isEqualTo(degree);
        assertThat(knowledge.why().isEmpty()).isEqualTo(degree == Degree.TOLD);
    }

    @ParameterizedTest
    @CsvSource({
        "FLAGS_ALL_SET, 0x1, TOLD",
        "FLAGS_NONE_SET, 0x1, TOLD",
        "EQUAL, 0x1, PARTLY",
        "FLAGS_ALL_SET, 0x3, PARTLY",
        "FLAGS_ALL_SET, 0x400001, UNTOLD",
        "FLAGS_ANY_SET, 0x400001, PARTLY",
        "FLAGS_ANY_SET, 0x400000, UNTOLD",
        "FLAGS_NONE_SET, 0x400000, PARTLY"
    })
    void shouldTellFlagsThatACaptureShowsFromThoseThatItCannotShow(MatchType match, String bits, Degree degree) {
        Layer layer = Layer.byKey("ALE_AUTH_CONNECT_V4").orElseThrow();
        ConditionValue value = new ConditionValue.Number(DataType.FWP_UINT32, Long.decode(bits));

        assertThat(FieldKnowledge.of(layer, new Condition(Field.FLAGS, match, value))
                        .degree())
                .isEqualTo(degree);
    }

    @Test
    @SpecRule("11 P09")
    void shouldSayThatAConditionOnAnEmptyFieldAlwaysHolds() {
        Layer layer = Layer.byKey("ALE_AUTH_CONNECT_V4").orElseThrow();
        Condition condition = new Condition(
                Field.byKey("ALE_SIO_FIREWALL_SYSTEM_PORT").orElseThrow(), MatchType.EQUAL, new ConditionValue.Empty());

        assertThat(FieldKnowledge.of(layer, condition).degree()).isEqualTo(Degree.PARTLY);
    }
}
