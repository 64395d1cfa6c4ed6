// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

/** The IP version that a layer's name ends with (spec 2.1). */
public enum IpVersion {
    V4,
    V6
}
