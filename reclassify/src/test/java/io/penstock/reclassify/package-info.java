// SPDX-License-Identifier: Apache-2.0
/** Tests of re-classification without Kafka and captures. */
package io.penstock.reclassify;
