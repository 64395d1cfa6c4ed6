// SPDX-License-Identifier: Apache-2.0
/** Tests of the flow statistics callout. */
package io.penstock.worker.flowstatistics;
