// SPDX-License-Identifier: Apache-2.0
/** Tests of WFP's own tables. */
package io.penstock.engine.spec;
