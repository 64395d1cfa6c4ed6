// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.direction;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The addresses of a host, as prefixes. Immutable. */
public final class LocalAddresses {
    private final IpPrefix[] prefixes;

    private LocalAddresses(IpPrefix[] prefixes) {
        this.prefixes = prefixes;
    }

    /**
     * Reads a list such as {@code 192.168.1.0/24,2001:db8::/32,10.0.0.5}; a bare address is a prefix of its full length.
     *
     * @throws IllegalArgumentException naming the item that is no prefix, and what was expected
     */
    public static LocalAddresses parse(String list) {
        return new LocalAddresses(Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .map(IpPrefix::parse)
                .toArray(IpPrefix[]::new));
    }

    /** The addresses of an interface. */
    public static LocalAddresses of(List<InetAddress> addresses) {
        return new LocalAddresses(addresses.stream()
                .map(IpAddress::of)
                .map(address -> new IpPrefix(address, address.version() == 4 ? 32 : 128))
                .toArray(IpPrefix[]::new));
    }

    boolean contains(int version, long high, long low) {
        for (IpPrefix prefix : prefixes) {
            if (prefix.contains(version, high, low)) {
                return true;
            }
        }
        return false;
    }

    /** An address and how many of its leading bits count. */
    private record IpPrefix(IpAddress address, int bits) {
        private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

        static IpPrefix parse(String text) {
            int slash = text.indexOf('/');
            IpAddress address = address(slash < 0 ? text : text.substring(0, slash), text);
            int width = address.version() == 4 ? 32 : 128;
            return new IpPrefix(address, slash < 0 ? width : bits(text.substring(slash + 1), width, text));
        }

        private static IpAddress address(String part, String text) {
            // A colon or three dots first: the JDK would also take "10.1" and names of zones.
            if (DOTTED.matcher(part).matches() || part.indexOf(':') >= 0 && part.indexOf('%') < 0) {
                try {
                    return IpAddress.of(InetAddress.ofLiteral(part));
                } catch (IllegalArgumentException notAnAddress) {
                    throw refused(text, notAnAddress);
                }
            }
            throw refused(text, null);
        }

        private static int bits(String part, int width, String text) {
            if (!part.matches("\\d{1,3}") || Integer.parseInt(part) > width) {
                throw refused(text, null);
            }
            return Integer.parseInt(part);
        }

        private static IllegalArgumentException refused(String text, IllegalArgumentException cause) {
            String what = "not an address prefix: '" + text + "'; expected one like 192.168.0.0/16 or 2001:db8::/32";
            return new IllegalArgumentException(what, cause);
        }

        boolean contains(int version, long high, long low) {
            if (version != address.version()) {
                return false;
            }
            if (version == 4) {
                return bits == 0 || (low ^ address.low()) >>> 32 - bits == 0;
            }
            if (bits <= 64) {
                return bits == 0 || (high ^ address.high()) >>> 64 - bits == 0;
            }
            return high == address.high() && (low ^ address.low()) >>> 128 - bits == 0;
        }
    }
}
