// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

/** Forgets everything between two calls, as a process that is killed after each commit would. */
final class RestoringWork implements TaskWork {
    private final TaskSurroundings task;
    private final TaskWork.Factory works;
    private TaskWork work;

    RestoringWork(TaskSurroundings task, TaskWork.Factory works) {
        this.task = task;
        this.works = works;
    }

    @Override
    public void restore() {
        close();
        work = works.create(task);
        work.restore();
    }

    @Override
    public void packets(Origin origin, byte[] value) {
        restore();
        work.packets(origin, value);
    }

    @Override
    public void completion(Origin origin, byte[] value) {
        restore();
        work.completion(origin, value);
    }

    @Override
    public void reinjection(Origin origin, byte[] value) {
        restore();
        work.reinjection(origin, value);
    }

    @Override
    public void refuse(Origin origin, byte[] value, String reason) {
        work.refuse(origin, value, reason);
    }

    @Override
    public void expire(long nowMs) {
        restore();
        work.expire(nowMs);
    }

    @Override
    public boolean awaitsTime() {
        return work.awaitsTime();
    }

    @Override
    public void drain() {
        work.drain();
    }

    @Override
    public void close() {
        if (work != null) {
            work.close();
        }
    }
}
