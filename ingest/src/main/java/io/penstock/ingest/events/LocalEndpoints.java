// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The ends that events so far have shown to be the machine's own (spec 8.4, C18): the sources of connections, listens and binds. The latest ones only, so
 * that a long log costs no more memory. One file.
 */
final class LocalEndpoints {
    private static final int MOST_ENDPOINTS = 65_536;
    private static final int MOST_ADDRESSES = 4_096;

    private final Set<String> endpoints = latest(MOST_ENDPOINTS);
    private final Set<String> addresses = latest(MOST_ADDRESSES);

    private static Set<String> latest(int most) {
        return Collections.newSetFromMap(new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > most;
            }
        });
    }

    void add(String computer, String address, String port) {
        String own = computer + ' ' + address;
        endpoints.add(own + ' ' + port);
        if (!isUnspecified(address)) {
            addresses.add(own);
        }
    }

    private static boolean isUnspecified(String address) {
        return address.equals("0.0.0.0") || address.equals("::") || EventText.isNone(address);
    }

    boolean hasEndpoint(String computer, String address, String port) {
        return endpoints.contains(computer + ' ' + address + ' ' + port);
    }

    boolean hasAddress(String computer, String address) {
        return addresses.contains(computer + ' ' + address);
    }
}
