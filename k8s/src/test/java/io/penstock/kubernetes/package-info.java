// SPDX-License-Identifier: Apache-2.0
/** Tests of the manifests in {@code k8s}: as {@code kubectl} builds them, in Kubernetes' and the operators' own types, and at a broker that authorizes. */
package io.penstock.kubernetes;
