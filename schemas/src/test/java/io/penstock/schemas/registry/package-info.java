// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas.registry;
