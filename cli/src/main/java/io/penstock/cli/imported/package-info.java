// SPDX-License-Identifier: Apache-2.0
/** What {@code penstock import-netevents} tells of the items of a file: each has one fate. Called once, in the end. */
package io.penstock.cli.imported;
