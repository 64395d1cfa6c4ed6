// SPDX-License-Identifier: Apache-2.0
package io.penstock.testsupport;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Makes the {@link ClassArchive} of a module before its first test. JUnit finds it as a service. */
public final class ClassArchiveListener implements LauncherSessionListener {
    /** For JUnit. */
    public ClassArchiveListener() {}

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        ClassArchive.make();
    }
}
