// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.FieldSchema;
import io.penstock.engine.condition.FieldType;
import io.penstock.engine.spec.SpecTable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One of the 99 layers with its schema (spec 2, {@code layers.csv}, {@code layer-fields.csv}). Layers are numbered densely, so that a policy can
 * hold an array of them.
 */
public final class Layer implements FieldSchema {
    private static final String PREFIX = "FWPM_LAYER_";
    /** Run-time ids from here on differ from build to build (spec 2.1). */
    private static final int FIRST_UNSTABLE_ID = 72;

    private static final List<Layer> ALL = load();
    private static final Map<String, Layer> BY_KEY = index();
    private static final Map<LayerFamily, Layer[]> OF_FAMILY = families();

    private final int ordinal;
    private final int layerId;
    private final String key;
    private final String runtimeName;
    private final String guid;
    private final String family;
    private final String version;
    private final boolean kernel;
    private final boolean discard;
    private final String discardKey;
    private final boolean flowContext;
    private final String pendFunction;
    private final String absorb;
    private final String scope;
    private final Map<Field, DataType> types = new LinkedHashMap<>();
    private final Map<Field, FieldType> fieldTypes = new HashMap<>();

    private Layer(int ordinal, String[] row) {
        this.ordinal = ordinal;
        layerId = Integer.parseInt(row[0]);
        key = row[1];
        runtimeName = row[2];
        guid = row[3];
        family = row[4];
        version = row[5];
        discard = Boolean.parseBoolean(row[7]);
        discardKey = row[8];
        kernel = Boolean.parseBoolean(row[9]);
        flowContext = Boolean.parseBoolean(row[13]);
        pendFunction = row[14];
        absorb = row[15];
        scope = row[16];
    }

    /**
     * The layer of a full or short key, a run-time name or a GUID in braces, the last in any case ({@code FWPM_LAYER_STREAM_V4}, {@code STREAM_V4},
     * {@code FWPS_LAYER_STREAM_V4}).
     */
    public static Optional<Layer> byKey(String key) {
        Layer layer = BY_KEY.get(key.startsWith("{") ? key.toLowerCase(Locale.ROOT) : key);
        return Optional.ofNullable(layer == null ? BY_KEY.get(PREFIX + key) : layer);
    }

    /**
     * The layer of a run-time id, as other people's exports and traces name it. Only ids below 72 name the same layer in every build; any other finds
     * nothing, since the key alone is to be trusted there (spec 2.1).
     *
     * @param layerId any number
     */
    public static Optional<Layer> byStableId(int layerId) {
        return layerId >= 0 && layerId < FIRST_UNSTABLE_ID ? Optional.of(ALL.get(layerId)) : Optional.empty();
    }

    /** The layer of a family; the version does not matter for MAC layers. */
    public static Layer of(LayerFamily family, IpVersion version) {
        return OF_FAMILY.get(family)[version.ordinal()];
    }

    /** Every layer, by {@link #ordinal()}. */
    public static List<Layer> all() {
        return ALL;
    }

    /** Management key, {@code FWPM_LAYER_STREAM_V4}. */
    public String key() {
        return key;
    }

    /** In braces and lower case; empty for the two layers whose GUID no source tells. */
    public String guid() {
        return guid;
    }

    /** Run-time id (u16); from 72 on it differs from build to build (spec 2.1). */
    public int layerId() {
        return layerId;
    }

    /** Dense number, 0 to 98. */
    public int ordinal() {
        return ordinal;
    }

    /** Name without prefix, version and {@code _DISCARD}. */
    public String family() {
        return family;
    }

    /** Whether it is the discard twin of another layer (spec 2.1). */
    public boolean isDiscard() {
        return discard;
    }

    /** Whether the network stack asks here; the others belong to user-mode services (spec 1.1 flag KERNEL). */
    public boolean isKernel() {
        return kernel;
    }

    /** Where what is dropped here is indicated, if the layer has a twin (spec 2.1). */
    public Optional<Layer> discardTwin() {
        return discard || discardKey.isEmpty() ? Optional.empty() : Optional.of(BY_KEY.get(discardKey));
    }

    /** Whether an absorbing callout is heard here by itself (spec 5.4 A3, A4, A6); bind and listen hear it only with a pend (A5). */
    public boolean absorbValid() {
        return absorb.equals("valid") || absorb.equals("proposed-valid") || absorb.equals("possible-not-advised");
    }

    /** Whether an absorb is heard here only together with a pend (spec 5.4 A5). */
    public boolean absorbsWhenPended() {
        return absorb.equals("valid-only-when-pended");
    }

    /** Whether its classifications have a FLOW_HANDLE, and callouts contexts for it (spec 2.4, 5.6). */
    public boolean hasFlowContext() {
        return flowContext;
    }

    /** {@code PEND_OPERATION}, {@code PEND_CLASSIFY} or empty (spec 6.4). */
    public String pendFunction() {
        return pendFunction;
    }

    /** Whether Penstock indicates to this layer; the others are carried by imports only. */
    public boolean isIndicated() {
        return scope.equals("core");
    }

    /** Type of a field in this layer's schema, empty where the layer has no such field. */
    @Override
    public Optional<DataType> typeOf(Field field) {
        return Optional.ofNullable(types.get(field));
    }

    @Override
    public FieldType fieldTypeOf(Field field) {
        return fieldTypes.getOrDefault(field, FieldType.RAW_DATA);
    }

    /** Fields in schema order. */
    public List<Field> fields() {
        return List.copyOf(types.keySet());
    }

    /** Whether its name ends with {@code _V6}; MAC layers have no version. */
    public boolean isV6() {
        return version.equals("V6");
    }

    @Override
    public String toString() {
        return key;
    }

    private static List<Layer> load() {
        List<String[]> rows = SpecTable.rows("layers.csv");
        Layer[] layers = new Layer[rows.size()];
        Map<String, Layer> byKey = new HashMap<>();
        for (int i = 0; i < layers.length; i++) {
            layers[i] = new Layer(i, rows.get(i));
            byKey.put(layers[i].key, layers[i]);
        }
        for (String[] row : SpecTable.rows("layer-fields.csv")) {
            Field field = Field.byKey(row[2]).orElseThrow();
            Layer layer = byKey.get(row[0]);
            layer.types.put(field, DataType.valueOf(row[3]));
            layer.fieldTypes.put(field, FieldType.valueOf(row[4].substring("FWPM_FIELD_".length())));
        }
        return List.copyOf(Arrays.asList(layers));
    }

    private static Map<String, Layer> index() {
        Map<String, Layer> byKey = new HashMap<>();
        for (Layer layer : ALL) {
            byKey.put(layer.key, layer);
            for (String name : List.of(layer.guid, layer.runtimeName)) {
                if (!name.isEmpty()) {
                    byKey.putIfAbsent(name, layer);
                }
            }
        }
        return Map.copyOf(byKey);
    }

    private static Map<LayerFamily, Layer[]> families() {
        Map<LayerFamily, Layer[]> byFamily = new EnumMap<>(LayerFamily.class);
        for (LayerFamily family : LayerFamily.values()) {
            String name = PREFIX + family.name();
            byFamily.put(
                    family,
                    family.isMac()
                            ? new Layer[] {BY_KEY.get(name), BY_KEY.get(name)}
                            : new Layer[] {BY_KEY.get(name + "_V4"), BY_KEY.get(name + "_V6")});
        }
        return byFamily;
    }
}
