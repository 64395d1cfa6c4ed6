// SPDX-License-Identifier: Apache-2.0
package io.penstock.testsupport;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The class path of this process for processes that it starts: jars before directories, since an archive of classes can be made for jars alone and fits whatever follows
 * them. No class of ours is in two places, so the order decides nothing.
 *
 * @param jars in the order in which this process has them
 * @param directories of classes that are in no jar yet
 */
record ChildClassPath(List<Path> jars, List<Path> directories) {
    static ChildClassPath ofThisProcess() {
        List<Path> all = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists)
                .toList();
        return new ChildClassPath(
                all.stream().filter(Files::isRegularFile).toList(),
                all.stream().filter(Files::isDirectory).toList());
    }

    /** All of it between what else is given. */
    String with(List<Path> ahead, List<Path> behind) {
        return text(Stream.of(ahead, jars, directories, behind).flatMap(List::stream));
    }

    String ofJars() {
        return text(jars.stream());
    }

    private static String text(Stream<Path> places) {
        return String.join(File.pathSeparator, places.map(Path::toString).toList());
    }
}
