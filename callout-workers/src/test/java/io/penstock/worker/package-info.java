// SPDX-License-Identifier: Apache-2.0
/** Workers against a real broker, killed and slowed down. */
package io.penstock.worker;
