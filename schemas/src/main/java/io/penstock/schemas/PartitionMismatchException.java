// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import java.util.List;

/** Topics are missing or have a number of partitions that does not fit the others. The message is one sentence that names them all. */
public final class PartitionMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PartitionMismatchException(List<String> faults) {
        super("the topics' partitions do not fit together (" + String.join(", ", faults)
                + "): partition counts are fixed when the topics are made, so make a new generation of topics");
    }
}
