// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.engine.classify.Item;
import io.penstock.engine.pend.PendedStream;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.ProviderContext;

/**
 * What a callout is to decide.
 *
 * @param item the packet as it was pended
 * @param filter the filter that asks, without its conditions, which have matched
 * @param context the filter's configuration for the callout, or null
 * @param stream the bytes of a stream that wait with it; null except at STREAM
 */
record PendedItem(Item item, Filter filter, ProviderContext context, PendedStream stream) {}
