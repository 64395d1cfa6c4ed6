// SPDX-License-Identifier: Apache-2.0
/**
 * What travels on topics: Avro records, the topic catalogue and the wire format.
 *
 * <p>Knows nothing of the engine's values; the module that crosses between the two owns the codec. Everything here is stateless or
 * immutable and may be used from any thread.
 */
package io.penstock.schemas;
