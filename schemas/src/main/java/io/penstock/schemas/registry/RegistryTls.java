// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** The certificates by which a registry and Penstock know each other, where the settings name stores of them; else the JDK's. Stateless. */
final class RegistryTls {
    private static final String TRUST = "ssl.truststore.";
    private static final String KEYS = "ssl.keystore.";

    private RegistryTls() {}

    /**
     * @throws IllegalArgumentException if a store cannot be read
     */
    static Optional<SSLContext> of(RegistryProperties settings) {
        Optional<KeyStore> trusted = store(settings, TRUST);
        Optional<String> keyPassword = settings.take("ssl.key.password");
        Optional<String> storePassword = settings.take(KEYS + "password");
        Optional<KeyStore> own = store(settings, KEYS, storePassword);
        if (trusted.isEmpty() && own.isEmpty()) {
            return Optional.empty();
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    own.isEmpty() ? null : keys(own.get(), keyPassword.or(() -> storePassword)),
                    trusted.isEmpty() ? null : trust(trusted.get()),
                    null);
            return Optional.of(context);
        } catch (GeneralSecurityException refused) {
            throw new IllegalArgumentException(RegistryProperties.PREFIX + "ssl.*: " + refused.getMessage(), refused);
        }
    }

    private static KeyManager[] keys(KeyStore own, Optional<String> password) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(own, characters(password));
        return factory.getKeyManagers();
    }

    private static TrustManager[] trust(KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }

    private static Optional<KeyStore> store(RegistryProperties settings, String prefix) {
        return store(settings, prefix, settings.take(prefix + "password"));
    }

    private static Optional<KeyStore> store(RegistryProperties settings, String prefix, Optional<String> password) {
        Optional<String> location = settings.take(prefix + "location");
        String type = settings.take(prefix + "type").orElse("PKCS12");
        return location.map(file -> load(prefix, file, type, password));
    }

    private static KeyStore load(String prefix, String file, String type, Optional<String> password) {
        try (var in = Files.newInputStream(Path.of(file))) {
            KeyStore store = KeyStore.getInstance(type);
            store.load(in, characters(password));
            return store;
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new IllegalArgumentException(
                    RegistryProperties.PREFIX + prefix + "location " + file + ": " + unreadable.getMessage(),
                    unreadable);
        }
    }

    private static char[] characters(Optional<String> password) {
        return password.map(String::toCharArray).orElse(null);
    }
}
