// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import static io.penstock.engine.bfe.BfeSketch.CONNECT;
import static io.penstock.engine.bfe.BfeSketch.block;
import static io.penstock.engine.bfe.BfeSketch.callout;
import static io.penstock.engine.bfe.BfeSketch.context;
import static io.penstock.engine.bfe.BfeSketch.filter;
import static io.penstock.engine.bfe.BfeSketch.owned;
import static io.penstock.engine.bfe.BfeSketch.provider;
import static io.penstock.engine.bfe.BfeSketch.refused;
import static io.penstock.engine.bfe.BfeSketch.remotePort;
import static io.penstock.engine.bfe.BfeSketch.sublayer;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.ProviderContextType;
import io.penstock.engine.policy.Sublayer;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.FwpException;
import io.penstock.engine.spec.ObjectKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Spec 1.13: one row for each error that a call gives. */
class RefusalTest {
    private static final ObjectHeader NAMELESS = new ObjectHeader("nameless", " ", null, null, null);
    private static final ConditionValue.Number TCP = new ConditionValue.Number(DataType.FWP_UINT8, 6);
    private static final ConditionValue.Number PORT = new ConditionValue.Number(DataType.FWP_UINT16, 80);

    /** Callers whose user is "nobody" have no rights but to open sessions, and those called "reader" may do all but write and link. */
    private static boolean isGranted(Authorizer.Request request) {
        boolean reads = request.right() == AccessRight.READ || request.right() == AccessRight.ENUM;
        return switch (request.caller().user()) {
            case "outcast" -> false;
            case "nobody" -> request.right() == AccessRight.OPEN;
            case "unlinked" -> request.right() != AccessRight.ADD_LINK;
            case "reader" -> reads || request.right() == AccessRight.OPEN;
            default -> true;
        };
    }

    private final BfeSketch sketch = new BfeSketch(with -> with.authorizer(RefusalTest::isGranted)
            .strictDuplicates(true)
            .callouts(key -> key.equals("refuses") ? CalloutRegistration.of(new NotifiedCallout(key, false)) : null));
    private final BfeSession session = sketch.open("s");

    /** What is there before each call. */
    private void prepare() {
        BfeSession dynamic = sketch.dynamic("dynamic");
        dynamic.add(provider("fleeting", null));
        dynamic.add(block("fleeting"));
        session.add(provider("acme", "acmesvc", ObjectFlag.PERSISTENT));
        session.add(provider("other", null, ObjectFlag.PERSISTENT));
        session.add(provider("static", null));
        session.add(sublayer("static", 7));
        session.add(sublayer("empty", 7));
        session.add(owned(sublayer("others", 7, ObjectFlag.PERSISTENT), "other"));
        session.add(callout("c", ObjectFlag.USES_PROVIDER_CONTEXT));
        session.add(callout("refuses"));
        session.add(new FwpmCallout(
                ObjectHeader.of("streams"), Set.of(), List.of("FWPM_LAYER_STREAM_V4"), Set.of(), false));
        session.add(new FwpmCallout(
                ObjectHeader.of("classify"),
                Set.of(ObjectFlag.USES_PROVIDER_CONTEXT),
                List.of(),
                Set.of(ProviderContextType.CLASSIFY_OPTIONS),
                false));
        session.add(context("x"));
        session.add(
                new FwpmProviderContext(ObjectHeader.of("mm"), Set.of(), ProviderContextType.IPSEC_IKEV2_MM, Map.of()));
        session.add(filter("there").sublayer("static").action(ActionType.CALLOUT_TERMINATING, "c"));
        session.add(owned(block("acmes"), "static"));
        session.add(filter("configured")
                .flags(FilterFlag.HAS_PROVIDER_CONTEXT)
                .providerContext("x")
                .block());
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                        sessions(),
                        transactions(),
                        providers(),
                        sublayers(),
                        callouts(),
                        contexts(),
                        filters(),
                        conditions(),
                        deletes(),
                        enumerations())
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> sessions() {
        return Stream.of(
                row("open session", FwpError.FWP_E_ALREADY_EXISTS, t -> t.sketch.open("s")),
                row("open session", FwpError.ERROR_ACCESS_DENIED, t -> t.as("outcast")));
    }

    private static Stream<Arguments> transactions() {
        return Stream.of(
                row("begin", FwpError.FWP_E_TXN_IN_PROGRESS, t -> {
                    t.session.begin(TransactionMode.READ_ONLY);
                    t.session.begin(TransactionMode.READ_ONLY);
                }),
                row("begin", FwpError.FWP_E_TIMEOUT, t -> {
                    t.sketch.open("holder").begin(TransactionMode.READ_WRITE);
                    t.session.begin(TransactionMode.READ_WRITE);
                }),
                row("begin", FwpError.FWP_E_SESSION_ABORTED, t -> {
                    t.sketch.engine.abortSession("s");
                    t.session.begin(TransactionMode.READ_WRITE);
                }),
                row("begin", FwpError.ERROR_ACCESS_DENIED, t -> t.as("reader").begin(TransactionMode.READ_WRITE)),
                row("commit", FwpError.FWP_E_NO_TXN_IN_PROGRESS, t -> t.session.commit()),
                row("commit", FwpError.FWP_E_TXN_ABORTED, t -> {
                    t.outlive();
                    t.session.commit();
                }),
                row("abort", FwpError.FWP_E_NO_TXN_IN_PROGRESS, t -> t.session.abort()),
                row("abort", FwpError.FWP_E_TXN_ABORTED, t -> {
                    t.outlive();
                    t.session.abort();
                }));
    }

    private static Stream<Arguments> providers() {
        return Stream.of(
                adding(FwpError.FWP_E_ALREADY_EXISTS, provider("acme", null)),
                adding(FwpError.FWP_E_NULL_DISPLAY_NAME, new FwpmProvider(NAMELESS, Set.of(), null)),
                adding(FwpError.FWP_E_INVALID_FLAGS, provider("p", null, ObjectFlag.DISABLED)),
                adding(FwpError.FWP_E_NULL_POINTER, new FwpmProvider(null, Set.of(), null)),
                readOnly(provider("p", null)),
                denied(provider("p", null)));
    }

    private static Stream<Arguments> sublayers() {
        return Stream.of(
                adding(FwpError.FWP_E_ALREADY_EXISTS, sublayer("static", 1)),
                adding(FwpError.FWP_E_ALREADY_EXISTS, sublayer("{EEBECC03-CED4-4380-819A-2734397B2B74}", 1)),
                adding(FwpError.FWP_E_NULL_DISPLAY_NAME, new FwpmSublayer(NAMELESS, Set.of(), 1)),
                adding(FwpError.FWP_E_INVALID_FLAGS, sublayer("n", 1, ObjectFlag.REGISTERED)),
                adding(FwpError.FWP_E_OUT_OF_BOUNDS, sublayer("n", 65_536)),
                adding(FwpError.FWP_E_PROVIDER_NOT_FOUND, owned(sublayer("n", 1), "missing")),
                adding(FwpError.FWP_E_LIFETIME_MISMATCH, owned(sublayer("n", 1, ObjectFlag.PERSISTENT), "static")),
                row("add sublayer", FwpError.FWP_E_TOO_MANY_SUBLAYERS, t -> {
                    t.session.begin(TransactionMode.READ_WRITE);
                    for (int i = 0; i < ObjectWriter.MAX_SUBLAYERS; i++) {
                        t.session.add(sublayer("n" + i, 1));
                    }
                }),
                readOnly(sublayer("n", 1)),
                denied(sublayer("n", 1)));
    }

    private static Stream<Arguments> callouts() {
        FwpmCallout nowhere = new FwpmCallout(ObjectHeader.of("n"), Set.of(), List.of("NOWHERE"), Set.of(), false);
        return Stream.of(
                adding(FwpError.FWP_E_ALREADY_EXISTS, callout("c")),
                adding(FwpError.FWP_E_NULL_DISPLAY_NAME, callout("n").withHeader(NAMELESS)),
                adding(FwpError.FWP_E_INVALID_FLAGS, callout("n", ObjectFlag.REGISTERED)),
                adding(FwpError.FWP_E_LAYER_NOT_FOUND, nowhere),
                adding(FwpError.FWP_E_PROVIDER_NOT_FOUND, owned(callout("n"), "missing")),
                adding(FwpError.FWP_E_LIFETIME_MISMATCH, owned(callout("n", ObjectFlag.PERSISTENT), "static")),
                row("add callout", FwpError.FWP_E_TOO_MANY_CALLOUTS, t -> {
                    t.session.begin(TransactionMode.READ_WRITE);
                    for (int i = 0; i < ObjectWriter.MAX_CALLOUTS; i++) {
                        t.session.add(callout("n" + i));
                    }
                }),
                readOnly(callout("n")),
                denied(callout("n")));
    }

    private static Stream<Arguments> contexts() {
        ObjectHeader header = ObjectHeader.of("n");
        return Stream.of(
                adding(FwpError.FWP_E_ALREADY_EXISTS, context("x")),
                adding(FwpError.FWP_E_NULL_DISPLAY_NAME, context("n").withHeader(NAMELESS)),
                adding(FwpError.FWP_E_INVALID_FLAGS, context("n", ObjectFlag.DISABLED)),
                adding(FwpError.FWP_E_PROVIDER_NOT_FOUND, owned(context("n"), "missing")),
                adding(FwpError.FWP_E_LIFETIME_MISMATCH, owned(context("n"), "fleeting")),
                adding(
                        FwpError.FWP_E_NULL_POINTER,
                        new FwpmProviderContext(header, Set.of(), ProviderContextType.GENERAL, null)),
                adding(FwpError.FWP_E_INVALID_ENUMERATOR, new FwpmProviderContext(header, Set.of(), null, Map.of())),
                readOnly(context("n")),
                denied(context("n")));
    }

    private static Stream<Arguments> filters() {
        return Stream.of(
                adding(
                        FwpError.FWP_E_LAYER_NOT_FOUND,
                        FwpmFilter.at("NOWHERE", "f").block()),
                adding(
                        FwpError.FWP_E_SUBLAYER_NOT_FOUND,
                        filter("f").sublayer("missing").block()),
                adding(FwpError.FWP_E_CALLOUT_NOT_FOUND, filter("f").action(ActionType.CALLOUT_UNKNOWN, "missing")),
                adding(FwpError.FWP_E_CALLOUT_NOT_FOUND, filter("f").action(ActionType.CALLOUT_UNKNOWN, null)),
                adding(FwpError.FWP_E_PROVIDER_NOT_FOUND, owned(block("f"), "missing")),
                adding(
                        FwpError.FWP_E_PROVIDER_CONTEXT_NOT_FOUND,
                        configured("missing").block()),
                adding(FwpError.FWP_E_ALREADY_EXISTS, block("there")),
                adding(FwpError.FWP_E_NULL_DISPLAY_NAME, block("f").withHeader(NAMELESS)),
                adding(FwpError.FWP_E_NULL_POINTER, FwpmFilter.at(null, "f").block()),
                adding(FwpError.FWP_E_NULL_POINTER, filter("f").action(null, null)),
                flagged(FilterFlag.DISABLED),
                flagged(FilterFlag.PERSISTENT, FilterFlag.BOOTTIME),
                flagged(FilterFlag.PERMIT_IF_CALLOUT_UNREGISTERED),
                flagged(FilterFlag.HAS_PROVIDER_CONTEXT),
                adding(
                        FwpError.FWP_E_INVALID_FLAGS,
                        filter("f").providerContext("x").block()),
                adding(
                        FwpError.FWP_E_INVALID_FLAGS,
                        configured("x").rawContext(1).block()),
                weighing(new ConditionValue.Number(DataType.FWP_UINT8, 16)),
                weighing(PORT),
                weighing(null),
                adding(FwpError.FWP_E_INVALID_ACTION_TYPE, filter("f").action(ActionType.CONTINUE, null)),
                adding(FwpError.FWP_E_INVALID_ACTION_TYPE, filter("f").action(ActionType.BITMAP_INDEX_SET, null)),
                adding(FwpError.FWP_E_RESERVED, filter("f").action(ActionType.PERMIT, "c")),
                adding(
                        FwpError.FWP_E_ACTION_INCOMPATIBLE_WITH_LAYER,
                        FwpmFilter.at("FWPM_LAYER_RPC_UM", "f").action(ActionType.CALLOUT_UNKNOWN, "c")),
                adding(
                        FwpError.FWP_E_ACTION_INCOMPATIBLE_WITH_SUBLAYER,
                        filter("f").sublayer(Sublayer.INSPECTION).block()),
                adding(FwpError.FWP_E_INCOMPATIBLE_LAYER, filter("f").action(ActionType.CALLOUT_UNKNOWN, "streams")),
                adding(
                        FwpError.FWP_E_INCOMPATIBLE_LAYER,
                        FwpmFilter.at("FWPM_LAYER_RPC_UM", "f")
                                .flags(FilterFlag.BOOTTIME)
                                .block()),
                adding(
                        FwpError.FWP_E_PROVIDER_CONTEXT_MISMATCH,
                        configured("x").action(ActionType.CALLOUT_UNKNOWN, "classify")),
                adding(
                        FwpError.FWP_E_CONTEXT_INCOMPATIBLE_WITH_LAYER,
                        configured("mm").block()),
                adding(
                        FwpError.FWP_E_CONTEXT_INCOMPATIBLE_WITH_CALLOUT,
                        configured("x").action(ActionType.CALLOUT_UNKNOWN, "refuses")),
                adding(
                        FwpError.FWP_E_LIFETIME_MISMATCH,
                        filter("f")
                                .flags(FilterFlag.PERSISTENT)
                                .sublayer("static")
                                .block()),
                adding(
                        FwpError.FWP_E_CALLOUT_NOTIFICATION_FAILED,
                        filter("f").action(ActionType.CALLOUT_UNKNOWN, "refuses")),
                row(
                        "add filter",
                        FwpError.ERROR_INVALID_SECURITY_DESCR,
                        t -> t.session.add(block("f"), "D:(everybody)")),
                readOnly(block("f")),
                denied(block("f")),
                row(
                        "add filter",
                        FwpError.ERROR_ACCESS_DENIED,
                        t -> t.as("unlinked").add(block("f"))));
    }

    private static Stream<Arguments> conditions() {
        ConditionValue.Number large = new ConditionValue.Number(DataType.FWP_UINT8, 256);
        ConditionValue.Number lower = new ConditionValue.Number(DataType.FWP_UINT16, 79);
        return Stream.of(
                testing(FwpError.FWP_E_CONDITION_NOT_FOUND, Field.ETHER_TYPE, MatchType.EQUAL, PORT),
                testing(FwpError.FWP_E_TYPE_MISMATCH, Field.IP_PROTOCOL, MatchType.EQUAL, PORT),
                testing(FwpError.FWP_E_OUT_OF_BOUNDS, Field.IP_PROTOCOL, MatchType.EQUAL, large),
                testing(FwpError.FWP_E_MATCH_TYPE_MISMATCH, Field.IP_PROTOCOL, MatchType.PREFIX, TCP),
                testing(
                        FwpError.FWP_E_MATCH_TYPE_MISMATCH,
                        Field.IP_PROTOCOL,
                        MatchType.NOT_EQUAL,
                        new ConditionValue.Empty()),
                testing(
                        FwpError.FWP_E_MATCH_TYPE_MISMATCH,
                        Field.IP_REMOTE_PORT,
                        MatchType.EQUAL,
                        new ConditionValue.Range(lower, PORT)),
                testing(
                        FwpError.FWP_E_INVALID_RANGE,
                        Field.IP_REMOTE_PORT,
                        MatchType.RANGE,
                        new ConditionValue.Range(PORT, lower)),
                testing(
                        FwpError.FWP_E_INVALID_RANGE,
                        Field.IP_REMOTE_PORT,
                        MatchType.RANGE,
                        new ConditionValue.Range(TCP, PORT)),
                testing(
                        FwpError.FWP_E_TYPE_MISMATCH,
                        Field.IP_REMOTE_PORT,
                        MatchType.RANGE,
                        new ConditionValue.Range(TCP, TCP)),
                testing(
                        FwpError.FWP_E_INVALID_NET_MASK,
                        Field.IP_REMOTE_ADDRESS,
                        MatchType.EQUAL,
                        new ConditionValue.V4Mask(0x0A000000, 0xFF00FF00)),
                testing(
                        FwpError.FWP_E_TYPE_MISMATCH,
                        Field.FLAGS,
                        MatchType.EQUAL,
                        new ConditionValue.V4Mask(0x0A000000, 0xFF000000)),
                testing(
                        FwpError.ERROR_INVALID_SECURITY_DESCR,
                        Field.byKey("ALE_USER_ID").orElseThrow(),
                        MatchType.EQUAL,
                        new ConditionValue.Text(DataType.FWP_SECURITY_DESCRIPTOR_TYPE, "D:(A;;CC)")),
                adding(
                        FwpError.FWP_E_DUPLICATE_CONDITION,
                        filter("f").conditions(remotePort(1), remotePort(1)).block()));
    }

    private static Stream<Arguments> deletes() {
        return Stream.of(
                deleting(FwpError.FWP_E_PROVIDER_NOT_FOUND, ObjectKind.PROVIDER, "missing"),
                deleting(FwpError.FWP_E_SUBLAYER_NOT_FOUND, ObjectKind.SUBLAYER, "missing"),
                deleting(FwpError.FWP_E_CALLOUT_NOT_FOUND, ObjectKind.CALLOUT, "missing"),
                deleting(FwpError.FWP_E_PROVIDER_CONTEXT_NOT_FOUND, ObjectKind.PROVIDER_CONTEXT, "missing"),
                deleting(FwpError.FWP_E_FILTER_NOT_FOUND, ObjectKind.FILTER, "missing"),
                deleting(FwpError.FWP_E_LAYER_NOT_FOUND, ObjectKind.LAYER, "missing"),
                row("delete filter by id", FwpError.FWP_E_FILTER_NOT_FOUND, t -> t.session.deleteFilter(999)),
                deleting(FwpError.FWP_E_IN_USE, ObjectKind.PROVIDER, "static"),
                deleting(FwpError.FWP_E_IN_USE, ObjectKind.PROVIDER, "other"),
                deleting(FwpError.FWP_E_IN_USE, ObjectKind.SUBLAYER, "static"),
                deleting(FwpError.FWP_E_IN_USE, ObjectKind.CALLOUT, "c"),
                deleting(FwpError.FWP_E_IN_USE, ObjectKind.PROVIDER_CONTEXT, "x"),
                deleting(FwpError.FWP_E_BUILTIN_OBJECT, ObjectKind.SUBLAYER, Sublayer.UNIVERSAL),
                deleting(FwpError.FWP_E_BUILTIN_OBJECT, ObjectKind.LAYER, CONNECT),
                deleting(FwpError.FWP_E_WRONG_SESSION, ObjectKind.FILTER, "fleeting"),
                row(
                        "delete in another dynamic session",
                        FwpError.FWP_E_WRONG_SESSION,
                        t -> t.sketch.dynamic("d").delete(ObjectKind.FILTER, "fleeting")),
                row(
                        "delete in a dynamic session",
                        FwpError.FWP_E_DYNAMIC_SESSION_IN_PROGRESS,
                        t -> t.sketch.dynamic("d").delete(ObjectKind.FILTER, "there")),
                row("delete", FwpError.FWP_E_INCOMPATIBLE_TXN, t -> {
                    t.session.begin(TransactionMode.READ_ONLY);
                    t.session.delete(ObjectKind.FILTER, "there");
                }),
                row("delete", FwpError.ERROR_ACCESS_DENIED, t -> t.as("reader").delete(ObjectKind.FILTER, "there")));
    }

    private static Stream<Arguments> enumerations() {
        FilterEnumTemplate all = FilterEnumTemplate.all();
        return Stream.of(
                enumerating(FwpError.FWP_E_NEVER_MATCH, all.provider("missing")),
                enumerating(FwpError.FWP_E_NEVER_MATCH, all.layer("NOWHERE")),
                enumerating(FwpError.FWP_E_NEVER_MATCH, all.callout("missing")),
                enumerating(FwpError.FWP_E_NEVER_MATCH, all.callout("streams").layer(CONNECT)),
                enumerating(FwpError.FWP_E_NEVER_MATCH, all.actionMask(0)),
                enumerating(FwpError.FWP_E_NEVER_MATCH, all.actionMask(0x2000).flags(EnumFlag.BEST_TERMINATING_MATCH)),
                enumerating(
                        FwpError.FWP_E_NEVER_MATCH,
                        all.layer("FWPM_LAYER_RPC_UM").flags(EnumFlag.BOOTTIME_ONLY)),
                enumerating(FwpError.FWP_E_NULL_POINTER, all.conditions(EnumType.OVERLAPPING, remotePort(1))),
                enumerating(
                        FwpError.FWP_E_DUPLICATE_CONDITION,
                        all.layer(CONNECT).conditions(EnumType.OVERLAPPING, remotePort(1), remotePort(2))),
                row(
                        "enumerate providers",
                        FwpError.FWP_E_NEVER_MATCH,
                        t -> t.session.enumerate(ObjectKind.CALLOUT, "missing")),
                row(
                        "enumerate filters",
                        FwpError.ERROR_ACCESS_DENIED,
                        t -> t.as("nobody").enumerate(all)),
                row(
                        "get filter",
                        FwpError.ERROR_ACCESS_DENIED,
                        t -> t.as("nobody").get(ObjectKind.FILTER, "there")),
                row("get filter", FwpError.FWP_E_FILTER_NOT_FOUND, t -> t.session.get(ObjectKind.FILTER, "missing")),
                row(
                        "subscribe",
                        FwpError.ERROR_ACCESS_DENIED,
                        t -> t.as("reader").subscribe(ChangeSubscription.Template.of(ObjectKind.FILTER, 1))),
                row(
                        "subscribe",
                        FwpError.FWP_E_NEVER_MATCH,
                        t -> t.session.subscribe(ChangeSubscription.Template.of(ObjectKind.LAYER, 1))),
                row(
                        "subscribe",
                        FwpError.FWP_E_INVALID_FLAGS,
                        t -> t.session.subscribe(
                                new ChangeSubscription.Template(ObjectKind.FILTER, null, null, Set.of(), 1))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("calls")
    void shouldRefuseWithTheCodeAndTheObjectsName(String call, FwpError error, Consumer<RefusalTest> made) {
        prepare();
        FwpException refused = refused(error, () -> made.accept(this));
        assertThat(refused)
                .hasMessageStartingWith(error.name() + ": ")
                .hasMessageContaining(refused.kind().word());
        assertThat(refused.key() == null || refused.getMessage().contains("'" + refused.key() + "'"))
                .isTrue();
    }

    private BfeSession as(String user) {
        return sketch.engine.open(new FwpmSession(null, false, 0, new Caller(1, user, false)));
    }

    private void outlive() {
        session.begin(TransactionMode.READ_WRITE);
        sketch.time.nowMillis += WriteLock.MAX_HOLD_MILLIS;
    }

    private static FwpmFilter.Builder configured(String context) {
        return filter("f").flags(FilterFlag.HAS_PROVIDER_CONTEXT).providerContext(context);
    }

    private static Arguments row(String call, FwpError error, Consumer<RefusalTest> made) {
        return Arguments.of(call, error, made);
    }

    private static Arguments adding(FwpError error, FwpmObject object) {
        return row("add " + object.kind().word(), error, t -> t.session.add(object));
    }

    private static Arguments readOnly(FwpmObject object) {
        return row("add " + object.kind().word(), FwpError.FWP_E_INCOMPATIBLE_TXN, t -> {
            t.session.begin(TransactionMode.READ_ONLY);
            t.session.add(object);
        });
    }

    private static Arguments denied(FwpmObject object) {
        return row(
                "add " + object.kind().word(),
                FwpError.ERROR_ACCESS_DENIED,
                t -> t.as("reader").add(object));
    }

    private static Arguments flagged(FilterFlag... flags) {
        return adding(FwpError.FWP_E_INVALID_FLAGS, filter("f").flags(flags).block());
    }

    private static Arguments weighing(ConditionValue weight) {
        return adding(FwpError.FWP_E_INVALID_WEIGHT, filter("f").weight(weight).block());
    }

    private static Arguments testing(FwpError error, Field field, MatchType matchType, ConditionValue value) {
        return adding(
                error,
                filter("f").conditions(new Condition(field, matchType, value)).block());
    }

    private static Arguments deleting(FwpError error, ObjectKind kind, String key) {
        return row("delete " + kind.word(), error, t -> t.session.delete(kind, key));
    }

    private static Arguments enumerating(FwpError error, FilterEnumTemplate template) {
        return row("enumerate filters", error, t -> t.session.enumerate(template));
    }
}
