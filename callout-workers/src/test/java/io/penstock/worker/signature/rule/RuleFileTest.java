// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleFileTest {
    @Test
    void shouldReadCommentsContinuationsAndBlanks() {
        RuleFile file = RuleFile.read("""
            # a comment
            #alert tcp any any -> any any (sid:9;)

            alert tcp any any -> any any (msg:"one"; content:"a"; sid:1;)
            alert   tcp  any any  <>  any any ( msg:"two \\
                lines" ; content:"b" ; sid:2 ; rev:3 ; )
            pass udp [10.0.0.0/8,!10.1.0.0/16] !53 -> ::1 [1:10,80,1000:] (content:"c"; nocase; sid:3;
            """.getBytes(UTF_8));
        assertThat(file.refused()).isEmpty();
        assertThat(file.rules()).extracting(Rule::sid).containsExactly(1L, 2L, 3L);
        assertThat(file.rules()).extracting(Rule::line).containsExactly(4, 5, 7);
        Rule two = file.rules().get(1);
        assertThat(two.message()).isEqualTo("two     lines");
        assertThat(two.bidirectional()).isTrue();
        assertThat(two.rev()).isEqualTo(3);
        assertThat(file.rules().get(2).action()).isEqualTo(RuleAction.PASS);
    }

    @ParameterizedTest
    @CsvSource({
        "'[10.0.0.0/8,!10.1.0.0/16]', 10.2.3.4, true",
        "'[10.0.0.0/8,!10.1.0.0/16]', 10.1.3.4, false",
        "'[10.0.0.0/8,!10.1.0.0/16]', 11.2.3.4, false",
        "'![10.0.0.0/8,192.0.2.1]', 11.2.3.4, true",
        "'![10.0.0.0/8,192.0.2.1]', 192.0.2.1, false",
        "'[10.0.0.1-10.0.0.9]', 10.0.0.9, true",
        "'[10.0.0.1-10.0.0.9]', 10.0.0.10, false",
        "10.0.0.0/255.0.0.0, 10.9.9.9, true",
        "$HOME_NET, 1.2.3.4, true",
        "'[![![10.0.0.1]]]', 10.0.0.1, true",
    })
    void shouldReadAddresses(String addresses, String address, boolean expected) throws Exception {
        AddressSet set = EndpointParser.addresses(new RuleText.Part(addresses, 0));
        AddressRange one = AddressParser.range(new RuleText.Part(address, 0));
        assertThat(set.contains(4, 0, one.firstLow())).isEqualTo(expected);
        assertThat(set.contains(6, 0, one.firstLow())).isEqualTo(addresses.equals("$HOME_NET"));
    }

    @ParameterizedTest
    @CsvSource({
        "::1, ::2, false",
        "2001:db8::/32, 2001:db8:1::5, true",
        "2001:db8::/32, 2001:db9::, false",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8, true",
        "::ffff:10.0.0.1, ::ffff:a00:1, true",
        "fe80::/10, febf::1, true",
    })
    void shouldReadAddressesOfVersion6(String addresses, String address, boolean expected) throws Exception {
        AddressSet set = EndpointParser.addresses(new RuleText.Part(addresses, 0));
        AddressRange one = AddressParser.range(new RuleText.Part(address, 0));
        assertThat(set.contains(6, one.firstHigh(), one.firstLow())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "alarm tcp any any -> any any (sid:1;)                        # 1  # alert, pass, drop or reject"
                        + " expected: alarm",
                "alert http any any -> any any (sid:1;)                       # 7  # the protocol http is not known or"
                        + " not supported",
                "alert tcp any any -> any 70000 (sid:1;)                      # 26 # a port is above 65535: 70000",
                "alert tcp any any -> any [25,465 ] (sid:1;)                  # 30 # a blank follows on a port",
                "alert tcp any any -> !any any (sid:1;)                       # 23 # !any matches nothing",
                "alert tcp 10.0.0.256 any -> any any (sid:1;)                 # 11 # not an address: 10.0.0.256",
                "alert tcp $DNS any -> any any (sid:1;)                       # 11 # the variable $DNS is not known",
                "alert tcp any any <- any any (sid:1;)                        # 19 # -> or <> expected: <-",
                "alert tcp any any -> any any (content:\"a\"; nocase)         # 44 # an option does not end in ;",
                "alert tcp any any -> any any (content:\"a\";)                # 44 # the rule has no sid",
                "alert tcp any any -> any any (flowbits:set,x; sid:1;)        # 31 # the keyword flowbits is not known"
                        + " or not supported",
                "alert tcp any any -> any any (content:\"|2 2|2\"; sid:1; rev:1; nocase; nocase;) # 71 # nocase is"
                        + " given twice",
                "alert tcp any any -> any any (pcre:\"/a/U\"; sid:1;)         # 40 # the pcre flag U looks at an"
                        + " application protocol, which is not supported",
                "alert tcp any any -> any any (pcre:\"/(?R)/\"; sid:1;)       # 38 # the pcre does not compile: groups"
                        + " that start with (?R are not supported",
            })
    void shouldSayWhereAndWhyARuleIsRefused(String rule, int column, String reason) {
        RuleFile file = RuleFile.read(rule.strip().getBytes(ISO_8859_1));
        assertThat(file.rules()).isEmpty();
        RefusedRule refused = file.refused().getFirst();
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused.column()).isEqualTo(column);
        assertThat(refused.summary()).startsWith("1:" + column + ": ").endsWith(" refused: " + reason);
    }

    @Test
    void shouldRefuseASidThatIsTaken() {
        RuleFile file = RuleFile.read(
                "alert ip any any -> any any (sid:7;)\n\nalert ip any any -> any any (sid:7;)".getBytes(ISO_8859_1));
        assertThat(file.rules()).hasSize(1);
        assertThat(file.refused().getFirst().summary())
                .isEqualTo("3:1: sid 7 refused: the sid stands on line 1 already");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dsize:10;", "dsize:<10;", "dsize:1<>10;", "ttl:>3;", "flags:S,CE;", "flags:*RF;", "flags:!A;",
                "seq:0;", "ack:4294967295;", "id:1;", "itype:8; icode:0;", "window:100;", "fragbits:MD+;", "sameip;",
                "tos:4;", "ip_proto:6;", "icmp_id:5;", "icmp_seq:1;",
            })
    void shouldTakeTestsOnHeaders(String options) {
        RuleFile file = RuleFile.read(("alert ip any any -> any any (" + options + " sid:1;)").getBytes(ISO_8859_1));
        assertThat(file.refused()).isEmpty();
        assertThat(file.rules().getFirst().readsStream()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "tcp     # content:\"a\";                       # true  # false",
                "tcp     # content:\"a\"; offset:1;             # true  # true",
                "tcp     # content:\"a\"; startswith;           # true  # true",
                "tcp     # content:\"a\"; dsize:>1;             # false # true",
                "tcp     # content:\"a\"; flow:no_stream;       # false # true",
                "tcp     # content:\"a\"; depth:5; flow:only_stream; # true # false",
                "tcp-pkt # content:\"a\";                       # false # true",
                "udp     # content:\"a\";                       # false # true",
                "ip      # content:\"a\";                       # true  # false",
            })
    void shouldTellWhereARulesBytesAreLookedFor(String protocol, String options, boolean stream, boolean packets) {
        Rule rule = RuleFile.read(("alert " + protocol.strip() + " any any -> any any (" + options.strip() + " sid:1;)")
                        .getBytes(ISO_8859_1))
                .rules()
                .getFirst();
        assertThat(rule.readsStream()).isEqualTo(stream);
        assertThat(rule.readsEveryPacket()).isEqualTo(packets);
    }
}
