// SPDX-License-Identifier: Apache-2.0
/**
 * Rules in the language of Suricata: what they say, and how they are read from text.
 *
 * <p>Everything here is immutable once it is read. Reading refuses a rule rather than guess, and says where and why; no text makes it fail otherwise.
 */
package io.penstock.worker.signature.rule;
