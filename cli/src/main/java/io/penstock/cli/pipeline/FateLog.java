// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import io.penstock.schemas.Injection;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which packets of a run were permitted, and what was injected in others' place: what leaves, in the order of capture. One writer, read after it. */
public final class FateLog {
    private final Map<String, BitSet> permitted = new HashMap<>();
    private final Map<String, Map<Long, List<Clone>>> clones = new HashMap<>();

    /** A frame that leaves in a packet's place. */
    public record Clone(byte[] frame, long wireLength, int linkType, int interfaceId) {}

    void permitted(String agent, long sequence) {
        permitted.computeIfAbsent(agent, key -> new BitSet()).set(Math.toIntExact(sequence));
    }

    void injected(Injection injection) {
        ByteBuffer frame = injection.getFrame().duplicate();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        clones.computeIfAbsent(injection.getAgent(), key -> new HashMap<>())
                .computeIfAbsent(injection.getSequence(), key -> new ArrayList<>())
                .add(new Clone(bytes, Math.max(bytes.length, injection.getWireLength()), injection.getLinkType(), (int)
                        injection.getInterfaceId()));
    }

    /** Whether the packet leaves as it was captured. */
    public boolean isPermitted(String agent, long sequence) {
        BitSet fates = permitted.get(agent);
        return fates != null && fates.get(Math.toIntExact(sequence));
    }

    /** What leaves in the packet's place. */
    public List<Clone> clonesOf(String agent, long sequence) {
        return clones.getOrDefault(agent, Map.of()).getOrDefault(sequence, List.of());
    }
}
