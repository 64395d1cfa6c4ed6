// SPDX-License-Identifier: Apache-2.0
/** Tests of capture files against reference captures, against captures written here, and against damage. */
package io.penstock.ingest.capture;
