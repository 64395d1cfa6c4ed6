// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.callout.ClassifyOut.Finding;
import io.penstock.engine.callout.ContractError;
import io.penstock.engine.callout.FlowCallout;
import io.penstock.engine.callout.FlowContextStatus;
import io.penstock.engine.callout.FlowContexts;
import io.penstock.engine.callout.FlowReporter;
import io.penstock.engine.flow.FlowContext;
import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.flow.FlowTable;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.LayerFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps what callouts associate with flows, and tells them when it is gone (spec 5.6). At an AUTH visit the flow does not exist yet: what is associated
 * there waits with the item until the visit has authorised it. One thread.
 */
final class FlowContextDesk implements FlowContexts {
    private static final int IPV6 = 6;

    private final FlowTable table;
    private final CalloutRegistry registry;
    private final EngineListener listener;
    private final List<Removal> removals = new ArrayList<>();
    private Item item;
    private Walk walk;
    private Visit visit;
    private RuntimeFilter asking;

    FlowContextDesk(FlowTable table, CalloutRegistry registry, EngineListener listener) {
        this.table = table;
        this.registry = registry;
        this.listener = listener;
    }

    /** A context that goes when the classification ends that is running. */
    private record Removal(FlowState flow, Item item, FlowContext context) {}

    /** Names the filter whose callout is asked next, and about what. */
    void asks(Item of, Walk in, Visit at, RuntimeFilter filter) {
        item = of;
        walk = in;
        visit = at;
        asking = filter;
    }

    /** The asking callout's context for the layer of its filter, 0 where there is none. */
    long context(Item of, Walk in, RuntimeFilter filter) {
        FlowState flow = in.flow;
        List<FlowContext> contexts = flow == null ? of.contexts : flow.contexts();
        if (contexts.isEmpty()) {
            return 0;
        }
        FlowContext found = FlowContext.find(contexts, filter.filter().layer().key(), filter.calloutKey());
        return found == null ? 0 : found.value();
    }

    @Override
    public FlowContextStatus associate(Layer layer, long context) {
        if (!hasFlow() || !isKept(layer, asking.filter().layer().isV6())) {
            return FlowContextStatus.STATUS_INVALID_PARAMETER;
        }
        return associate(walk.flow, item, layer, asking.calloutKey(), context);
    }

    /** Whether the visit has a FLOW_HANDLE (spec 2.4): at AUTH layers also that of the flow that will be. */
    boolean hasFlow() {
        Layer at = asking.filter().layer();
        FlowState flow = walk.flow;
        return at.hasFlowContext() && (flow == null ? visit.isAuthorization() : !flow.isClosed());
    }

    private static boolean isKept(Layer layer, boolean ipv6) {
        return layer.hasFlowContext() && layer.isV6() == ipv6;
    }

    private FlowContextStatus associate(FlowState flow, Item of, Layer layer, String calloutKey, long value) {
        if (value == 0 || !hasFlowDelete(calloutKey)) {
            return FlowContextStatus.STATUS_INVALID_PARAMETER;
        }
        List<FlowContext> contexts = flow == null ? of.contexts : flow.contexts();
        if (FlowContext.find(contexts, layer.key(), calloutKey) != null) {
            return FlowContextStatus.STATUS_OBJECT_NAME_EXISTS;
        }
        FlowContext context = new FlowContext(layer.key(), calloutKey, value);
        if (flow == null) {
            of.contexts = FlowContext.with(of.contexts, context);
        } else {
            table.associate(flow, context);
        }
        return FlowContextStatus.STATUS_SUCCESS;
    }

    /** A worker has one, for all that is known here: it checks for itself. */
    private boolean hasFlowDelete(String calloutKey) {
        CalloutRegistration registration = registry.find(calloutKey);
        return registration != null && (registration.code() == null || registration.code() instanceof FlowCallout);
    }

    @Override
    public FlowContextStatus remove(Layer layer) {
        if (!hasFlow()) {
            return FlowContextStatus.STATUS_INVALID_PARAMETER;
        }
        FlowState flow = walk.flow;
        FlowContext context =
                FlowContext.find(flow == null ? item.contexts : flow.contexts(), layer.key(), asking.calloutKey());
        if (context == null) {
            return FlowContextStatus.STATUS_UNSUCCESSFUL;
        }
        if (layer == asking.filter().layer()) {
            removals.add(new Removal(flow, item, context));
            return FlowContextStatus.STATUS_PENDING;
        }
        delete(flow, item, context);
        return FlowContextStatus.STATUS_SUCCESS;
    }

    /** The classification has ended: what was to go during it goes now (F4). */
    void classified() {
        if (removals.isEmpty()) {
            return;
        }
        List<Removal> due = List.copyOf(removals);
        removals.clear();
        for (Removal removal : due) {
            delete(removal.flow, removal.item, removal.context);
        }
    }

    private void delete(FlowState flow, Item of, FlowContext context) {
        boolean stood;
        if (flow == null) {
            stood = of.contexts.contains(context);
            of.contexts = FlowContext.without(of.contexts, context);
        } else {
            stood = table.dissociate(flow, context);
        }
        if (stood) {
            deleted(flow == null ? keyOf(of) : flow.key(), context);
        }
    }

    /** A socket event has no place in the order of a flow, but its walk speaks of one. */
    private FlowKey keyOf(Item of) {
        return of.key == null ? walk.key.copy() : of.key;
    }

    private void deleted(FlowKey flow, FlowContext context) {
        CalloutRegistration registration = registry.find(context.calloutKey());
        if (registration != null && registration.code() instanceof FlowCallout code) {
            Layer layer = Layer.byKey(context.layerKey()).orElseThrow();
            try {
                code.flowDelete(layer, context.value());
            } catch (RuntimeException e) {
                listener.contractError(null, layer, context.calloutKey(), ContractError.FAILED);
            }
        }
        listener.flowContextDeleted(flow, context);
    }

    /** The flow has ended, or is refused from here on: its contexts go, each told once (F5). */
    void flowEnded(FlowState flow) {
        if (flow.contexts().isEmpty()) {
            return;
        }
        for (FlowContext context : flow.contexts()) {
            delete(flow, null, context);
            if (reporter(context) != null) {
                table.owesReport(flow, context);
            }
        }
    }

    private FlowReporter reporter(FlowContext context) {
        CalloutRegistration registration = registry.find(context.calloutKey());
        return registration != null && registration.code() instanceof FlowReporter reporter ? reporter : null;
    }

    /** The flow has left the table: callouts that had a context on it when it ended report on it. */
    void report(FlowState flow, Item at) {
        for (FlowContext context : flow.reports()) {
            FlowReporter reporter = reporter(context);
            if (reporter != null) {
                report(flow, at, context, reporter);
            }
        }
    }

    private void report(FlowState flow, Item at, FlowContext context, FlowReporter reporter) {
        Layer layer = Layer.byKey(context.layerKey()).orElseThrow();
        try {
            Finding found = reporter.report(flow, layer, context.value());
            if (found != null) {
                listener.flowFinding(at, flow, layer, context.calloutKey(), found);
            }
        } catch (RuntimeException e) {
            listener.contractError(null, layer, context.calloutKey(), ContractError.FAILED);
        }
    }

    /** The item's AUTH visit has made the flow: it takes over what waited with the item. */
    void authorised(Item of, FlowState flow) {
        for (FlowContext context : of.contexts) {
            if (FlowContext.find(flow.contexts(), context.layerKey(), context.calloutKey()) == null) {
                table.associate(flow, context);
            }
        }
        of.contexts = List.of();
    }

    /** The item has its fate, and the flow that its contexts were for did not come to be. */
    void decided(Item of) {
        for (FlowContext context : of.contexts) {
            delete(null, of, context);
        }
    }

    /** Applies what a completion says of its callout's context: 0 removes it. */
    void completed(FlowState flow, Item of, Layer layer, String calloutKey, long value) {
        List<FlowContext> contexts = flow == null ? of.contexts : flow.contexts();
        FlowContext before = FlowContext.find(contexts, layer.key(), calloutKey);
        if (before != null && before.value() != value) {
            delete(flow, of, before);
        }
        if (value == 0 || before != null && before.value() == value) {
            return;
        }
        boolean kept = layer.hasFlowContext() && (flow == null ? isAuthorization(layer) : !flow.isClosed());
        if (!kept || associate(flow, of, layer, calloutKey, value) != FlowContextStatus.STATUS_SUCCESS) {
            // The flow has ended while the worker thought: it is told at once.
            deleted(of.key, new FlowContext(layer.key(), calloutKey, value));
        }
    }

    private static boolean isAuthorization(Layer layer) {
        return layer.family().equals(LayerFamily.ALE_AUTH_CONNECT.name())
                || layer.family().equals(LayerFamily.ALE_AUTH_RECV_ACCEPT.name());
    }

    /** Whether a callout has a context on any flow. */
    boolean remain(String calloutKey) {
        return table.hasContexts(calloutKey);
    }

    /** Removes every context of a callout, flow by flow in an order that any run finds. */
    void removeAll(String calloutKey) {
        List<FlowState> flows = new ArrayList<>();
        for (FlowState flow : table.flows()) {
            if (flow.contexts().stream()
                    .anyMatch(context -> context.calloutKey().equals(calloutKey))) {
                flows.add(flow);
            }
        }
        flows.sort((one, other) ->
                Arrays.compareUnsigned(one.key().encode(), other.key().encode()));
        for (FlowState flow : flows) {
            flow.contexts().stream()
                    .filter(context -> context.calloutKey().equals(calloutKey))
                    .forEach(context -> delete(flow, null, context));
        }
    }

    /** Associates from outside any classification. */
    FlowContextStatus associate(FlowKey key, Layer layer, String calloutKey, long value) {
        FlowState flow = table.find(key);
        if (flow == null || flow.isClosed() || flow.isBlocked() || !isKept(layer, key.version() == IPV6)) {
            return FlowContextStatus.STATUS_INVALID_PARAMETER;
        }
        return associate(flow, null, layer, calloutKey, value);
    }

    /** Removes from outside any classification. */
    FlowContextStatus remove(FlowKey key, Layer layer, String calloutKey) {
        FlowState flow = table.find(key);
        FlowContext context = flow == null ? null : FlowContext.find(flow.contexts(), layer.key(), calloutKey);
        if (context == null) {
            return FlowContextStatus.STATUS_UNSUCCESSFUL;
        }
        delete(flow, null, context);
        return FlowContextStatus.STATUS_SUCCESS;
    }
}
