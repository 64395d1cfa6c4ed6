// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

/** Rights that calls need (spec 1.12), named as WFP names them without {@code FWPM_ACTRL_}. */
public enum AccessRight {
    /** Add to a container. */
    ADD,
    /** Refer to an object from another. */
    ADD_LINK,
    /** Delete an object. */
    DELETE,
    /** Read one object. */
    READ,
    /** List the objects of a container. */
    ENUM,
    /** Be told of changes in a container. */
    SUBSCRIBE,
    /** Begin a read-only transaction on the engine. */
    BEGIN_READ_TXN,
    /** Begin a read/write transaction on the engine. */
    BEGIN_WRITE_TXN,
    /** Open a session to the engine. */
    OPEN
}
