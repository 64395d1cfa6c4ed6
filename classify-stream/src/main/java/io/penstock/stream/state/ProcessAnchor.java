// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.state;

/**
 * A store that keeps nothing and says that it is persistent.
 *
 * <p>Kafka Streams draws a new process id, and with it a new transactional id, at every start of an application whose
 * stores are all in memory; a killed instance's open transaction is then not fenced but waits for its timeout. One
 * persistent store and a stable state directory keep the id.
 */
final class ProcessAnchor extends EmptyStore {
    ProcessAnchor(String name) {
        super(name);
    }

    @Override
    public boolean persistent() {
        return true;
    }
}
