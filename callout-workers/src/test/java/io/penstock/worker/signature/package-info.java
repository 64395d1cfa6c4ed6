// SPDX-License-Identifier: Apache-2.0
/** Signature inspection, held against a search that looks everywhere. */
package io.penstock.worker.signature;
