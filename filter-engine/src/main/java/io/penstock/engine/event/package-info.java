// SPDX-License-Identifier: Apache-2.0
/**
 * Net events and audit events (spec 8.3, 8.4), made of what the engine tells its listener about discards and authorisations. {@link
 * io.penstock.engine.event.EngineEvents} is the way in: a listener hands it those two calls, on the engine's thread. Nothing here changes a verdict or
 * calls the engine. {@code docs/events.md} lists the fields.
 *
 * <p>{@link io.penstock.engine.event.RecordedEvent} is what a Windows machine recorded of its own; who reads its files makes these ({@code docs/netevents.md}).
 */
package io.penstock.engine.event;
