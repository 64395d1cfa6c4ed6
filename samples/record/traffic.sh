# SPDX-License-Identifier: Apache-2.0
# What happens, in this order. Each step is announced, so that publish.sh can say which frames belong to it.

# step KEY TEXT: ends the step before (its last packets are given time to arrive) and begins this one.
step() {
    sleep 0.25
    printf '%s\t%s\t%s\n' "$(date +%s.%N)" "$1" "$2" >>"$work/steps.tsv"
    echo "  $1: $2"
}

at_desk() { in_ns workstation env -i PATH="$PATH" HOME="$work" "$@"; }
fetch() { at_desk curl -q -sS -o /dev/null --max-time 10 "$@"; }
ask() { at_desk dig +time=2 +tries=1 "$@" >/dev/null; }
datagrams() { in_ns "$1" python3 "$here/record/datagrams.py" "${@:2}"; }

generate_traffic() {
    neighbours
    names
    branch
    web
    secure
    signatures
    control_messages
    fragments
    announcements
    inbound_services
    blocked_services
    trouble
    scans
    step afternoon 'ordinary traffic once more: pages over IPv4 and IPv6 while the office goes on'
    browse 20
}

neighbours() {
    step arp 'ARP: who has the server, asked three times; between them the hosts report their IPv6 groups'
    at_desk arping -q -c 3 -w 3 -I eth0 10.20.0.2
    step nd 'IPv6: a second address is tried for duplicates, listener reports, neighbours are found'
    ip -n "$prefix-workstation" addr add fd20::11/64 dev eth0
    sleep 1.5
    ip -n "$prefix-workstation" addr del fd20::11/64 dev eth0
    at_desk ping -q -c 2 -i 0.2 fd20::2 >/dev/null
}

names() {
    local name
    step dns-udp 'DNS over UDP: A, AAAA, CNAME, MX, PTR, with and without EDNS'
    for name in intranet server branch workstation www; do
        ask @10.20.0.2 "$name.office.test" A
        ask @10.20.0.2 "$name.office.test" AAAA
        ask @fd20::2 "$name.office.test" A
    done
    ask @10.20.0.2 +noedns office.test MX
    ask @10.20.0.2 -x 10.20.0.2
    step dns-nxdomain 'DNS: names that do not exist (NXDOMAIN), and one that the server refuses'
    for name in printer scanner old-server; do ask @10.20.0.2 "$name.office.test" A; done
    ask @10.20.0.2 www.example.com A
    step dns-tcp 'DNS over TCP, asked for; and a cut answer (TC) that is then asked for again over TCP'
    ask @10.20.0.2 +tcp intranet.office.test A
    ask @fd20::2 +tcp intranet.office.test AAAA
    ask @10.20.0.2 +noedns policy.office.test TXT
}

# browse TIMES: each visit looks the name up, IPv4 and IPv6 by turns.
browse() {
    local visit page pages=(index status menu phones)
    for visit in $(seq "$1"); do
        page=${pages[visit % 4]}
        if ((visit % 2)); then fetch -4 "http://intranet.office.test/$page.html"
        else fetch -6 "http://intranet.office.test/$page.html"; fi
    done
}

# Gives each end enough company that its own address stands out: the direction of packets is inferred from that.
branch() {
    local visit
    step branch-pages 'HTTP to the branch, through the router, IPv4 and IPv6'
    for visit in $(seq 14); do fetch -4 http://branch.office.test/menu.html; done
    for visit in $(seq 4); do fetch -6 http://branch.office.test/menu.html; done
    step branch-clients 'HTTP from the branch to the server, IPv4 and IPv6'
    for visit in $(seq 20); do in_ns branch curl -q -sS -o /dev/null http://10.20.0.2/phones.html; done
    for visit in $(seq 14); do in_ns branch curl -q -sS -o /dev/null 'http://[fd20::2]/phones.html'; done
}

web() {
    step http 'HTTP: pages over IPv4 and IPv6, each with its DNS lookup'
    browse 24
    step http-keepalive 'HTTP: four pages over one connection, and one that is missing (404)'
    fetch http://10.20.0.2/{index,status,menu,phones}.html http://10.20.0.2/nothing -o /dev/null -o /dev/null -o /dev/null -o /dev/null
    step http-post 'HTTP: a form is posted over IPv4, another over IPv6'
    fetch --data 'name=visitor&dish=soup' http://10.20.0.2/form
    fetch --data 'name=visitor&dish=salad' 'http://[fd20::2]/form'
    step http-download 'HTTP: a large download (320 kB) over IPv4'
    fetch http://10.20.0.2/parts.csv
    step http-download-v6 'HTTP: part of it (100 kB) over IPv6'
    fetch -r 0-99999 'http://[fd20::2]/parts.csv'
}

secure() {
    step tls 'HTTPS: TLS 1.3 and 1.2, with a server name, over IPv4 and IPv6'
    fetch -4 --cacert "$work/tls.pem" https://intranet.office.test/menu.html
    fetch -6 --cacert "$work/tls.pem" https://intranet.office.test/status.html
    fetch -4 --cacert "$work/tls.pem" --tls-max 1.2 https://www.office.test/index.html
    step ssh 'SSH: login with a key, a command, and an end'
    at_desk ssh -F /dev/null -i "$work/ssh/id" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR \
        root@10.20.0.2 'seq 200' >/dev/null
}

signatures() {
    step signature-request "HTTP: a request that carries $signature in its path"
    fetch "http://10.20.0.2/search?q=$signature"
    step signature-post "HTTP over IPv6: a form that carries $signature in its body"
    fetch --data "note=$signature" 'http://[fd20::2]/form'
    step signature-download 'HTTP: a download of the harmless test file; the marker comes inbound'
    fetch http://10.20.0.2/test-file.com
    step signature-datagram "UDP echo: a datagram that carries $signature, and its echo"
    datagrams workstation send 10.20.0.2 7 --text "$signature" --answers 1
}

control_messages() {
    step ping 'ICMP and ICMPv6 echo'
    at_desk ping -q -c 5 -i 0.2 10.20.0.2 >/dev/null
    at_desk ping -q -c 5 -i 0.2 fd20::2 >/dev/null
    step port-unreachable 'UDP to closed ports: ICMP and ICMPv6 port unreachable come back'
    datagrams workstation send 10.20.0.2 12345 --count 3
    datagrams workstation send fd20::2 12345 --count 3
    step host-unreachable 'Through the router: host unreachable, administratively prohibited, no route'
    datagrams workstation send 10.30.0.97 12345
    datagrams workstation send 10.30.0.98 12345
    datagrams workstation send fd30::97 12345
    step traceroute 'traceroute to the branch: time exceeded from the router, port unreachable from the branch'
    at_desk traceroute -n -q 2 -w 1 -N 1 10.30.0.5 >/dev/null
    at_desk traceroute -n -q 2 -w 1 -N 1 fd30::5 >/dev/null
    step path-mtu 'Too big for the link to the branch: fragmentation needed, packet too big'
    at_desk ping -q -c 1 -W 1 -M do -s 1450 10.30.0.5 >/dev/null || true
    at_desk ping -q -c 2 -i 0.3 -W 1 -M want -s 1430 fd30::5 >/dev/null || true
}

fragments() {
    step fragments-v4 'IPv4 fragments: echo of 4000 bytes, a datagram of 5000 bytes and its echo'
    at_desk ping -q -c 2 -i 0.2 -s 4000 10.20.0.2 >/dev/null
    datagrams workstation send 10.20.0.2 7 --size 5000 --answers 1
    step fragments-v6 'IPv6 fragments: the same with the fragment extension header'
    at_desk ping -q -c 2 -i 0.2 -s 4000 fd20::2 >/dev/null
    datagrams workstation send fd20::2 7 --size 5000 --answers 1
}

announcements() {
    step multicast 'Multicast: groups are joined (IGMP, MLD), mDNS and SSDP questions from both sides'
    datagrams workstation join 224.0.0.251 ff02::fb --seconds 1 &
    sleep 0.3
    datagrams workstation mdns
    datagrams server mdns
    datagrams workstation ssdp
    wait $!
    step broadcast 'Broadcast: wake-on-LAN out, a service announcement in'
    datagrams workstation wake 255.255.255.255
    datagrams server send 10.20.0.255 9999 --broadcast --text 'backup server here' --count 3
    step syslog 'UDP one way: log lines to the server'
    datagrams workstation send 10.20.0.2 514 --text '<14>workstation app: all is well' --count 5
}

inbound_services() {
    local poll
    step inbound-metrics 'The server polls the workstation: HTTP on port 9100, IPv4 and IPv6'
    for poll in 1 2 3; do
        in_ns server curl -q -sS -o /dev/null http://10.20.0.10:9100/metrics
        in_ns server curl -q -sS -o /dev/null 'http://[fd20::10]:9100/metrics'
    done
    step inbound-ping 'The server pings the workstation, IPv4 and IPv6'
    in_ns server ping -q -c 3 -i 0.2 10.20.0.10 >/dev/null
    in_ns server ping -q -c 3 -i 0.2 fd20::10 >/dev/null
}

blocked_services() {
    step telnet 'Telnet to the server, IPv4 and IPv6: works here, the sample policy blocks it'
    telnet_session 10.20.0.2
    telnet_session fd20::2
    step admin 'The admin page on port 8081, IPv4 and IPv6: works here, the sample policy blocks it'
    fetch http://10.20.0.2:8081/status.html
    fetch 'http://[fd20::2]:8081/status.html'
    step inbound-ssh 'SSH from the scanner to the workstation: the banner and no more'
    in_ns scanner timeout 1 socat -u TCP:10.20.0.10:22 - >/dev/null || true
}

telnet_session() {
    { sleep 0.2; printf 'visitor\r\n'; sleep 0.2; printf 'guest\r\n'; sleep 0.2; printf 'show ports\r\n'; sleep 0.2; } |
        at_desk socat -t 1 - "TCP:$([[ $1 == *:* ]] && echo "[$1]" || echo "$1"):23" >/dev/null
}

trouble() {
    step closed-port 'TCP to a closed port: RST, IPv4 and IPv6'
    fetch http://10.20.0.2:81/ 2>/dev/null || true
    fetch 'http://[fd20::2]:81/' 2>/dev/null || true
    step no-answer 'TCP to an address that swallows everything: the SYN is sent again'
    fetch --connect-timeout 4 http://10.30.0.99/ 2>/dev/null || true
    step retransmission 'TCP: the cable fails for 0.9 s during a slow download (100 kB), segments are sent again'
    fetch -r 0-99999 http://10.20.0.2/slow.csv &
    sleep 0.6
    in_ns switch bridge link set dev workstation state 0
    sleep 0.9
    in_ns switch bridge link set dev workstation state 3
    wait $!
    step reset 'TCP: a client gives up a download in the middle, with RST'
    datagrams workstation abort 10.20.0.2 80 /parts.csv
}

scans() {
    step scan-syn 'The scanner tries 300 TCP ports of the workstation (SYN), then of the server'
    in_ns scanner nmap -n -Pn -sS -r --max-retries 1 -T4 --min-rate 400 -p 1-300 10.20.0.10 10.20.0.2 >/dev/null
    step scan-odd 'The scanner sends FIN, Xmas and null segments and UDP probes'
    in_ns scanner nmap -n -Pn -sX -r --max-retries 0 -T4 -p 20-30 10.20.0.10 >/dev/null
    in_ns scanner nmap -n -Pn -sN -r --max-retries 0 -T4 -p 20-30 10.20.0.10 >/dev/null
    in_ns scanner nmap -n -Pn -sU -r --max-retries 0 -T4 --min-rate 50 -p 53,67,123,137,161,500,1900 10.20.0.10 >/dev/null
    step scan-v6 'The scanner tries 60 TCP ports of the workstation over IPv6'
    in_ns scanner nmap -6 -n -Pn -sS -r --max-retries 1 -T4 --min-rate 200 -p 1-60 fd20::10 >/dev/null
}
