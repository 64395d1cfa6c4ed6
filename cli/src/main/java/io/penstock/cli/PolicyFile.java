// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.pipeline.CalloutCode;
import io.penstock.cli.report.RevisionText;
import io.penstock.cli.report.RunSummary.PolicyName;
import io.penstock.engine.policy.CalloutObject;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.PolicyComments;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.stream.control.ActivatedRevision;
import io.penstock.stream.control.PolicyLog;
import io.penstock.stream.control.PolicyToActivate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A policy as read from its document.
 *
 * @param name what the user calls it
 * @param policy what it says
 * @param document the bytes it was read from
 * @param places where each filter stands, by key
 * @param comments of the document and of what it includes
 * @param isWhole whether the bytes say all, so that they include no other document
 */
record PolicyFile(
        String name,
        Policy policy,
        byte[] document,
        Map<String, PolicyDocument.Place> places,
        PolicyComments comments,
        boolean isWhole) {
    private static final String SAMPLE = "policy.yaml";

    /**
     * Reads a policy.
     *
     * @param file its path, {@code -} for standard input, or null for the sample policy
     */
    static PolicyFile read(String file, InputStream standardInput) throws PolicyErrors {
        if (file == null) {
            return of("the sample policy", sample(), null);
        }
        try {
            return file.equals("-")
                    ? of(file, noExport(file, standardInput.readNBytes(PolicyDocument.MAX_BYTES + 1)), null)
                    : of(file, noExport(file, document(Path.of(file))), Path.of(file));
        } catch (IOException | InvalidPathException unreadable) {
            String why = unreadable instanceof IOException io ? ErrorLines.ioText(io) : unreadable.getMessage();
            throw CommandFailure.badInput(why.startsWith(file) ? why : file + ": " + why);
        }
    }

    private static byte[] noExport(String file, byte[] read) {
        if (PolicySource.isExport(read)) {
            throw CommandFailure.badInput(file + ":1:1: XML — expected a policy in YAML or JSON; penstock policy"
                    + " import-wfp makes one of a Windows machine's export");
        }
        return read;
    }

    /** No more than may be used: what lies on a disk may be of any size. */
    private static byte[] document(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(PolicyDocument.MAX_BYTES + 1);
        }
    }

    /** @param file where the document was read, null if it can include nothing */
    static PolicyFile of(String name, byte[] document, Path file) throws PolicyErrors {
        PolicyDocument.Located read = PolicyDocument.located(name, document, file, CalloutCode.lookup());
        return new PolicyFile(
                name,
                read.policy(),
                document,
                read.places(),
                read.comments(),
                read.included().isEmpty());
    }

    /**
     * The policy as one document that needs no other file: as it was read, where that says all, or else spelled out.
     */
    byte[] whole() {
        if (isWhole) {
            return document.clone();
        }
        byte[] spelledOut = PolicyDocument.yaml(policy, comments).getBytes(StandardCharsets.UTF_8);
        if (spelledOut.length > PolicyDocument.MAX_BYTES) {
            throw CommandFailure.badInput(name + ": with all that it includes it has " + spelledOut.length
                    + " bytes spelled out — expected at most " + PolicyDocument.MAX_BYTES);
        }
        return spelledOut;
    }

    /** What a cluster is to have in force. */
    PolicyToActivate activation(String activeName) {
        return PolicyToActivate.of(activeName, policy, whole());
    }

    /** A policy that is in force at a cluster, or was. */
    static PolicyFile of(PolicyLog log, ActivatedRevision revision) throws PolicyErrors {
        return of(RevisionText.withOrigin(revision), log.document(revision.version()), null);
    }

    private static byte[] sample() {
        try (InputStream in = PolicyFile.class.getResourceAsStream(SAMPLE)) {
            if (in == null) {
                throw CommandFailure.outside(
                        "this build of the command lacks its sample policy; name one with --policy", null);
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw CommandFailure.outside("the sample policy cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    PolicyName title() {
        return new PolicyName(
                name,
                policy.version(),
                policy.inertCallouts().stream().map(CalloutObject::calloutKey).toList());
    }
}
