// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.findings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.penstock.schemas.Finding;
import io.penstock.schemas.FindingMeasure;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Findings as JSON, a line each, in the order they come. The names and the order of their fields are a contract. One thread. */
final class FindingLog implements AutoCloseable {
    private static final int NANO_DIGITS = 9;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;

    private final JsonGenerator json;
    private boolean any;

    private FindingLog(JsonGenerator json) {
        this.json = json;
    }

    /** Creates the file, or empties it. */
    static FindingLog create(Path file) throws IOException {
        return new FindingLog(new JsonFactory()
                .createGenerator(new BufferedOutputStream(Files.newOutputStream(file)))
                .setPrettyPrinter(new MinimalPrettyPrinter("\n")));
    }

    void write(Finding found) throws IOException {
        any = true;
        json.writeStartObject();
        json.writeStringField("agent", found.getAgent());
        json.writeFieldName("n");
        if (found.getSequence() < 0) {
            json.writeNull();
        } else {
            json.writeNumber(found.getSequence());
        }
        json.writeNumberField("time", BigDecimal.valueOf(found.getCaptureTimeNanos(), NANO_DIGITS));
        json.writeStringField("callout", found.getCalloutKey());
        json.writeStringField("key", found.getKey());
        json.writeStringField("message", found.getMessage());
        json.writeStringField("direction", found.getDirection().name().toLowerCase(Locale.ROOT));
        if (found.getIpVersion() != 0) {
            ends(found);
        }
        if (!found.getMeasures().isEmpty()) {
            json.writeObjectFieldStart("measures");
            for (FindingMeasure measure : found.getMeasures()) {
                json.writeNumberField(measure.getName(), measure.getValue());
            }
            json.writeEndObject();
        }
        if (found.getFrame() != null) {
            json.writeNumberField("sampled", found.getFrame().remaining());
        }
        json.writeEndObject();
    }

    private void ends(Finding found) throws IOException {
        int protocol = found.getProtocol();
        json.writeNumberField("protocol", protocol);
        json.writeStringField("local", found.getLocal());
        json.writeNumberField(protocol == ICMP || protocol == ICMPV6 ? "icmpType" : "localPort", found.getLocalPort());
        json.writeStringField("remote", found.getRemote());
        json.writeNumberField(
                protocol == ICMP || protocol == ICMPV6 ? "icmpCode" : "remotePort", found.getRemotePort());
    }

    @Override
    public void close() throws IOException {
        if (any) {
            json.writeRaw('\n');
        }
        json.close();
    }
}
