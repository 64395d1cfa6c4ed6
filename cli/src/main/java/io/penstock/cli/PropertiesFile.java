// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** A file of properties that an option names. */
final class PropertiesFile {
    private PropertiesFile() {}

    /** Its properties; bad input where there is no such file or it is none of properties. */
    static Map<String, String> read(String option, String file) {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file))) {
            read.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            String why = unreadable instanceof IOException io ? ErrorLines.ioText(io) : unreadable.getMessage();
            throw CommandFailure.badInput(option + " " + file + ": " + why);
        }
        Map<String, String> properties = new HashMap<>();
        read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
        return properties;
    }
}
