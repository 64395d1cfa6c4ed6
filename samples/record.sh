#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Records the captures of this folder: real services and real clients in network namespaces of one Linux machine.
#
#   sudo samples/record.sh [OUTPUT_FOLDER]        (default: the folder of this script; takes about a minute)
#
# Nothing leaves the machine: the namespaces have no way out, and every address is private (RFC 1918, RFC 4193).
# Debian and Ubuntu have what it needs:
#   apt-get install iproute2 ethtool tcpdump tshark nginx-light dnsmasq-base openssh-server openssh-client openssl \
#       curl dnsutils iputils-ping iputils-arping traceroute nmap socat python3
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
output=$(mkdir -p "${1:-$here}" && cd "${1:-$here}" && pwd)
work=$(mktemp -d)
captures=()

source "$here/record/network.sh"
source "$here/record/services.sh"
source "$here/record/traffic.sh"
source "$here/record/publish.sh"

require() {
    [ "$(id -u)" -eq 0 ] || { echo "record.sh: must be root, to make network namespaces" >&2; exit 2; }
    local missing=() tool
    for tool in "$@"; do command -v "$tool" >/dev/null || missing+=("$tool"); done
    [ ${#missing[@]} -eq 0 ] || { echo "record.sh: not installed: ${missing[*]}" >&2; exit 2; }
}

clean_up() {
    local status=$?
    remove_network
    rm -rf "$work"
    exit $status
}

# capture NAMESPACE FILE [OPTION...]: starts tcpdump on the namespace's only interface and waits until it listens.
capture() {
    local namespace=$1 file=$2
    shift 2
    ip netns exec "$prefix-$namespace" tcpdump -i eth0 -s 0 -B 8192 -U --immediate-mode "$@" -w "$file" 2>"$file.log" &
    captures+=($!)
    until grep -q 'listening on' "$file.log"; do kill -0 "${captures[-1]}" && sleep 0.05; done
}

require ip bridge ethtool tcpdump tshark editcap nginx dnsmasq sshd ssh-keygen openssl curl dig ping arping \
    traceroute nmap socat python3
trap clean_up EXIT
build_network
start_services
capture workstation "$work/office.pcap" --time-stamp-precision=nano
capture server "$work/server.pcap"
generate_traffic
sleep 0.5
kill -TERM "${captures[@]}"
wait "${captures[@]}" || true
publish
