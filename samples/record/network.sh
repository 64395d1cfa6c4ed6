# SPDX-License-Identifier: Apache-2.0
# Namespaces: workstation, server, scanner and router on one bridge (the office); branch behind the router.
#
#   workstation .10 ─┐
#   server      .2  ─┼─ switch (10.20.0.0/24, fd20::/64) ── router .1 ── 10.30.0.0/24, fd30::/64 ── branch .5
#   scanner     .66 ─┘

prefix=pstk

in_ns() { ip netns exec "$prefix-$1" "${@:2}"; }

add_namespace() {
    ip netns add "$prefix-$1"
    in_ns "$1" sysctl -qw net.ipv6.conf.all.accept_ra=0 net.ipv6.conf.default.accept_ra=0 \
        net.ipv4.icmp_ratelimit=0 net.ipv4.icmp_msgs_per_sec=10000 net.ipv4.ip_no_pmtu_disc=0
    ip -n "$prefix-$1" link set lo up
}

# The captures shall hold what is on the wire: no checksum or segmentation is left to a card that is not there.
no_offload() { in_ns "$1" ethtool -K "$2" tx off rx off tso off gso off gro off >/dev/null; }

# join HOST PORT: a cable between HOST's eth0 and the switch, with a fixed, locally administered address per end.
join() {
    ip link add "$prefix-a" type veth peer name "$prefix-b"
    ip link set "$prefix-a" netns "$prefix-$1" name eth0 address "02:00:0a:14:00:$2"
    ip link set "$prefix-b" netns "$prefix-switch" name "$1" address "02:00:0a:14:ff:$2"
    no_offload "$1" eth0
    no_offload switch "$1"
    ip -n "$prefix-switch" link set "$1" master br0 up
    ip -n "$prefix-$1" link set eth0 up
}

# address HOST INTERFACE V4 V6
address() {
    ip -n "$prefix-$1" addr add "$3/24" brd + dev "$2"
    ip -n "$prefix-$1" addr add "$4/64" dev "$2" nodad
}

default_route() {
    ip -n "$prefix-$1" route add default via "$2"
    ip -n "$prefix-$1" -6 route add default via "$3"
}

add_branch() {
    ip link add "$prefix-a" type veth peer name "$prefix-b"
    ip link set "$prefix-a" netns "$prefix-router" name eth1 address 02:00:0a:1e:00:01
    ip link set "$prefix-b" netns "$prefix-branch" name eth0 address 02:00:0a:1e:00:05
    no_offload router eth1
    no_offload branch eth0
    # A narrow link: too big for it means ICMP "fragmentation needed" and ICMPv6 "packet too big".
    ip -n "$prefix-router" link set eth1 mtu 1400 up
    ip -n "$prefix-branch" link set eth0 mtu 1400 up
    address router eth1 10.30.0.1 fd30::1
    address branch eth0 10.30.0.5 fd30::5
    default_route branch 10.30.0.1 fd30::1
    in_ns router sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
    # Three ways not to arrive, each with an answer of its own; the fourth has none.
    ip -n "$prefix-router" route add unreachable 10.30.0.97
    ip -n "$prefix-router" route add prohibit 10.30.0.98
    ip -n "$prefix-router" -6 route add unreachable fd30::97
    ip -n "$prefix-router" route add blackhole 10.30.0.99
}

build_network() {
    local host
    remove_network
    for host in switch workstation server scanner router branch; do add_namespace "$host"; done
    ip -n "$prefix-switch" link add br0 address 02:00:0a:14:ff:00 type bridge mcast_snooping 0
    ip -n "$prefix-switch" link set br0 up
    # The switch itself says nothing.
    in_ns switch sysctl -qw net.ipv6.conf.all.disable_ipv6=1
    join workstation 0a && address workstation eth0 10.20.0.10 fd20::10
    join server 02 && address server eth0 10.20.0.2 fd20::2
    join scanner 42 && address scanner eth0 10.20.0.66 fd20::66
    join router 01 && address router eth0 10.20.0.1 fd20::1
    add_branch
    for host in workstation server; do default_route "$host" 10.20.0.1 fd20::1; done
    # Names come from our own resolver; `ip netns exec` puts this file in the place of the machine's.
    mkdir -p "/etc/netns/$prefix-workstation"
    echo 'nameserver 10.20.0.2' >"/etc/netns/$prefix-workstation/resolv.conf"
}

# Ends every process of our namespaces and no other.
remove_network() {
    local host pids
    for host in workstation server scanner router branch switch; do
        [ -e "/run/netns/$prefix-$host" ] || continue
        pids=$(ip netns pids "$prefix-$host")
        [ -z "$pids" ] || kill $pids 2>/dev/null || true
        ip netns del "$prefix-$host"
    done
    rm -rf "/etc/netns/$prefix-workstation"
}
