// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import java.nio.file.Path;

/** Answers for one part. Any thread. */
interface PartAnswering {
    /**
     * Reads the part and writes its result.
     *
     * @param part index of the part, from 0
     * @param offsets what is read of it
     * @param into an empty folder
     * @throws Exception whatever keeps it from being read
     */
    void answer(int part, ReadOffsets offsets, Path into) throws Exception;
}
