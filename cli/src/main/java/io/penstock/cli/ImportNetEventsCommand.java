// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.penstock.cli.imported.ImportedEventsJson;
import io.penstock.cli.imported.ImportedEventsPage;
import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.cli.pipeline.TemporaryDirectory;
import io.penstock.cli.score.EventJson;
import io.penstock.cli.score.EventReportPage;
import io.penstock.engine.policy.document.export.ExportException;
import io.penstock.ingest.events.EventReport;
import io.penstock.ingest.publish.EventPublisher;
import io.penstock.ingest.recorded.EventImport;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock import-netevents}: publishes what a Windows machine recorded. */
@Command(
        name = "import-netevents",
        description = {
            "Publish what a Windows machine recorded, as discards and connections: its drops count beside ours.",
            "Events are netsh wfp show netevents, or events 5150 to 5159 of the security log in XML or JSON.",
            "The file is read whole before anything is published. An event counts once, however often it is imported."
        },
        mixinStandardHelpOptions = true,
        versionProvider = PenstockVersion.class,
        footer = {"", "Example:", "  penstock import-netevents netevents.xml --host WS7 --bootstrap 127.0.0.1:9092"})
final class ImportNetEventsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The events; - is standard input.")
    private String file;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "Whose events they are (default: as each event says, else the file's name).")
    private String host = "";

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    ImportNetEventsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, ExportException {
        kafka.required();
        EventSource source = new EventSource(file, terminal.in());
        if (source.canBeReadTwice()) {
            publish(source);
            return ExitCode.DONE;
        }
        try (TemporaryDirectory folder = TemporaryDirectory.make("penstock-import-")) {
            source.copyTo(folder.path().resolve("events"));
            publish(source);
        }
        return ExitCode.DONE;
    }

    private void publish(EventSource source) throws IOException, ExportException {
        source.read(host, event -> {});
        KafkaClientSettings cluster = kafka.ready();
        try (EventPublisher publisher = EventPublisher.open(cluster.client())) {
            EventImport events = new EventImport(source.name(), publisher);
            EventReport report = source.read(host, events);
            events.finish();
            publisher.flush();
            print(report, events);
        }
    }

    private void print(EventReport report, EventImport events) throws IOException {
        if (!json) {
            EventReportPage.lines(report).forEach(terminal.err()::println);
            ImportedEventsPage.lines(report, events).forEach(terminal.out()::println);
            return;
        }
        JsonGenerator out =
                new JsonFactory().createGenerator(terminal.out()).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        out.writeStartObject();
        ImportedEventsJson.write(out, report, events);
        EventJson.report(out, report);
        out.writeEndObject();
        out.writeRaw('\n');
        out.close();
    }
}
