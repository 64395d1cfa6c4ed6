// SPDX-License-Identifier: Apache-2.0
/**
 * Publishes what a Windows machine recorded (spec 8.2 to 8.4): drops on {@code penstock.discards}, where they are counted beside our own, and connections,
 * listens and binds on {@code penstock.flows}. {@link io.penstock.ingest.recorded.EventImport} is the way in: it listens to an {@link
 * io.penstock.ingest.events.EventReader}. Each event has a number by which whoever counts knows it again ({@link
 * io.penstock.ingest.recorded.EventNumbers}), and ends in one fate. One file, one thread. {@code docs/netevents.md} has the tables.
 */
package io.penstock.ingest.recorded;
