// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import static io.penstock.engine.bfe.BfeSketch.CONNECT;
import static io.penstock.engine.bfe.BfeSketch.block;
import static io.penstock.engine.bfe.BfeSketch.callout;
import static io.penstock.engine.bfe.BfeSketch.filter;
import static io.penstock.engine.bfe.BfeSketch.owned;
import static io.penstock.engine.bfe.BfeSketch.provider;
import static io.penstock.engine.bfe.BfeSketch.remotePort;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.spec.ObjectKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Spec 1.14. */
class FilterEnumerationTest {
    private static final FilterEnumTemplate ALL = FilterEnumTemplate.all();
    private static final Field USER = Field.byKey("ALE_USER_ID").orElseThrow();

    private final BfeSketch sketch = new BfeSketch();
    private final BfeSession session = sketch.open("s");

    FilterEnumerationTest() {
        session.add(provider("acme", null));
        session.add(callout("c"));
        session.add(owned(filter("acme").weight(weight(5)).permit(), "acme"));
        session.add(FwpmFilter.at("FWPM_LAYER_STREAM_V4", "stream")
                .weight(weight(9))
                .block());
        session.add(filter("asks").weight(weight(-1)).action(ActionType.CALLOUT_INSPECTION, "c"));
        session.add(filter("decides").weight(weight(7)).action(ActionType.CALLOUT_TERMINATING, "c"));
        session.add(
                filter("boot").flags(FilterFlag.BOOTTIME).weight(weight(100)).block());
    }

    @Test
    void shouldSelectByProviderLayerCalloutAndAction() {
        assertThat(keys(ALL)).containsExactly("acme", "stream", "asks", "decides");
        assertThat(keys(ALL.provider("acme"))).containsExactly("acme");
        assertThat(keys(ALL.layer("STREAM_V4"))).containsExactly("stream");
        assertThat(keys(ALL.callout("c"))).containsExactly("asks", "decides");
        assertThat(keys(ALL.actionMask(ActionType.CALLOUT))).containsExactly("asks", "decides");
        assertThat(keys(ALL.actionMask(ActionType.TERMINATING))).containsExactly("acme", "stream", "decides");
        assertThat(keys(ALL.actionMask(0x2))).containsExactly("acme", "decides");
        assertThat(session.enumerate(ObjectKind.FILTER, "acme")).hasSize(1);
        assertThat(session.enumerate(ObjectKind.SUBLAYER, null)).hasSize(18);
        assertThat(session.enumerate(ObjectKind.CALLOUT, "acme")).isEmpty();
    }

    @Test
    void shouldObeyTheFlags() {
        assertThat(keys(ALL.flags(EnumFlag.SORTED))).containsExactly("asks", "stream", "decides", "acme");
        assertThat(keys(ALL.flags(EnumFlag.BEST_TERMINATING_MATCH).layer(CONNECT)))
                .containsExactly("decides");
        assertThat(keys(ALL.flags(EnumFlag.BOOTTIME_ONLY))).containsExactly("boot");
        assertThat(keys(ALL.flags(EnumFlag.BOOTTIME_ONLY, EnumFlag.INCLUDE_BOOTTIME)))
                .containsExactly("boot");
        assertThat(keys(ALL.flags(EnumFlag.INCLUDE_BOOTTIME))).hasSize(5).contains("boot");
    }

    @Test
    void shouldShowDisabledFiltersOnlyWhereAsked() {
        session.add(provider("manual", "manual", ObjectFlag.PERSISTENT));
        session.add(owned(filter("disabled").flags(FilterFlag.PERSISTENT).block(), "manual"));
        BfeSession later = new BfeSketch(with -> with.survivors(
                        sketch.engine.survivors(),
                        service -> false,
                        sketch.engine.current().revision()))
                .open("later");
        assertThat(later.enumerate(ALL)).isEmpty();
        assertThat(later.enumerate(ALL.flags(EnumFlag.INCLUDE_DISABLED)))
                .extracting(StoredObject::key)
                .containsExactly("disabled");
    }

    @Test
    void shouldTellContainingFromOverlappingFilters() {
        session.add(filter("web").conditions(remotePort(80), remotePort(443)).block());
        session.add(filter("low").conditions(ports(0, 1023)).block());
        session.add(filter("high").conditions(ports(1024, 65_535)).block());
        session.add(filter("tcp web").conditions(remotePort(80), protocol(6)).block());
        FilterEnumTemplate connect = ALL.layer(CONNECT);
        assertThat(keys(connect.conditions(EnumType.FULLY_CONTAINED, remotePort(80))))
                .containsExactly("acme", "asks", "decides", "web", "low");
        assertThat(keys(connect.conditions(EnumType.OVERLAPPING, remotePort(80))))
                .containsExactly("acme", "asks", "decides", "web", "low", "tcp web");
        assertThat(keys(connect.conditions(EnumType.FULLY_CONTAINED, ports(400, 2000))))
                .containsExactly("acme", "asks", "decides");
        assertThat(keys(connect.conditions(EnumType.OVERLAPPING, ports(400, 2000))))
                .containsExactly("acme", "asks", "decides", "web", "low", "high");
        assertThat(keys(connect.conditions(EnumType.OVERLAPPING, remotePort(80), protocol(17))))
                .containsExactly("acme", "asks", "decides", "web", "low");
    }

    @Test
    void shouldFindFiltersThatASidCouldPass() {
        session.add(filter("users").conditions(user("D:(A;;CC;;;S-1-5-32-545)")).block());
        session.add(filter("system").conditions(user("D:(A;;CC;;;SY)")).block());
        Condition sid = new Condition(USER, MatchType.EQUAL, new ConditionValue.Text(DataType.FWP_SID, "S-1-5-18"));
        assertThat(keys(ALL.layer(CONNECT).conditions(EnumType.OVERLAPPING, sid)))
                .contains("system")
                .doesNotContain("users");
    }

    @Test
    void shouldListWhatTheCallersTransactionSees() {
        session.begin(TransactionMode.READ_WRITE);
        session.add(block("mine"));
        assertThat(keys(ALL)).contains("mine");
        assertThat(sketch.open("t").enumerate(ALL))
                .extracting(StoredObject::key)
                .doesNotContain("mine");
    }

    private List<String> keys(FilterEnumTemplate template) {
        return session.enumerate(template).stream().map(StoredObject::key).toList();
    }

    private static ConditionValue weight(long value) {
        return new ConditionValue.Number(DataType.FWP_UINT64, value);
    }

    private static Condition protocol(int number) {
        return new Condition(Field.IP_PROTOCOL, MatchType.EQUAL, new ConditionValue.Number(DataType.FWP_UINT8, number));
    }

    private static Condition ports(int low, int high) {
        return new Condition(
                Field.IP_REMOTE_PORT,
                MatchType.RANGE,
                new ConditionValue.Range(
                        new ConditionValue.Number(DataType.FWP_UINT16, low),
                        new ConditionValue.Number(DataType.FWP_UINT16, high)));
    }

    private static Condition user(String sddl) {
        return new Condition(
                USER, MatchType.EQUAL, new ConditionValue.Text(DataType.FWP_SECURITY_DESCRIPTOR_TYPE, sddl));
    }
}
