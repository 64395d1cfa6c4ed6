// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.policy.ProviderContext;
import io.penstock.schemas.PendedPacket;
import org.junit.jupiter.api.Test;

class CalloutCodecTest {
    private final CalloutCodec codec = new CalloutCodec();

    @Test
    void shouldShowOneContextToAllFiltersThatNameItAndFromRevisionToRevision() throws Exception {
        ProviderContext first = context("outbound", "1");
        assertThat(context("inbound", "1")).isSameAs(first);
        assertThat(context("inbound", "2")).isSameAs(first);
    }

    @Test
    void shouldShowAnotherContextWhereItSaysSomethingElse() throws Exception {
        ProviderContext first = context("outbound", "1");
        PendedPacket changed = pended("outbound", "2");
        changed.setProviderContext("{\"signatures\":[]}");
        assertThat(codec.item(changed).context()).isNotSameAs(first);
    }

    private ProviderContext context(String filter, String version) throws UnreadablePendException {
        return codec.item(pended(filter, version)).context();
    }

    private static PendedPacket pended(String filter, String version) {
        PendedPacket pended = Pends.pended("callout", 1, "payload");
        pended.setFilterKey(filter);
        pended.setPolicyVersion(version);
        return pended;
    }
}
