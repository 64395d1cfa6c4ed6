// SPDX-License-Identifier: Apache-2.0
/** How long a pended packet waits, beside a plain request and reply over the same broker with the same clients. */
package io.penstock.bench.pend;
