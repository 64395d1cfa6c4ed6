// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code penstock} command, a class per subcommand, and the wiring of every other module.
 *
 * <p>Results go to standard output, everything else to standard error; exit codes are part of the contract.
 */
package io.penstock.cli;
