// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;

/** Time that passes when the test says so, or when a call waits; something may happen meanwhile. */
final class ManualTime implements EngineTime {
    long nowMillis;
    /** What happens during the next waits, one by one. */
    final Deque<Runnable> whileWaiting = new ArrayDeque<>();

    @Override
    public long nowMillis() {
        return nowMillis;
    }

    @Override
    public void await(Condition released, long millis) {
        Runnable meanwhile = whileWaiting.poll();
        if (meanwhile == null) {
            nowMillis += millis;
        } else {
            meanwhile.run();
        }
    }
}
