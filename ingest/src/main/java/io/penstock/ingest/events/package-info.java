// SPDX-License-Identifier: Apache-2.0
/**
 * Reads what a Windows machine recorded (spec 8.3, 8.4, 9.4): net events as {@code netsh wfp show netevents} prints them, and events 5150 to 5159 of the
 * security log in XML or JSON, one after the other, whatever the file's size. {@link io.penstock.ingest.events.EventReader} is the way in; what could
 * not be understood is counted, never left out in silence ({@code docs/netevents.md}). A reader belongs to one thread.
 */
package io.penstock.ingest.events;
