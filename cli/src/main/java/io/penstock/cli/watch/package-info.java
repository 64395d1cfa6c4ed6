// SPDX-License-Identifier: Apache-2.0
/**
 * What a process tells of itself over HTTP: its metrics, whether it lives and whether it is ready.
 *
 * <p>The commands open a {@link io.penstock.cli.watch.Watch} before anything else and name their parts to it as they start; requests are answered on threads of
 * the server's own.
 */
package io.penstock.cli.watch;
