// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.schemas.PendedPacket;
import java.util.Optional;

/**
 * A filter that pends, and what it gives its callout, as a worker is told: the worker has no policy.
 *
 * @param filterId run-time number
 * @param name display name
 * @param subLayer key of its sublayer
 * @param action {@code FWP_ACTION_CALLOUT_…}
 * @param flags bits of {@code FWPM_FILTER_FLAG_…}
 * @param rawContext its 64 bits for the callout, 0 none
 * @param contextKey key of its provider context, empty for none
 * @param contextType type of that
 * @param context its data as JSON, empty for none
 */
record AskingFilter(
        long filterId,
        String name,
        String subLayer,
        String action,
        int flags,
        long rawContext,
        String contextKey,
        String contextType,
        String context) {

    /** The filter that asked for the ticket, under the ticket's revision. Scans the policy, so keep what it gives. */
    static AskingFilter of(PendTicket ticket) {
        Policy policy = ticket.revision().policy();
        Filter filter = policy.filters().stream()
                .filter(each -> each.filterKey().equals(ticket.id().filterKey()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no filter " + ticket.id().filterKey() + " in policy " + policy.version()));
        Optional<ProviderContext> context =
                Optional.ofNullable(filter.providerContextKey()).flatMap(policy::providerContext);
        return new AskingFilter(
                filter.filterId(),
                filter.name(),
                filter.subLayerKey(),
                filter.action().key(),
                filter.flags().stream().mapToInt(flag -> flag.bit()).sum(),
                filter.rawContext(),
                context.map(ProviderContext::providerContextKey).orElse(""),
                context.map(ProviderContext::type).orElse("FWPM_GENERAL_CONTEXT"),
                context.map(found -> JsonText.of(found.data())).orElse(""));
    }

    PendedPacket.Builder describe(PendedPacket.Builder packet) {
        return packet.setFilterId(filterId)
                .setFilterName(name)
                .setSubLayer(subLayer)
                .setFilterAction(action)
                .setFilterFlags(flags)
                .setFilterRawContext(rawContext)
                .setProviderContextKey(contextKey)
                .setProviderContextType(contextType)
                .setProviderContext(context);
    }
}
