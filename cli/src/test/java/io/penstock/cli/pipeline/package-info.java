// SPDX-License-Identifier: Apache-2.0
/** Tests of what a pipeline is made of. */
package io.penstock.cli.pipeline;
