// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.classify.Verdict;
import io.penstock.ingest.rows.RowSource;
import io.penstock.reclassify.PacketFeed;
import io.penstock.reclassify.PacketName;
import java.util.Optional;

/** The packets of one agent's captures. One thread. */
final class CaptureFeed implements PacketFeed {
    private final RowSource source;
    private final String agent;
    private final int number;

    /** {@code agent} is the agent's name among all captures of the command, {@code number} its number there, from 0. */
    CaptureFeed(RowSource source, String agent, int number) {
        this.source = source;
        this.agent = agent;
        this.number = number;
    }

    @Override
    public boolean next() {
        return source.next();
    }

    @Override
    public byte[] rows() {
        return source.rows();
    }

    @Override
    public int row() {
        return 0;
    }

    @Override
    public void point(Item item, PolicyRevision revision) {
        item.agent(agent, agent, 1);
        CapturedItem.point(item, number, source.row(), source.packet(), source.sequence(), revision);
    }

    @Override
    public PacketName name() {
        return new PacketName.OfFile(source(), source.packet().number());
    }

    @Override
    public String source() {
        return source.files().get(source.fileIndex());
    }

    @Override
    public String host() {
        return agent;
    }

    @Override
    public String application() {
        return "";
    }

    @Override
    public Optional<Verdict> recorded() {
        return Optional.empty();
    }

    @Override
    public void close() {
        source.close();
    }
}
