// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import io.penstock.engine.policy.Layer;
import java.util.List;
import java.util.Optional;

/**
 * What a Windows machine recorded of one item: a net event, or an event 5150 to 5159 of its security log, told in the same form (spec 8.3, 8.4, 9.4).
 * Of the security log, what the events call source and destination is sorted into the local and the remote end (C18).
 *
 * @param log where Windows kept it
 * @param type as the file names it: {@code FWPM_NET_EVENT_TYPE_CLASSIFY_DROP}, {@code 5157}
 * @param event what it says
 * @param host the machine, empty where the file does not tell
 * @param recordId EventRecordID of the security log, -1 where there is none
 * @param item number of the event in its file, from 1
 * @param line line of the file where it starts, from 1
 * @param processId process of the local socket, -1 where it is not told
 * @param layerName LayerName of an audit event; without text where there is none
 * @param filterOrigin FilterOrigin of newer releases, empty where it is not told
 * @param interfaceIndex InterfaceIndex of newer releases, -1 where it is not told
 * @param veto whether a veto blocked it
 * @param sublayers what each sublayer came to, in the order in which they were asked; empty where it is not told
 * @param capabilities the app container's, as the file spells them; null where it is not told
 */
public record RecordedEvent(
        Log log,
        String type,
        NetEvent event,
        String host,
        long recordId,
        long item,
        int line,
        long processId,
        LayerName layerName,
        String filterOrigin,
        long interfaceIndex,
        boolean veto,
        List<SublayerResult> sublayers,
        List<String> capabilities) {
    /** Where Windows kept an event. */
    public enum Log {
        /** The buffer that {@code netsh wfp show netevents} prints. */
        NET_EVENTS,
        /** The security log. */
        SECURITY
    }

    /** What Windows did with an item. */
    public enum Decision {
        PERMIT,
        BLOCK,
        /** The event tells of no filter's decision. */
        NONE
    }

    /**
     * What one sublayer came to: an item of {@code terminatingFiltersInfo}.
     *
     * @param filterId run-time id of the filter
     * @param subLayer Windows' internal name of the sublayer, {@code FWPP_SUBLAYER_INTERNAL_FIREWALL_WF}
     * @param actionType {@code FWP_ACTION_...}
     */
    public record SublayerResult(long filterId, String subLayer, String actionType) {}

    /** Keeps the lists as they are now. */
    public RecordedEvent {
        sublayers = List.copyOf(sublayers);
        capabilities = capabilities == null ? null : List.copyOf(capabilities);
    }

    /** What Windows did. */
    public Decision decision() {
        return switch (event.body()) {
            case NetEventBody.ClassifyDrop _,
                    NetEventBody.ClassifyDropMac _,
                    NetEventBody.CapabilityDrop _,
                    NetEventBody.IpsecKernelDrop _ -> Decision.BLOCK;
            case NetEventBody.ClassifyAllow _, NetEventBody.CapabilityAllow _ -> Decision.PERMIT;
            case NetEventBody.LpmPacketArrival _, NetEventBody.Uninterpreted _ -> Decision.NONE;
        };
    }

    /** Run-time id of the filter that decided, 0 where none is named: of permitted connections that is often so although one did (spec 8.4). */
    public long filterId() {
        return switch (event.body()) {
            case NetEventBody.ClassifyDrop drop -> drop.filterId();
            case NetEventBody.ClassifyDropMac drop -> drop.filterId();
            case NetEventBody.ClassifyAllow allow -> allow.filterId();
            case NetEventBody.CapabilityDrop drop -> drop.filterId();
            case NetEventBody.CapabilityAllow allow -> allow.filterId();
            case NetEventBody.IpsecKernelDrop drop -> drop.filterId();
            case NetEventBody.LpmPacketArrival _, NetEventBody.Uninterpreted _ -> 0;
        };
    }

    /** Run-time id of the layer as the event names it, -1 where it names none. */
    public int layerId() {
        return switch (event.body()) {
            case NetEventBody.ClassifyDrop drop -> drop.layerId();
            case NetEventBody.ClassifyDropMac drop -> drop.layerId();
            case NetEventBody.ClassifyAllow allow -> allow.layerId();
            case NetEventBody.IpsecKernelDrop drop -> drop.layerId();
            case NetEventBody.CapabilityDrop _,
                    NetEventBody.CapabilityAllow _,
                    NetEventBody.LpmPacketArrival _,
                    NetEventBody.Uninterpreted _ -> -1;
        };
    }

    /** Which way the item went, empty where neither the event nor its layer tells. */
    public Optional<EventDirection> direction() {
        EventDirection told = switch (event.body()) {
            case NetEventBody.ClassifyDrop drop -> drop.direction();
            case NetEventBody.ClassifyDropMac drop -> drop.direction();
            case NetEventBody.ClassifyAllow allow -> allow.direction();
            case NetEventBody.IpsecKernelDrop drop -> drop.direction();
            case NetEventBody.CapabilityDrop _,
                    NetEventBody.CapabilityAllow _,
                    NetEventBody.LpmPacketArrival _,
                    NetEventBody.Uninterpreted _ -> null;
        };
        return Optional.ofNullable(told)
                .or(() -> Layer.byStableId(layerId()).flatMap(layer -> RecordedLayer.direction(layer.family())));
    }

    /** The layer, by its run-time id where that names the same layer on every machine, else by its name as far as that goes; empty where neither tells. */
    public Optional<Layer> layer() {
        return RecordedLayer.of(this);
    }

    /** Whether both ends are this machine's own, as far as the event tells. */
    public boolean isLoopback() {
        return switch (event.body()) {
            case NetEventBody.ClassifyDrop drop -> drop.isLoopback();
            case NetEventBody.ClassifyAllow allow -> allow.isLoopback();
            case NetEventBody.CapabilityDrop drop -> drop.isLoopback();
            case NetEventBody.CapabilityAllow allow -> allow.isLoopback();
            case NetEventBody.ClassifyDropMac _,
                    NetEventBody.IpsecKernelDrop _,
                    NetEventBody.LpmPacketArrival _,
                    NetEventBody.Uninterpreted _ -> false;
        };
    }
}
