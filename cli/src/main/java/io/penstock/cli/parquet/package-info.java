// SPDX-License-Identifier: Apache-2.0
/**
 * Writes tables as Apache Parquet files, as far as {@code penstock reclassify --format parquet} needs it: flat columns and columns in groups, each optional, without
 * compression. {@link io.penstock.cli.parquet.ChangeTable} is the way in. The layout follows the format's specification (apache/parquet-format 2.10), and
 * tests read it back with another implementation. A table belongs to one thread; nothing here is loaded before somebody asks for Parquet.
 */
package io.penstock.cli.parquet;
