// SPDX-License-Identifier: Apache-2.0
/** Tests of what becomes of recorded events, without a broker. */
package io.penstock.ingest.recorded;
