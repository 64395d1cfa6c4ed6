// SPDX-License-Identifier: Apache-2.0
/** What callouts found, as files that users ask for: JSON lines, and the packets that were taken as samples. One thread each. */
package io.penstock.cli.findings;
