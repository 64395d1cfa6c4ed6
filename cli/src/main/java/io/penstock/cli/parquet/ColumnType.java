// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.parquet;

/** What a column holds, and how the format calls that: physical type, converted type of older readers, logical type. */
enum ColumnType {
    /** Text in UTF-8. */
    TEXT(6, 0) {
        @Override
        void logical(CompactThrift schema) {
            schema.struct(1).end();
        }
    },
    /** A number of 64 bits. */
    NUMBER(2, 18) {
        @Override
        void logical(CompactThrift schema) {
            schema.struct(10).i8(1, Long.SIZE).flag(2, true).end();
        }
    },
    /** A number of 64 bits without a sign. */
    UNSIGNED(2, 14) {
        @Override
        void logical(CompactThrift schema) {
            schema.struct(10).i8(1, Long.SIZE).flag(2, false).end();
        }
    },
    /** Nanoseconds since 1970 UTC. */
    TIME(2, -1) {
        @Override
        void logical(CompactThrift schema) {
            schema.struct(8).flag(1, true).struct(2).struct(3).end().end().end();
        }
    },
    /** True or false. */
    FLAG(0, -1) {
        @Override
        void logical(CompactThrift schema) {}
    };

    private final int physical;
    private final int converted;

    ColumnType(int physical, int converted) {
        this.physical = physical;
        this.converted = converted;
    }

    /** Number of the physical type. */
    int physical() {
        return physical;
    }

    /** Writes the fields of a schema element that tell the type, from 6 on. */
    void write(CompactThrift schema) {
        if (converted >= 0) {
            schema.i32(6, converted);
        }
        if (this != FLAG) {
            schema.struct(10);
            logical(schema);
            schema.end();
        }
    }

    /** Writes the one field of the union of logical types. */
    abstract void logical(CompactThrift schema);
}
