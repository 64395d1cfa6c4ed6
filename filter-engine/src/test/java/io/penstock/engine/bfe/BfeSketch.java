// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.ProviderContextType;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.FwpException;
import io.penstock.engine.spec.ObjectKind;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** An engine, its time, and objects in a line each. */
final class BfeSketch {
    static final Caller USER = new Caller(4, "user", false);
    static final Caller KERNEL = new Caller(0, "kernel", true);
    static final String CONNECT = "FWPM_LAYER_ALE_AUTH_CONNECT_V4";
    static final Set<ObjectFlag> PERSISTENT = Set.of(ObjectFlag.PERSISTENT);

    final ManualTime time = new ManualTime();
    final BaseFilteringEngine engine;

    BfeSketch() {
        engine = builder().start();
    }

    BfeSketch(UnaryOperator<BaseFilteringEngine.Builder> with) {
        engine = with.apply(builder()).start();
    }

    private BaseFilteringEngine.Builder builder() {
        return BaseFilteringEngine.builder(time, KeySource.of(new Random(1)));
    }

    BfeSession open(String key) {
        return engine.open(new FwpmSession(key, false, 0, USER));
    }

    BfeSession dynamic(String key) {
        return engine.open(new FwpmSession(key, true, 0, USER));
    }

    /** Keys of the filters that the last commit has, by age. */
    List<String> filters() {
        return engine.current().policy().filters().stream()
                .map(Filter::filterKey)
                .toList();
    }

    static FwpmProvider provider(String key, String service, ObjectFlag... flags) {
        return new FwpmProvider(ObjectHeader.of(key), Set.of(flags), service);
    }

    static FwpmSublayer sublayer(String key, int weight, ObjectFlag... flags) {
        return new FwpmSublayer(ObjectHeader.of(key), Set.of(flags), weight);
    }

    static FwpmCallout callout(String key, ObjectFlag... flags) {
        return new FwpmCallout(ObjectHeader.of(key), Set.of(flags), List.of(), Set.of(), false);
    }

    static FwpmProviderContext context(String key, ObjectFlag... flags) {
        return new FwpmProviderContext(ObjectHeader.of(key), Set.of(flags), ProviderContextType.GENERAL, Map.of());
    }

    static FwpmFilter.Builder filter(String key) {
        return FwpmFilter.at(CONNECT, key);
    }

    static FwpmFilter block(String key) {
        return filter(key).block();
    }

    static FwpmObject owned(FwpmObject object, String provider) {
        return object.withHeader(object.header().by(provider));
    }

    static Condition remotePort(int port) {
        return new Condition(
                Field.IP_REMOTE_PORT, MatchType.EQUAL, new ConditionValue.Number(DataType.FWP_UINT16, port));
    }

    /** The key of an object that is there. */
    static boolean has(BfeSession session, ObjectKind kind, String key) {
        FwpException refused = catchThrowableOfType(FwpException.class, () -> session.get(kind, key));
        assertThat(refused == null || refused.error() == kind.notFound()).isTrue();
        return refused == null;
    }

    static FwpException refused(FwpError error, ThrowingCallable call) {
        FwpException refused = catchThrowableOfType(FwpException.class, call);
        assertThat(refused).as("expected %s", error).isNotNull();
        assertThat(refused.error()).as(refused.getMessage()).isEqualTo(error);
        return refused;
    }
}
