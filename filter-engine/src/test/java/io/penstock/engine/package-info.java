// SPDX-License-Identifier: Apache-2.0
/** What the engine's tests share, whatever room they look into. */
package io.penstock.engine;
