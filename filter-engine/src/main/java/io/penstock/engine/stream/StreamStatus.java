// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

/** What a call of a stream function comes to (spec 7.7). */
public enum StreamStatus {
    SUCCESS("STATUS_SUCCESS"),
    /** The flags do not allow it (spec 7.7 S3). */
    INVALID_PARAMETER("STATUS_FWP_INVALID_PARAMETER"),
    /** The stream is not in a state that allows it (spec 7.7 S1, S5, S6). */
    UNSUCCESSFUL("STATUS_UNSUCCESSFUL");

    private final String key;

    StreamStatus(String key) {
        this.key = key;
    }

    /** WFP's spelling. */
    public String key() {
        return key;
    }
}
