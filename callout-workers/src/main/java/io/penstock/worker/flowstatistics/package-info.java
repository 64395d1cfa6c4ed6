// SPDX-License-Identifier: Apache-2.0
/** The flow statistics callout: what was counted of a flow, told when the flow is over. */
package io.penstock.worker.flowstatistics;
