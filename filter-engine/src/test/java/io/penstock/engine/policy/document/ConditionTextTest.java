// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Policy;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ALE_AUTH_CONNECT_V4 | {fieldKey: IP_PROTOCOL, conditionValue: 6} | protocol = tcp",
                "ALE_AUTH_CONNECT_V4 | {fieldKey: IP_PROTOCOL, conditionValue: 99} | protocol = 99",
                "ALE_AUTH_CONNECT_V4 | {fieldKey: IP_REMOTE_ADDRESS, conditionValue: 10.0.0.0/8} | remote address in"
                        + " 10.0.0.0/8",
                "ALE_AUTH_CONNECT_V4 | {fieldKey: IP_REMOTE_ADDRESS, matchType: NOT_EQUAL, conditionValue: 10.0.0.1} |"
                        + " remote address ≠ 10.0.0.1",
                "ALE_AUTH_CONNECT_V4 | {fieldKey: IP_REMOTE_PORT, conditionValue: 8000-8010} | remote port in 8000 to"
                        + " 8010",
                "ALE_AUTH_CONNECT_V4 | {fieldKey: IP_REMOTE_PORT, matchType: GREATER_OR_EQUAL, conditionValue: 1024} |"
                        + " remote port ≥ 1024",
                "ALE_AUTH_CONNECT_V4 | {fieldKey: IP_LOCAL_ADDRESS, conditionValue: {type: FWP_EMPTY}} | local address"
                        + " is empty",
                "ALE_AUTH_CONNECT_V4 | {fieldKey: ALE_APP_ID, conditionValue: /usr/bin/curl} | application ="
                        + " /usr/bin/curl",
                "ALE_AUTH_CONNECT_V4 | {fieldKey: ALE_APP_ID, matchType: PREFIX, conditionValue: curl} | application"
                        + " ends with curl",
                "ALE_AUTH_CONNECT_V4 | {fieldKey: FLAGS, matchType: FLAGS_ALL_SET, conditionValue: [IS_LOOPBACK,"
                        + " IS_REAUTHORIZE]} | flags has all of IS_LOOPBACK IS_REAUTHORIZE",
                "ALE_AUTH_CONNECT_V4 | {fieldKey: IP_DESTINATION_ADDRESS_TYPE, conditionValue: multicast} |"
                        + " destination address type = multicast",
                "ALE_AUTH_CONNECT_V4 | {fieldKey: ALE_USER_ID, conditionValue: 'D:(A;;CC;;;WD)'} | user granted by"
                        + " D:(A;;CC;;;WD)",
                "INBOUND_ICMP_ERROR_V4 | {fieldKey: ICMP_TYPE, conditionValue: 3} | ICMP type = 3",
                "INBOUND_MAC_FRAME_ETHERNET | {fieldKey: ETHER_TYPE, conditionValue: 0x0806} | ether type = arp"
            })
    void shouldSayAConditionInWords(String layer, String condition, String expected) throws PolicyErrors {
        assertThat(text(layer, condition)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{fieldKey: IP_REMOTE_PORT, conditionValue: 80}, {fieldKey: IP_PROTOCOL, conditionValue: udp},"
                        + " {fieldKey: IP_REMOTE_PORT, conditionValue: 443} | remote port = 80 or 443, protocol = udp",
                "{fieldKey: IP_REMOTE_PORT, conditionValue: 80}, {fieldKey: IP_REMOTE_PORT, conditionValue: 90-95} |"
                        + " remote port = 80 or in 90 to 95"
            })
    void shouldSayConditionsOnOneFieldTogether(String conditions, String expected) throws PolicyErrors {
        assertThat(text("ALE_AUTH_CONNECT_V4", conditions)).isEqualTo(expected);
    }

    private static String text(String layer, String conditions) throws PolicyErrors {
        String document = "filters: [{filterKey: f, layerKey: %s, action: BLOCK, filterCondition: [%s]}]"
                .formatted(layer, conditions);
        Policy policy = PolicyDocument.parse("p", document.getBytes(StandardCharsets.UTF_8));
        Filter filter = policy.filters().getFirst();
        return new ConditionText(filter.layer(), policy.settings().prefixIsSuffix()).of(filter.conditions());
    }
}
