// SPDX-License-Identifier: Apache-2.0
/** Tests of signature inspection. */
package io.penstock.worker.signature.match;
