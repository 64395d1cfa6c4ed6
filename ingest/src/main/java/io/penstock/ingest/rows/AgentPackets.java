// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.rows;

import io.penstock.ingest.capture.CaptureDamage;
import io.penstock.ingest.capture.CapturedPacket;
import io.penstock.ingest.capture.PacketSource;
import java.util.List;
import java.util.Optional;

/** All packets of one agent, from one or several inputs. */
interface AgentPackets extends PacketSource, AutoCloseable {
    /** The inputs' names, in their order. */
    List<String> files();

    /** Whether packets may arrive slowly. */
    boolean live();

    /** The index of the input whose first packet is handed on now. */
    int nextStart();

    /** What ended an input early, so far as was read. */
    Optional<CaptureDamage> damageOf(int file);

    /** Bytes of the inputs read so far; from any thread. */
    long readBytes();

    @Override
    void close();

    /** One input that is no file and ends when it likes. */
    record Of(String name, PacketSource source) implements AgentPackets {
        @Override
        public boolean next(CapturedPacket packet) {
            return source.next(packet);
        }

        @Override
        public List<String> files() {
            return List.of(name);
        }

        @Override
        public boolean live() {
            return false;
        }

        @Override
        public int nextStart() {
            return 0;
        }

        @Override
        public Optional<CaptureDamage> damageOf(int file) {
            return Optional.empty();
        }

        @Override
        public long readBytes() {
            return 0;
        }

        @Override
        public void close() {
            // The source is not a file.
        }
    }
}
