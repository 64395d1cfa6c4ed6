// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import picocli.CommandLine.IVersionProvider;

/** The version as the jar's manifest states it; a class path without a jar has none. */
final class PenstockVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = PenstockCommand.class.getPackage().getImplementationVersion();
        return new String[] {"penstock " + (version == null ? "(not packaged)" : version)};
    }
}
