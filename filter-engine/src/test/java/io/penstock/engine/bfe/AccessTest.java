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

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which rights a call asks for (spec 1.12), and in which order what is wrong is told (spec 1.13). */
class AccessTest {
    private final List<String> asked = new ArrayList<>();
    private final BfeSketch sketch = new BfeSketch(with -> with.authorizer(request -> {
        asked.add(request.right() + " " + request.kind() + (request.key() == null ? "" : " " + request.key()));
        return !"D:".equals(request.securityDescriptor());
    }));
    private final BfeSession session = sketch.open("s");

    @Test
    void shouldAskForTheRightsOfEachCall() {
        session.add(provider("p", null));
        session.add(owned(sublayer("l", 1), "p"));
        session.add(callout("c", ObjectFlag.USES_PROVIDER_CONTEXT));
        session.add(context("x"));
        asked.clear();
        session.add(owned(
                filter("f")
                        .sublayer("l")
                        .flags(FilterFlag.HAS_PROVIDER_CONTEXT)
                        .providerContext("x")
                        .action(ActionType.CALLOUT_UNKNOWN, "c"),
                "p"));
        assertThat(asked)
                .containsExactly(
                        "ADD FILTER",
                        "ADD_LINK LAYER " + CONNECT,
                        "ADD_LINK SUBLAYER l",
                        "ADD_LINK CALLOUT c",
                        "ADD_LINK PROVIDER p",
                        "ADD_LINK PROVIDER_CONTEXT x");
        asked.clear();
        session.begin(TransactionMode.READ_ONLY);
        session.get(ObjectKind.FILTER, "f");
        session.enumerate(ObjectKind.FILTER, null);
        session.enumerate(ObjectKind.SUBLAYER, null);
        session.subscribe(ChangeSubscription.Template.of(ObjectKind.CALLOUT, 1));
        session.abort();
        session.begin(TransactionMode.READ_WRITE);
        session.delete(ObjectKind.FILTER, "f");
        session.abort();
        sketch.open("t");
        assertThat(asked)
                .containsExactly(
                        "BEGIN_READ_TXN ENGINE",
                        "READ FILTER f",
                        "ENUM FILTER",
                        "ENUM SUBLAYER",
                        "SUBSCRIBE CALLOUT",
                        "BEGIN_WRITE_TXN ENGINE",
                        "DELETE FILTER f",
                        "OPEN ENGINE");
    }

    @Test
    void shouldShowTheAuthorizerWhatGuardsAnObject() {
        session.add(block("guarded"), "D:");
        refused(FwpError.ERROR_ACCESS_DENIED, () -> session.delete(ObjectKind.FILTER, "guarded"));
        assertThat(session.get(ObjectKind.SUBLAYER, "FWPM_SUBLAYER_UNIVERSAL").securityDescriptor())
                .isNull();
    }

    /** Everything is wrong with one filter; each repair lets the next error show. */
    @Test
    void shouldTellTheFirstFailureInTheOrderOfTheSpecification() {
        session.add(sublayer("static", 1));
        session.add(callout("c"));
        session.add(block("f"));
        FwpmFilter wrong = FwpmFilter.at("NOWHERE", "f")
                .header(new ObjectHeader("f", null, null, null, null))
                .flags(FilterFlag.PERSISTENT, FilterFlag.DISABLED)
                .sublayer("static")
                .conditions(new Condition(Field.ETHER_TYPE, MatchType.EQUAL, new ConditionValue.Empty()))
                .action(ActionType.CALLOUT_UNKNOWN, "c");
        session.begin(TransactionMode.READ_ONLY);
        refused(FwpError.FWP_E_INCOMPATIBLE_TXN, () -> session.add(wrong));
        session.commit();
        refused(FwpError.FWP_E_INVALID_FLAGS, () -> session.add(wrong));
        FwpmFilter flagged = with(wrong, Set.of(FilterFlag.PERSISTENT), wrong.layerKey(), wrong.subLayerKey());
        refused(FwpError.FWP_E_NULL_DISPLAY_NAME, () -> session.add(flagged));
        FwpmFilter named = flagged.withHeader(ObjectHeader.of("f"));
        refused(FwpError.FWP_E_LAYER_NOT_FOUND, () -> session.add(named));
        FwpmFilter placed = with(named, named.flags(), CONNECT, named.subLayerKey());
        refused(FwpError.FWP_E_LIFETIME_MISMATCH, () -> session.add(placed));
        FwpmFilter living = with(placed, Set.of(), CONNECT, placed.subLayerKey());
        refused(FwpError.FWP_E_CONDITION_NOT_FOUND, () -> session.add(living));
        FwpmFilter fitting = filter("f").conditions(remotePort(1)).action(ActionType.CALLOUT_UNKNOWN, "c");
        refused(FwpError.FWP_E_ALREADY_EXISTS, () -> session.add(fitting));
    }

    private static FwpmFilter with(FwpmFilter f, Set<FilterFlag> flags, String layerKey, String subLayerKey) {
        return new FwpmFilter(
                f.header(),
                flags,
                layerKey,
                subLayerKey,
                f.weight(),
                f.conditions(),
                f.action(),
                f.calloutKey(),
                f.rawContext(),
                f.providerContextKey());
    }
}
