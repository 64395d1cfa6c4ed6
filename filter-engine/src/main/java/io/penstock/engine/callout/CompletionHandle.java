// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

/**
 * What a pended item is completed by: the metadata COMPLETION_HANDLE, and the handle of {@code FwpsAcquireClassifyHandle0}. A plain value: there is
 * nothing to release, and it may be kept beyond the call (spec 6.4).
 *
 * @param pendId text form of the pend's id
 * @param digest of the item's bytes and the callout, 64 bits, to be echoed
 */
public record CompletionHandle(String pendId, long digest) {}
