// SPDX-License-Identifier: Apache-2.0
/** What {@code penstock policy} prints about a policy for a person. Nothing here reads or decides anything. */
package io.penstock.cli.policy;
