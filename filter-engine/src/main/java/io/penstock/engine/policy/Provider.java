// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

/**
 * Who made an object (spec 1.1). For management only: it never changes a verdict and is no part of a policy's version.
 *
 * @param providerKey name or GUID
 * @param name display name
 * @param serviceName the Windows service behind it, or null
 */
public record Provider(String providerKey, String name, String serviceName) {}
