// SPDX-License-Identifier: Apache-2.0
/** Tests of the reading of events that Windows recorded. */
package io.penstock.ingest.events;
