// SPDX-License-Identifier: Apache-2.0
/**
 * What tests borrow: a broker extension, fault injectors and a simulation scheduler.
 *
 * <p>Test scope only. Schedulers are seeded and print their seed, so that a failure can be repeated.
 */
package io.penstock.testsupport;
