// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Kinds of provider contexts (spec 1.11). All but the first two belong to IPsec, IKE and routing policy, which imports carry. */
public enum ProviderContextType {
    GENERAL,
    CLASSIFY_OPTIONS,
    IPSEC_KEYING,
    IPSEC_IKE_QM_TRANSPORT,
    IPSEC_IKE_QM_TUNNEL,
    IPSEC_AUTHIP_QM_TRANSPORT,
    IPSEC_AUTHIP_QM_TUNNEL,
    IPSEC_IKE_MM,
    IPSEC_AUTHIP_MM,
    IPSEC_IKEV2_QM_TUNNEL,
    IPSEC_IKEV2_MM,
    IPSEC_DOSP,
    IPSEC_IKEV2_QM_TRANSPORT,
    NETWORK_CONNECTION_POLICY;

    /** WFP's spelling, {@code FWPM_GENERAL_CONTEXT}. */
    public String key() {
        return "FWPM_" + name() + "_CONTEXT";
    }

    /** The kind of a key, empty where there is none such. */
    public static Optional<ProviderContextType> byKey(String key) {
        return Arrays.stream(values()).filter(type -> type.key().equals(key)).findFirst();
    }

    /** Every key, in the order of WFP's values. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(ProviderContextType::key).toList();
    }

    /**
     * Whether a filter of this layer can have such a context: main mode is negotiated at the IKEEXT layers, classify options are set where
     * connections are authorised, and a connection policy has layers of its own. The sources bind no other kind to layers.
     */
    public boolean fits(Layer layer) {
        return switch (this) {
            case IPSEC_IKE_MM, IPSEC_AUTHIP_MM, IPSEC_IKEV2_MM -> layer.family().equals("IKEEXT");
            case CLASSIFY_OPTIONS ->
                layer.family().equals("ALE_AUTH_CONNECT") || layer.family().equals("ALE_AUTH_RECV_ACCEPT");
            case NETWORK_CONNECTION_POLICY -> layer.family().equals("OUTBOUND_NETWORK_CONNECTION_POLICY");
            default -> true;
        };
    }
}
