// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Advice on a valid policy, from the vendor's considerations for programmers (spec 10: G1, G2, G14). It refuses nothing and changes nothing. Pure; any
 * thread.
 */
public final class PolicyAdvice {
    /** What a connection has and every packet of it shares: an AUTH layer can test it once. */
    private static final Set<Field> OF_A_CONNECTION = Set.of(
            Field.IP_PROTOCOL,
            Field.IP_LOCAL_ADDRESS,
            Field.IP_REMOTE_ADDRESS,
            Field.IP_LOCAL_PORT,
            Field.IP_REMOTE_PORT);

    private static final Set<String> PACKET_FAMILIES =
            Set.of("INBOUND_IPPACKET", "OUTBOUND_IPPACKET", "INBOUND_TRANSPORT", "OUTBOUND_TRANSPORT");
    private static final Set<String> NETWORK_FAMILIES = Set.of("INBOUND_IPPACKET", "OUTBOUND_IPPACKET", "IPFORWARD");

    private final Policy policy;
    private final Function<String, CalloutUse> uses;
    private final List<Advice> advice = new ArrayList<>();

    private PolicyAdvice(Policy policy, Function<String, CalloutUse> uses) {
        this.policy = policy;
        this.uses = uses;
    }

    /**
     * One thing to think about.
     *
     * @param rule {@code G1}, {@code G2} or {@code G14}
     * @param filterKey the filter it is about
     * @param text one line for a person
     */
    public record Advice(String rule, String filterKey, String text) {}

    /**
     * The advice on the filters that take part in verdicts, in their order.
     *
     * @param uses what the callout of a key looks at
     */
    public static List<Advice> of(Policy policy, Function<String, CalloutUse> uses) {
        PolicyAdvice all = new PolicyAdvice(policy, uses);
        policy.filters().stream().filter(Filter::isEnabled).forEach(all::look);
        return List.copyOf(all.advice);
    }

    private void look(Filter filter) {
        String callout = filter.action().callout();
        CalloutUse use = callout == null ? CalloutUse.FIELDS : uses.apply(callout);
        boolean decides = !(filter.action() instanceof Action.CalloutInspection);
        if (callout != null && decides && use == CalloutUse.FIELDS) {
            add("G1", filter, "callout " + callout + " decides by fields alone: a static filter can say that");
        }
        higherLayer(filter, use, decides);
        if (callout != null && decides) {
            ipsec(filter, callout, use);
        }
    }

    /** G2: conditions or payload that a layer further up has. */
    private void higherLayer(Filter filter, CalloutUse use, boolean decides) {
        String family = filter.layer().family();
        if (!PACKET_FAMILIES.contains(family)) {
            return;
        }
        boolean inbound = family.startsWith("INBOUND");
        switch (use) {
            case STREAM -> add("G2", filter, "its callout reads the byte stream: STREAM has it reassembled");
            case DATAGRAM -> add("G2", filter, "its callout reads datagrams: DATAGRAM_DATA has them whole");
            case FIELDS -> {
                if (decides && isOfAConnection(filter)) {
                    String auth = inbound ? "ALE_AUTH_RECV_ACCEPT" : "ALE_AUTH_CONNECT";
                    add("G2", filter, "its conditions are a connection's: " + auth + " tests them once a flow");
                }
            }
            case PACKET, UNKNOWN -> {
                // Nothing says that it could look elsewhere.
            }
        }
    }

    private static boolean isOfAConnection(Filter filter) {
        return !filter.conditions().isEmpty()
                && filter.conditions().stream().map(Condition::field).allMatch(OF_A_CONNECTION::contains);
    }

    /** G14: what keeps a callout out of IPsec's way. */
    private void ipsec(Filter filter, String callout, CalloutUse use) {
        String family = filter.layer().family();
        if (use.readsContent() && NETWORK_FAMILIES.contains(family)) {
            add("G14", filter, "its callout reads content, which IPsec hides at " + family);
        }
        if (family.equals("INBOUND_TRANSPORT") && !isAlsoAtAccept(filter, callout)) {
            add("G14", filter, "callout " + callout + " has no filter at ALE_AUTH_RECV_ACCEPT, where IPsec traffic is");
        }
        int universal = policy.sublayer(Sublayer.UNIVERSAL).orElseThrow().weight();
        int weight = policy.sublayer(filter.subLayerKey()).orElseThrow().weight();
        if (weight >= universal) {
            add("G14", filter, "sublayer " + filter.subLayerKey() + " is not below " + Sublayer.UNIVERSAL);
        }
    }

    private boolean isAlsoAtAccept(Filter filter, String callout) {
        return policy.filters().stream()
                .filter(other -> callout.equals(other.action().callout()))
                .map(Filter::layer)
                .anyMatch(layer -> layer.family().equals("ALE_AUTH_RECV_ACCEPT")
                        && layer.isV6() == filter.layer().isV6());
    }

    private void add(String rule, Filter filter, String text) {
        advice.add(new Advice(rule, filter.filterKey(), text));
    }
}
