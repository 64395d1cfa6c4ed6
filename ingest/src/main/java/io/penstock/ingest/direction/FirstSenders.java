// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.direction;

/**
 * Who sent first in each flow between two local ends. Bounded: the flows are kept in two generations, and when the
 * younger is full the older is forgotten, so that what is dropped depends on the packets alone.
 */
final class FirstSenders {
    private static final int KEY_NUMBERS = 5;

    private final int generationFlows;
    private final long[] key = new long[KEY_NUMBERS];
    private Generation young = new Generation();
    private Generation old = new Generation();

    FirstSenders(int generationFlows) {
        this.generationFlows = generationFlows;
    }

    /** Whether the packet's source is the end that sent first in its flow; a flow's first packet makes it so. */
    boolean sentFirst(PacketEnds ends) {
        boolean sourceIsLower = ends.sourceIsLower();
        keyOf(ends, sourceIsLower);
        int slot = young.find(key);
        if (young.isUsed(slot)) {
            return young.lowerSentFirst(slot) == sourceIsLower;
        }
        int oldSlot = old.find(key);
        boolean lowerSentFirst = old.isUsed(oldSlot) ? old.lowerSentFirst(oldSlot) : sourceIsLower;
        if (young.flows == generationFlows) {
            old = young;
            young = new Generation();
        }
        young.add(key, lowerSentFirst);
        return lowerSentFirst == sourceIsLower;
    }

    /** The same for both directions: the end that sorts lower comes first. */
    private void keyOf(PacketEnds ends, boolean sourceIsLower) {
        key[0] = sourceIsLower ? ends.sourceHigh() : ends.destinationHigh();
        key[1] = sourceIsLower ? ends.sourceLow() : ends.destinationLow();
        key[2] = sourceIsLower ? ends.destinationHigh() : ends.sourceHigh();
        key[3] = sourceIsLower ? ends.destinationLow() : ends.sourceLow();
        key[4] = ends.ports(sourceIsLower);
    }

    /** An open-addressing table; a slot holds a key and then 0 unused, 1 the lower end sent first, 2 the higher. */
    private static final class Generation {
        private static final int SLOT_NUMBERS = KEY_NUMBERS + 1;
        private static final int FIRST_SLOTS = 64;

        private long[] table = new long[SLOT_NUMBERS * FIRST_SLOTS];
        private int flows;

        private boolean isUsed(int slot) {
            return table[slot + KEY_NUMBERS] != 0;
        }

        private boolean lowerSentFirst(int slot) {
            return table[slot + KEY_NUMBERS] == 1;
        }

        private int find(long[] key) {
            int slot = home(key, 0);
            while (isUsed(slot) && !holds(slot, key)) {
                slot = after(slot);
            }
            return slot;
        }

        private boolean holds(int slot, long[] key) {
            for (int i = 0; i < KEY_NUMBERS; i++) {
                if (table[slot + i] != key[i]) {
                    return false;
                }
            }
            return true;
        }

        private void add(long[] key, boolean lowerSentFirst) {
            if (2 * SLOT_NUMBERS * (flows + 1) > table.length) {
                grow();
            }
            int slot = find(key);
            System.arraycopy(key, 0, table, slot, KEY_NUMBERS);
            table[slot + KEY_NUMBERS] = lowerSentFirst ? 1 : 2;
            flows++;
        }

        private void grow() {
            long[] before = table;
            table = new long[2 * before.length];
            for (int from = 0; from < before.length; from += SLOT_NUMBERS) {
                if (before[from + KEY_NUMBERS] != 0) {
                    int slot = home(before, from);
                    while (isUsed(slot)) {
                        slot = after(slot);
                    }
                    System.arraycopy(before, from, table, slot, SLOT_NUMBERS);
                }
            }
        }

        private int home(long[] numbers, int from) {
            long mixed = 0;
            for (int i = 0; i < KEY_NUMBERS; i++) {
                mixed = (mixed ^ numbers[from + i]) * 0x9E37_79B9_7F4A_7C15L;
                mixed ^= mixed >>> 32;
            }
            return ((int) mixed & table.length / SLOT_NUMBERS - 1) * SLOT_NUMBERS;
        }

        private int after(int slot) {
            int next = slot + SLOT_NUMBERS;
            return next == table.length ? 0 : next;
        }
    }
}
