// SPDX-License-Identifier: Apache-2.0
/** The schema registry of those who use one: Confluent's interface to it over HTTP, and the settings by which it is found. */
package io.penstock.schemas.registry;
