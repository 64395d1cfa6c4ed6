// SPDX-License-Identifier: Apache-2.0
package io.penstock.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * What Kafka has to find in a node's directories before its first start.
 *
 * @param metadataDirectory where the controller's log is, one of the directories or another
 * @param scramUsers passwords by name
 */
record StorageFormat(
        int nodeId,
        String clusterId,
        String controllerListener,
        String metadataDirectory,
        List<String> directories,
        Map<String, String> scramUsers) {

    /**
     * Writes it where it is missing.
     *
     * @return whether it was missing: where meta.properties is, it has been written
     * @throws BrokerStartException if Kafka refuses
     * @throws IOException if a directory cannot be written
     */
    boolean applyIfNew() throws IOException {
        if (Files.exists(Path.of(metadataDirectory, "meta.properties"))) {
            return false;
        }
        Formatter formatter = new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(clusterId)
                .setNodeId(nodeId)
                .setControllerListenerName(controllerListener)
                .setMetadataLogDirectory(metadataDirectory)
                .setDirectories(directories)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setScramArguments(scramUsers.entrySet().stream()
                        .map(user ->
                                "SCRAM-SHA-512=[name=\"" + user.getKey() + "\",password=\"" + user.getValue() + "\"]")
                        .toList());
        try {
            formatter.run();
            return true;
        } catch (IOException unusable) {
            throw unusable;
        } catch (Exception refused) {
            throw new BrokerStartException(
                    "the broker's directory " + metadataDirectory + " cannot be formatted: " + refused.getMessage(),
                    refused);
        }
    }
}
