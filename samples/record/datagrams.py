# SPDX-License-Identifier: Apache-2.0
"""Datagrams and connections that no common client makes: called by traffic.sh, one command per call."""
import argparse
import socket
import struct
import time

INTERFACE = "eth0"


def udp(address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return socket.socket(family, socket.SOCK_DGRAM)


def send(a):
    payload = (a.text.encode() if a.text else b"") or (b"0123456789abcdef" * (a.size // 16 + 1))[: a.size]
    with udp(a.address) as s:
        s.settimeout(2)
        if a.broadcast:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        for _ in range(a.count):
            s.sendto(payload, (a.address, a.port))
            time.sleep(0.05)
        for _ in range(a.answers):
            s.recv(65535)


def join(a):
    """Is a member of the groups for a while: the kernel reports it by IGMP and MLD."""
    index = socket.if_nametoindex(INTERFACE)
    members = []
    for group in a.groups:
        s = udp(group)
        if ":" in group:
            request = socket.inet_pton(socket.AF_INET6, group) + struct.pack("@I", index)
            s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, request)
        else:
            request = struct.pack("4s4si", socket.inet_aton(group), b"\0" * 4, index)
            s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, request)
        members.append(s)
    time.sleep(a.seconds)


def to_group(group, port, payload, source_port=0):
    index = socket.if_nametoindex(INTERFACE)
    with udp(group) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if ":" in group:
            s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
            s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
            s.bind(("::", source_port))
            s.sendto(payload, (group, port, 0, index))
        else:
            s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, struct.pack("4s4si", b"\0" * 4, b"\0" * 4, index))
            s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 255)
            s.bind(("", source_port))
            s.sendto(payload, (group, port))


def mdns(_):
    """RFC 6762: one question, PTR of _ipp._tcp.local, over IPv4 and IPv6."""
    name = b"".join(bytes([len(label)]) + label for label in (b"_ipp", b"_tcp", b"local")) + b"\0"
    question = struct.pack("!6H", 0, 0, 1, 0, 0, 0) + name + struct.pack("!2H", 12, 1)
    to_group("224.0.0.251", 5353, question, 5353)
    to_group("ff02::fb", 5353, question, 5353)


def ssdp(_):
    search = "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\nST: ssdp:all\r\n\r\n"
    for _ in range(2):
        to_group("239.255.255.250", 1900, search.encode())


def wake(a):
    magic = b"\xff" * 6 + bytes.fromhex("02000a140099") * 16
    with udp(a.address) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, INTERFACE.encode())
        s.sendto(magic, (a.address, 9))


def abort(a):
    """Reads the beginning of an answer and closes with a linger of 0 s: RST instead of FIN."""
    with socket.create_connection((a.address, a.port), 5) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        s.sendall(f"GET {a.path} HTTP/1.1\r\nHost: intranet.office.test\r\n\r\n".encode())
        s.recv(2000)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(required=True)
    p = commands.add_parser("send")
    p.set_defaults(run=send)
    p.add_argument("address")
    p.add_argument("port", type=int)
    p.add_argument("--text")
    p.add_argument("--size", type=int, default=32)
    p.add_argument("--count", type=int, default=1)
    p.add_argument("--answers", type=int, default=0)
    p.add_argument("--broadcast", action="store_true")
    p = commands.add_parser("join")
    p.set_defaults(run=join)
    p.add_argument("groups", nargs="+")
    p.add_argument("--seconds", type=float, default=1)
    commands.add_parser("mdns").set_defaults(run=mdns)
    commands.add_parser("ssdp").set_defaults(run=ssdp)
    p = commands.add_parser("wake")
    p.set_defaults(run=wake)
    p.add_argument("address")
    p = commands.add_parser("abort")
    p.set_defaults(run=abort)
    p.add_argument("address")
    p.add_argument("port", type=int)
    p.add_argument("path")
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
