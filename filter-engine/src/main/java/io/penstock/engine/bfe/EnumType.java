// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

/** How a filter's conditions relate to those of an enumeration (spec 1.14). */
public enum EnumType {
    /** The filter matches everything that the template's conditions describe: it fully contains them. */
    FULLY_CONTAINED,
    /** The filter matches, or could match, something of it. */
    OVERLAPPING
}
