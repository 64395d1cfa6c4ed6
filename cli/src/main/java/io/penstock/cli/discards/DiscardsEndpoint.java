// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.discards;

import io.penstock.stream.ClassifyService;
import io.penstock.stream.counts.DiscardField;
import io.penstock.stream.counts.StoredDiscards;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/**
 * What an instance of the topology answers at {@value InstanceClient#PATH}: the counts in its own stores, and, unless the question has {@code scope=local}, those in the
 * stores of all others, which it asks. Thread-safe.
 */
public final class DiscardsEndpoint implements AutoCloseable {
    private final ClassifyService service;
    private final String own;
    private final int partitions;
    private final InstanceClient others = new InstanceClient();

    /**
     * Answers for an instance.
     *
     * @param own where it tells others that it is, HOST:PORT
     * @param partitions of the topic of discards
     */
    public DiscardsEndpoint(ClassifyService service, String own, int partitions) {
        this.service = service;
        this.own = own;
        this.partitions = partitions;
    }

    /**
     * The answer to a question.
     *
     * @param query what stands behind the question mark: {@code by}, {@code since} in nanoseconds since 1970, {@code scope}; null none
     * @return JSON, on one line
     * @throws IllegalArgumentException if the question is none
     * @throws IOException if the stores cannot be asked now; the message says why
     */
    public String answer(String query) throws IOException {
        Map<String, String> parameters = parameters(query);
        DiscardQuestion question = question(parameters);
        StoredDiscards found = local(question);
        if (!"local".equals(parameters.get("scope"))) {
            askOthers(question, found);
        }
        return StoredDiscardsJson.write(found);
    }

    private StoredDiscards local(DiscardQuestion question) throws IOException {
        try {
            return service.discards(question.by(), question.sinceNanos());
        } catch (KafkaException notRunning) {
            throw new IOException(own + " cannot ask its stores now: " + notRunning.getMessage(), notRunning);
        }
    }

    private void askOthers(DiscardQuestion question, StoredDiscards found) throws IOException {
        List<String> instances = new ArrayList<>(service.instances());
        instances.remove(own);
        for (String instance : instances) {
            StoredDiscards theirs;
            try {
                theirs = others.ask(instance, question, false);
            } catch (IOException silent) {
                throw new IOException("instance " + instance + " does not answer: " + silent.getMessage(), silent);
            }
            if (!found.add(theirs)) {
                throw new IOException("partitions are moving between instances");
            }
        }
        int answered = found.keptFrom().size();
        if (answered != partitions) {
            throw new IOException("instances that can be asked hold " + answered + " of " + partitions + " partitions");
        }
    }

    private static DiscardQuestion question(Map<String, String> parameters) {
        List<DiscardField> by = DiscardField.parse(parameters.getOrDefault("by", ""));
        String since = parameters.getOrDefault("since", Long.toString(Long.MIN_VALUE));
        return new DiscardQuestion(by, Long.parseLong(since));
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String each : query == null || query.isEmpty() ? new String[0] : query.split("&")) {
            String[] parts = each.split("=", 2);
            parameters.put(parts[0], parts.length == 1 ? "" : parts[1]);
        }
        return parameters;
    }

    @Override
    public void close() {
        others.close();
    }
}
