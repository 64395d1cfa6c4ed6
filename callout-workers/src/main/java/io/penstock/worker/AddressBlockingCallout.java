// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.engine.callout.Callout;

/** A callout that may ask for remote addresses to be blocked. */
public interface AddressBlockingCallout extends Callout {
    /**
     * Told before the first call of {@code classify}; a callout that is not told blocks no addresses.
     *
     * @param blocks where to ask
     */
    void blockAddressesBy(RemoteAddressBlocks blocks);
}
