// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** What pages are put together from, as it stands on the class path. */
final class PageResource {
    private static final List<String> OWN_SCRIPTS =
            List.of("text.js", "charts.js", "traces.js", "groups.js", "page.js");

    private PageResource() {}

    /** The scripts of a page in the order in which they run: libraries, then ours. */
    static List<String> scripts() {
        List<String> scripts = new ArrayList<>();
        for (ThirdPartyScript library : ThirdPartyScript.ALL) {
            // A source map is a file beside the script; with it named, a browser's tools would ask for it.
            scripts.add(read(library.path(library.script())).replaceAll("(?m)^//# sourceMappingURL=.*$", ""));
        }
        OWN_SCRIPTS.forEach(name -> scripts.add(own(name)));
        return List.copyOf(scripts);
    }

    /** A file of ours. */
    static String own(String name) {
        return read("/io/penstock/reclassify/html/" + name);
    }

    /** The terms of a library. */
    static String licence(ThirdPartyScript library) {
        return read(library.path(library.licence()));
    }

    /** Pairs of ours. */
    static Properties properties(String name) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(own(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    /** A text's bytes. */
    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The digest of a text's bytes. */
    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(utf8(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Line ends as HTML has them, since a browser hashes a script after it has made them so. */
    private static String read(String path) {
        try (InputStream in = PageResource.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
