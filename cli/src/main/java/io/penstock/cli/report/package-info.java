// SPDX-License-Identifier: Apache-2.0
/**
 * What a run comes to: the numbers, whether they balance, and their two forms, a page for a person and an object for a program.
 */
package io.penstock.cli.report;
