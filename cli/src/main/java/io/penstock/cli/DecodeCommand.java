// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.dissect.DecodedLine;
import io.penstock.ingest.capture.CaptureReader;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.capture.CapturedPacket;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock decode}: what the decoder sees, a line per packet. */
@Command(
        name = "decode",
        description = "Print what the decoder sees of a capture, a line per packet, in tshark's words.",
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {"", "Example:", "  penstock decode samples/office.pcapng | head"})
final class DecodeCommand implements Callable<Integer> {
    /** The forms that lines come in. */
    enum Format {
        tsv,
        jsonl
    }

    private final Terminal terminal;
    private final PacketDecoder decoder = new PacketDecoder();
    private final RowBuffer row = new RowBuffer().frameSnap(0);
    private final StringBuilder text = new StringBuilder();

    @Parameters(paramLabel = "FILE", description = "A pcap or pcapng file, plain or gzip; - is standard input.")
    private String file;

    @Option(
            names = "--format",
            defaultValue = "tsv",
            paramLabel = "tsv|jsonl",
            description = "Columns with a header line, or a JSON object per line (default: tsv).")
    private Format format;

    @Option(
            names = "--tunnels",
            description = "List the packets inside of tunnels too, outermost first, joined by commas.")
    private boolean tunnels;

    DecodeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        DecodedLine line = new DecodedLine(tunnels);
        CapturedPacket packet = new CapturedPacket();
        try (CaptureReader reader = CaptureReader.open(CaptureSource.of(file, terminal.in()))) {
            if (format == Format.tsv) {
                terminal.out().println(DecodedLine.tsvHeader());
            }
            while (reader.next(packet) && !isReaderGone(packet.number())) {
                print(packet, line);
            }
            terminal.out().flush();
            reader.damage().ifPresent(damage -> terminal.say(damage.text()));
        }
        return ExitCode.DONE;
    }

    /** Whether whoever read the lines has closed the pipe; looked at now and then, since looking flushes. */
    private boolean isReaderGone(long number) {
        return number % 4096 == 0 && terminal.out().checkError();
    }

    private void print(CapturedPacket packet, DecodedLine line) {
        row.clear();
        decoder.decode(
                packet.buffer(),
                packet.offset(),
                packet.capturedLengthBytes(),
                packet.wireLengthBytes(),
                packet.linkType(),
                packet.number(),
                packet.captureTimeNanos(),
                packet.interfaceId(),
                row);
        line.read(
                row.rows(),
                0,
                packet.buffer(),
                packet.offset(),
                packet.capturedLengthBytes(),
                packet.captureTime().toString());
        text.setLength(0);
        if (format == Format.tsv) {
            line.appendTsv(text);
        } else {
            line.appendJson(text);
        }
        terminal.out().append(text).append('\n');
    }
}
