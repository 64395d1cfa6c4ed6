// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas.registry;

import io.penstock.schemas.WireFormat;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings of a schema registry among the properties that a user gives for Kafka's clients. All begin with {@code schema.registry.}; those for credentials and TLS
 * are called as Confluent's clients call them. Stateless.
 */
public final class RegistryProperties {
    /** Before the name of each. */
    public static final String PREFIX = "schema.registry.";

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final int LONGEST_TIMEOUT_MS = 600_000;
    private static final String URL = PREFIX + "url";
    private static final String CONFLUENT_INTERFACE = "/apis/ccompat/v7";
    private static final Pattern URI_OF_SERVER = Pattern.compile("https?://[^/]+");
    private static final String USER_INFO = PREFIX + "basic.auth.user.info";
    private static final String TOKEN = PREFIX + "bearer.auth.token";

    private final Map<String, String> ours = new HashMap<>();

    private RegistryProperties(Map<String, String> properties) {
        properties.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                ours.put(name, value.strip());
            }
        });
    }

    /**
     * What Kafka's clients get of a user's properties: with a registry, its {@link WireFormat} in the place of its settings. Nothing is asked of it yet.
     *
     * @throws IllegalArgumentException if a setting is unknown or has no value that it can have; the message names it
     */
    public static Map<String, Object> clients(Map<String, String> properties) {
        Map<String, Object> clients = new HashMap<>(properties);
        clients.keySet().removeIf(name -> name.startsWith(PREFIX));
        RegistryProperties settings = new RegistryProperties(properties);
        if (!settings.ours.isEmpty()) {
            clients.put(WireFormat.SETTING, settings.format());
        }
        return clients;
    }

    private WireFormat format() {
        String url = take("url").orElseThrow(() -> new IllegalArgumentException(any() + " is set, but not " + URL));
        String base = base(url);
        boolean autoRegister = flag("auto.register");
        boolean writes = flag("write");
        Duration timeout = timeout();
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(timeout);
        RegistryTls.of(this).ifPresent(client::sslContext);
        RegistryHttp http = new RegistryHttp(client.build(), base, authorization(), timeout);
        if (!ours.isEmpty()) {
            throw new IllegalArgumentException(any() + " is no setting of a schema registry");
        }
        return WireFormat.registered(
                new HttpSchemaRegistry(new RegistryQuestion(url, http, timeout), autoRegister), writes);
    }

    /** A setting, which is then no unknown one. */
    Optional<String> take(String name) {
        return Optional.ofNullable(ours.remove(PREFIX + name));
    }

    private String any() {
        return ours.keySet().stream().sorted().findFirst().orElseThrow();
    }

    /** Of an Apicurio Registry the address of the server will do, or that of its own interface; of others it is that of the interface, whose path may be a slash. */
    private static String base(String url) {
        boolean isServer = URI_OF_SERVER.matcher(url).matches();
        String address = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        try {
            URI parsed = URI.create(address);
            if (parsed.getHost() != null && ("http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme()))) {
                int own = address.indexOf("/apis/registry/");
                String server = own < 0 ? address : address.substring(0, own);
                return own >= 0 || isServer ? server + CONFLUENT_INTERFACE : server;
            }
        } catch (IllegalArgumentException malformed) {
            // Said below.
        }
        throw new IllegalArgumentException(URL + " is \"" + url + "\", expected http://HOST:PORT or https://HOST:PORT");
    }

    private boolean flag(String name) {
        String value = take(name).orElse("true");
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException(PREFIX + name + " is \"" + value + "\", expected true or false");
        };
    }

    private Duration timeout() {
        Optional<String> value = take("timeout.ms");
        if (value.isEmpty()) {
            return DEFAULT_TIMEOUT;
        }
        try {
            int millis = Integer.parseInt(value.get());
            if (millis >= 1 && millis <= LONGEST_TIMEOUT_MS) {
                return Duration.ofMillis(millis);
            }
        } catch (NumberFormatException none) {
            // Said below.
        }
        throw new IllegalArgumentException(
                PREFIX + "timeout.ms is \"" + value.get() + "\", expected 1 to " + LONGEST_TIMEOUT_MS);
    }

    private Optional<String> authorization() {
        Optional<String> user = take("basic.auth.user.info");
        Optional<String> token = take("bearer.auth.token");
        if (user.isPresent() && token.isPresent()) {
            throw new IllegalArgumentException("either " + USER_INFO + " or " + TOKEN);
        }
        if (user.isPresent() && user.get().indexOf(':') < 1) {
            throw new IllegalArgumentException(USER_INFO + " is not NAME:PASSWORD");
        }
        return user.map(RegistryProperties::basic).or(() -> token.map(value -> "Bearer " + value));
    }

    private static String basic(String userInfo) {
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }
}
