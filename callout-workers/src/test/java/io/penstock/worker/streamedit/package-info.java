// SPDX-License-Identifier: Apache-2.0
/** Tests of the stream edit callout, and of the segments that are made of what it leaves. */
package io.penstock.worker.streamedit;
