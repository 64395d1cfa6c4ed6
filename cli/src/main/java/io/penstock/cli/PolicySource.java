// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.PolicyComments;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.engine.policy.document.PolicyImport;
import io.penstock.engine.policy.document.export.ExportException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A policy out of a document, or out of a Windows machine's export: what stands first in the file tells which it is.
 *
 * @param name what the user calls it
 * @param policy what it says
 * @param comments of a document; an export has none
 * @param places where each filter stands, by key
 * @param unregistered callouts that an export says had no code on its machine; of documents nothing is known
 */
record PolicySource(
        String name,
        Policy policy,
        PolicyComments comments,
        Map<String, PolicyDocument.Place> places,
        Set<String> unregistered) {
    private static final int LOOK_BYTES = 64;

    static PolicySource read(String file, InputStream standardInput) throws PolicyErrors, ExportException {
        try (InputStream in = new BufferedInputStream(open(file, standardInput))) {
            in.mark(LOOK_BYTES);
            boolean export = isExport(in.readNBytes(LOOK_BYTES));
            in.reset();
            if (export) {
                PolicyImport imported = PolicyImport.read(file, in, Map.of());
                return new PolicySource(
                        file, imported.policy(), PolicyComments.NONE, places(file, imported), imported.unregistered());
            }
            Path path = file.equals("-") ? null : Path.of(file);
            byte[] document = in.readNBytes(PolicyDocument.MAX_BYTES + 1);
            PolicyFile read = PolicyFile.of(file, document, path);
            return new PolicySource(file, read.policy(), read.comments(), read.places(), Set.of());
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable);
        }
    }

    private static Map<String, PolicyDocument.Place> places(String file, PolicyImport imported) {
        Map<String, PolicyDocument.Place> places = new HashMap<>();
        imported.lines().forEach((key, line) -> places.put(key, new PolicyDocument.Place(file, line)));
        return places;
    }

    static PolicyImport imported(String file, InputStream standardInput, Map<String, Integer> weights)
            throws ExportException {
        try (InputStream in = new BufferedInputStream(open(file, standardInput))) {
            return PolicyImport.read(file, in, weights);
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable);
        }
    }

    /** XML begins with a bracket, behind marks and white space; no document in YAML or JSON does. */
    static boolean isExport(byte[] start) {
        for (byte b : start) {
            boolean mark = b < 0 || b == 0;
            if (!mark && !Character.isWhitespace(b)) {
                return b == '<';
            }
        }
        return false;
    }

    private static InputStream open(String file, InputStream standardInput) throws IOException {
        try {
            return file.equals("-") ? standardInput : Files.newInputStream(Path.of(file));
        } catch (InvalidPathException unreadable) {
            throw new IOException(unreadable.getMessage(), unreadable);
        }
    }

    private static CommandFailure unreadable(String file, IOException unreadable) {
        String why = ErrorLines.ioText(unreadable);
        return CommandFailure.badInput(why.startsWith(file) ? why : file + ": " + why);
    }
}
