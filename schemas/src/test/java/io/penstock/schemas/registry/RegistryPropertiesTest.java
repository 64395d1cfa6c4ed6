// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.schemas.SchemaRegistryException;
import io.penstock.schemas.WireFormat;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryPropertiesTest {
    /** Nobody listens there. */
    private static final String NOWHERE = "http://127.0.0.1:1";

    @Test
    void shouldPassKafkasPropertiesOnAsTheyAreWhereThereIsNoRegistry() {
        Map<String, String> kafka = Map.of("security.protocol", "SSL", "client.rack", "a");
        assertThat(RegistryProperties.clients(kafka)).isEqualTo(kafka);
    }

    @Test
    void shouldKeepTheRegistrysSettingsFromKafkasClients() {
        Map<String, Object> clients = RegistryProperties.clients(Map.of(
                "client.rack", "a",
                "schema.registry.url", NOWHERE,
                "schema.registry.basic.auth.user.info", "ann:secret",
                "schema.registry.timeout.ms", "500"));
        assertThat(clients).containsOnlyKeys("client.rack", WireFormat.SETTING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                NOWHERE,
                NOWHERE + "/",
                NOWHERE + "/apis/registry/v3",
                NOWHERE + "/apis/ccompat/v7",
                " https://registry.example:8443 "
            })
    void shouldTakeTheRegistrysAddressOrThatOfAnInterfaceOfIt(String url) {
        assertThat(RegistryProperties.clients(Map.of("schema.registry.url", url)))
                .containsKey(WireFormat.SETTING);
    }

    @ParameterizedTest
    @CsvSource({
        "schema.registry.url, registry:8080, 'expected http://HOST:PORT'",
        "schema.registry.url, ftp://registry, 'expected http://HOST:PORT'",
        "schema.registry.write, yes, 'expected true or false'",
        "schema.registry.auto.register, 1, 'expected true or false'",
        "schema.registry.timeout.ms, 0, 'expected 1 to 600000'",
        "schema.registry.timeout.ms, 10s, 'expected 1 to 600000'"
    })
    void shouldNameASettingThatHasNoValueItCanHave(String name, String value, String expected) {
        Map<String, String> properties = new HashMap<>(Map.of("schema.registry.url", NOWHERE));
        properties.put(name, value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RegistryProperties.clients(properties))
                .withMessageStartingWith(name + " is \"" + value + "\"")
                .withMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "schema.registry.auto.registr, false, schema.registry.auto.registr is no setting of a schema registry",
        "schema.registry.basic.auth.user.info, ann, schema.registry.basic.auth.user.info is not NAME:PASSWORD",
        "schema.registry.ssl.truststore.location, /no/such/store, schema.registry.ssl.truststore.location"
                + " /no/such/store"
    })
    void shouldRefuseWhatItCannotUse(String name, String value, String message) {
        Map<String, String> properties = new HashMap<>(Map.of("schema.registry.url", NOWHERE));
        properties.put(name, value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RegistryProperties.clients(properties))
                .withMessageStartingWith(message);
    }

    @Test
    void shouldRefuseSettingsOfARegistryThatIsNotNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RegistryProperties.clients(Map.of("schema.registry.write", "false")))
                .withMessage("schema.registry.write is set, but not schema.registry.url");
    }

    @Test
    void shouldSayWhichRegistryDoesNotAnswerOnceTheTimeIsOver() {
        Map<String, Object> clients = RegistryProperties.clients(
                Map.of("schema.registry.url", NOWHERE, "schema.registry.timeout.ms", "3000"));
        assertThatThrownBy(() -> WireFormat.of(clients).serializer())
                .isInstanceOfSatisfying(
                        SchemaRegistryException.class,
                        away -> assertThat(away.isLasting()).isFalse())
                .hasMessage("the schema registry at " + NOWHERE
                        + " does not give the ids of Penstock's schemas: it cannot be reached");
    }
}
