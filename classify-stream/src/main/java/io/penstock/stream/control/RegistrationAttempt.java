// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import java.util.List;

/** Registers or unregisters callouts, those left out that are so already. */
record RegistrationAttempt(List<ControlChange> changes) implements ControlAttempt<Boolean> {

    @Override
    public Boolean make(ControlState state, ControlAppender appender) {
        return appender.write(changes, state);
    }

    @Override
    public boolean stands(ControlState state) {
        return changes.stream().noneMatch(state::isNews);
    }
}
