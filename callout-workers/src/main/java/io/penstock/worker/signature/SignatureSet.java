// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature;

import io.penstock.engine.callout.ContextReader;
import io.penstock.worker.signature.match.SignatureAutomaton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** The signatures of one provider context, ready to be looked for. Immutable. */
final class SignatureSet {
    static final SignatureSet EMPTY = new SignatureSet(List.of(), new RemoteBlock(Duration.ZERO));

    private final List<Signature> signatures;
    private final SignatureAutomaton automaton;
    private final int longest;
    private final RemoteBlock remote;

    /**
     * Where a signature occurs first.
     *
     * @param name the signature's
     * @param offset of its first byte in what was searched
     */
    record Match(String name, int offset) {}

    private SignatureSet(List<Signature> signatures, RemoteBlock remote) {
        this.signatures = signatures;
        this.remote = remote;
        longest = signatures.stream()
                .mapToInt(signature -> signature.bytes().length)
                .max()
                .orElse(0);
        automaton =
                new SignatureAutomaton(signatures.stream().map(Signature::bytes).toList());
    }

    /**
     * Reads {@code {signatures: [{name, text}, {name, hex}, ...], blockRemoteSeconds: 600}}; the last may be missing.
     *
     * @throws IllegalArgumentException naming everything that is wrong
     */
    static SignatureSet of(Map<String, Object> data) {
        return ContextReader.read(data, SignatureSet::read);
    }

    /** The signatures that can be looked for. */
    static SignatureSet read(ContextReader context) {
        context.keys(List.of("signatures", RemoteBlock.KEY));
        return new SignatureSet(context.items("signatures", Signature::of), RemoteBlock.read(context));
    }

    /** What becomes of the remote address of an item that holds one. */
    RemoteBlock remote() {
        return remote;
    }

    boolean isEmpty() {
        return signatures.isEmpty();
    }

    /** So many last bytes may be the beginning of a signature, 0 for none. */
    int begun(byte[] bytes, int from, int length) {
        for (int kept = Math.min(longest - 1, length); kept > 0; kept--) {
            int start = from + length - kept;
            for (Signature signature : signatures) {
                byte[] wanted = signature.bytes();
                if (wanted.length > kept && Arrays.equals(wanted, 0, kept, bytes, start, start + kept)) {
                    return kept;
                }
            }
        }
        return 0;
    }

    /** The first occurrence of each signature that occurs, in the order of their ends. */
    List<Match> search(byte[] bytes, int from, int length) {
        if (signatures.isEmpty()) {
            return List.of();
        }
        List<Match> found = new ArrayList<>(0);
        BitSet seen = new BitSet();
        automaton.search(bytes, from, length, (pattern, end) -> {
            if (!seen.get(pattern)) {
                seen.set(pattern);
                Signature signature = signatures.get(pattern);
                found.add(new Match(signature.name(), end - signature.bytes().length));
            }
            return found.size() < signatures.size();
        });
        return found;
    }
}
