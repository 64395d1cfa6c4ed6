// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Random conditions and field values of every type, from one seeded generator. A field's value is often the condition's own or its neighbour, so that
 * edges are met.
 */
final class RandomConditions {
    private static final String[] TEXTS = {
        "",
        "a",
        "A",
        "b",
        "ab",
        "\\device\\App.EXE",
        "\\device\\app.exe",
        "app.exe",
        "APP.EXE",
        "\u00e9",
        "\ud83d\ude00",
        "\uffff"
    };
    private static final String[] SIDS = {
        "S-1-1-0", "S-1-5-7", "S-1-5-18", "S-1-5-21-1-2-3-513", "S-1-5-21-1-2-3-514", "S-1-5-32-544", "S-1-0-0"
    };
    private static final String[] CONTAINER_SIDS = {"S-1-15-3-1", "S-1-15-3-2", "S-1-15-2-7", "S-1-15-2-1"};
    private static final String[] ALIASES = {"WD", "AN", "SY", "AU", "BA", "AC", "DU"};
    private static final String[] RIGHTS = {"CC", "CC", "CC", "CCDC", "DC", "0x1", "0x2", "GA", ""};

    private final RandomGenerator random;

    RandomConditions(RandomGenerator random) {
        this.random = random;
    }

    <T> T of(T[] pool) {
        return pool[random.nextInt(pool.length)];
    }

    /** A value that a condition may test the field with, FWP_EMPTY and ranges among them. */
    ConditionValue value(Field field) {
        DataType type = TypedFields.SCHEMA.typeOf(field).orElseThrow();
        int kind = random.nextInt(8);
        if (kind == 0) {
            return random.nextInt(4) == 0 ? new ConditionValue.Empty() : single(type);
        }
        if (kind == 1 && field.equals(TypedFields.V4_ADDRESS)) {
            int length = random.nextInt(33);
            return new ConditionValue.V4Mask((int) integer(32), length == 0 ? 0 : -1 << 32 - length);
        }
        if (kind == 1 && field.equals(TypedFields.V6_ADDRESS)) {
            return new ConditionValue.V6Mask(integer(64), integer(64), random.nextInt(129));
        }
        return kind == 2 && type.isSortable() ? range(type) : single(type);
    }

    private ConditionValue range(DataType type) {
        ConditionValue a = single(type);
        ConditionValue b = single(type);
        Condition range = new Condition(field(type), MatchType.RANGE, new ConditionValue.Range(a, b));
        return ConditionRules.fault(TypedFields.SCHEMA, range).isPresent()
                ? new ConditionValue.Range(b, a)
                : range.value();
    }

    private static Field field(DataType type) {
        return TypedFields.SCHEMA.types().entrySet().stream()
                .filter(e -> e.getValue() == type)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private ConditionValue single(DataType type) {
        return switch (type) {
            case FWP_BYTE_ARRAY6_TYPE -> new ConditionValue.Number(type, integer(48));
            case FWP_BYTE_ARRAY16_TYPE -> new ConditionValue.Wide(integer(64), integer(64));
            case FWP_BYTE_BLOB_TYPE -> ConditionValue.Blob.of(bytes());
            case FWP_UNICODE_STRING_TYPE -> new ConditionValue.Text(type, of(TEXTS));
            case FWP_SID -> new ConditionValue.Text(type, of(SIDS));
            case FWP_TOKEN_INFORMATION_TYPE, FWP_TOKEN_ACCESS_INFORMATION_TYPE ->
                new ConditionValue.Text(DataType.FWP_SECURITY_DESCRIPTOR_TYPE, sddl());
            case FWP_DOUBLE, FWP_BITMAP_ARRAY64_TYPE -> new ConditionValue.Carried(type, "1");
            default -> new ConditionValue.Number(type, signed(type, integer(type.integerBits())));
        };
    }

    private static long signed(DataType type, long value) {
        int unused = 64 - type.integerBits();
        return type.isSigned() ? value << unused >> unused : value;
    }

    private long integer(int bits) {
        long most = -1L >>> 64 - bits;
        Long[] pool = {0L, 1L, 2L, 6L, 0x55L, most, most - 1, most >>> 1, (most >>> 1) + 1, random.nextLong()};
        return of(pool) & most;
    }

    private byte[] bytes() {
        byte[] bytes = (of(TEXTS) + of(new String[] {"", "\0"})).getBytes(StandardCharsets.UTF_16LE);
        return random.nextInt(8) == 0 ? new byte[] {(byte) random.nextInt(256)} : bytes;
    }

    private String sddl() {
        StringBuilder sddl = new StringBuilder(of(new String[] {"", "O:LS", "O:SYG:BA"}));
        if (random.nextInt(10) == 0) {
            return sddl.append(of(new String[] {"S:(AU;SA;CC;;;WD)", "D:NO_ACCESS_CONTROL", "D:"}))
                    .toString();
        }
        sddl.append("D:").append(of(new String[] {"", "P", "PAI"}));
        for (int i = random.nextInt(4); i >= 0; i--) {
            String trustee = random.nextBoolean() ? of(ALIASES) : of(random.nextBoolean() ? SIDS : CONTAINER_SIDS);
            sddl.append('(').append(of(new String[] {"A", "A", "D", "XA"})).append(';');
            sddl.append(of(new String[] {"", "", "", "IO", "CIOI"})).append(';').append(of(RIGHTS));
            sddl.append(";;;").append(trustee).append(')');
        }
        return sddl.toString();
    }

    /** A value that the field may have, as the oracle takes it; null for FWP_EMPTY. */
    Object fieldValue(Field field, ConditionValue near) {
        if (random.nextInt(10) == 0) {
            return null;
        }
        DataType type = TypedFields.SCHEMA.typeOf(field).orElseThrow();
        if (type.isToken()) {
            return token();
        }
        ConditionValue base = random.nextInt(3) > 0 && near.type() == type ? near : single(type);
        return switch (base) {
            case ConditionValue.Number(DataType own, long number) -> NaiveConditions.number(own, moved(own, number));
            case ConditionValue.Wide(long high, long low) -> NaiveConditions.wide(high, low + random.nextInt(3) - 1);
            case ConditionValue.Blob blob -> blob.bytes();
            case ConditionValue.Text(var _, String text) -> text;
            default -> BigInteger.ONE;
        };
    }

    private long moved(DataType type, long number) {
        long moved = number + random.nextInt(3) - 1;
        int bits = type == DataType.FWP_BYTE_ARRAY6_TYPE ? 48 : type.integerBits();
        return type.isSigned() ? moved << 64 - bits >> 64 - bits : moved & -1L >>> 64 - bits;
    }

    private TokenInformation token() {
        List<Sid> groups = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            groups.add(new Sid(of(SIDS)));
        }
        boolean contained = random.nextBoolean();
        List<Sid> capabilities = contained && random.nextBoolean() ? List.of(new Sid("S-1-15-3-1")) : List.of();
        return new TokenInformation(new Sid(of(SIDS)), groups, contained ? new Sid("S-1-15-2-7") : null, capabilities);
    }

    /** Puts what the oracle takes where the engine takes it from. */
    static void fill(FieldValues values, Field field, Object value) {
        values.clear();
        switch (value) {
            case null -> values.setEmpty(field);
            case BigInteger number ->
                values.setWide(field, number.shiftRight(64).longValue(), number.longValue());
            case byte[] bytes -> values.setBlob(field, bytes);
            case TokenInformation token -> values.setToken(field, token);
            case String text when field.equals(TypedFields.SID) -> values.setSid(field, new Sid(text));
            default -> values.setText(field, (String) value);
        }
    }
}
