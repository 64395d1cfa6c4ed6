// SPDX-License-Identifier: Apache-2.0
/** Tests of the signatures command's parts. */
package io.penstock.cli.signature;
