#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Whether the role in this container is well: asks /health/live where the role serves HTTP on PENSTOCK_HTTP_PORT (9464 unless set), and is
# otherwise content with a process that the kernel still runs.
port=${PENSTOCK_HTTP_PORT:-9464}
if exec 3<>"/dev/tcp/127.0.0.1/$port"; then
    printf 'GET /health/live HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
    IFS= read -r -t 4 status <&3
    [[ $status == HTTP/1.?\ 200* ]]
    exit
fi 2>/dev/null
grep -q '^State:[[:space:]]*[RSD]' /proc/1/status
