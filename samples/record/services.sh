# SPDX-License-Identifier: Apache-2.0
# The office's services. server: DNS 53, HTTP 80, HTTPS 443, SSH 22, telnet 23, admin page 8081, UDP echo 7, a log sink 514.
# workstation: a metrics page on 9100, which the server polls, and SSH, which nobody should reach. branch: HTTP 80.

signature='PENSTOCK-TEST-SIGNATURE'
# Harmless, in the manner of the anti-virus test file, but not that file: a clone of this repository shall not alarm.
marker='X5O!P%@AP-PENSTOCK-STANDARD-SIGNATURE-TEST-FILE!$H+H*'

start_services() {
    web_content
    start_dns
    start_web server "$work/www" 'listen 80; listen [::]:80;' 'listen 443 ssl; listen [::]:443 ssl;' \
        'listen 8081; listen [::]:8081;'
    start_web workstation "$work/metrics" 'listen 9100; listen [::]:9100;'
    start_web branch "$work/www" 'listen 80; listen [::]:80;'
    start_ssh server
    start_ssh workstation
    in_ns server socat TCP6-LISTEN:23,ipv6only=0,reuseaddr,fork SYSTEM:"$work/telnet-login" &
    in_ns server socat -b 9000 UDP6-RECVFROM:7,ipv6only=0,fork EXEC:'cat' 2>/dev/null &
    in_ns server socat -u UDP-RECV:514 OPEN:/dev/null &
    await server tcp 80 && await server tcp 22 && await server tcp 23 && await server udp 53 && await server udp 7 && await server udp 514
    await workstation tcp 9100 && await workstation tcp 22 && await branch tcp 80
}

await() { until in_ns "$1" ss -Hln --"$2" "sport = :$3" | grep -q .; do sleep 0.05; done; }

web_content() {
    local page
    mkdir -p "$work/www" "$work/metrics"
    for page in index status menu phones; do
        printf '<!doctype html><title>%s</title><h1>Office intranet: %s</h1>\n' "$page" "$page" >"$work/www/$page.html"
        seq -f "<p>Line %g of the $page page.</p>" 60 >>"$work/www/$page.html"
    done
    # 320 kB that compress well, so that the repository stays small.
    seq -f 'record %06g of the parts list: bolt, nut, washer' 6000 >"$work/www/parts.csv"
    printf '%s\n' "$marker" >"$work/www/test-file.com"
    { seq -f 'metric_%g 1' 40; } >"$work/metrics/metrics"
    printf '#!/bin/sh\nprintf "switch-3 login: "; read -r u; printf "Password: "; read -r p\n%s\n' \
        'printf "Last login: Monday\r\nswitch-3> "; read -r c; printf "8 ports up\r\nswitch-3> bye\r\n"' >"$work/telnet-login"
    chmod -R a+rX "$work" && chmod a+x "$work/telnet-login"
}

start_dns() {
    in_ns server dnsmasq --conf-file=/dev/null --no-resolv --no-hosts --no-daemon --log-facility=/dev/null --user=root \
        --pid-file= --local=/office.test/ --local-ttl=300 --no-negcache \
        --host-record=intranet.office.test,10.20.0.2,fd20::2 --host-record=server.office.test,10.20.0.2,fd20::2 \
        --host-record=workstation.office.test,10.20.0.10,fd20::10 --host-record=branch.office.test,10.30.0.5,fd30::5 \
        --cname=www.office.test,intranet.office.test --mx-host=office.test,server.office.test,10 \
        --txt-record=policy.office.test,"$(printf 'a long record, so that the answer does not fit %.0s' 1 2 3 4 5)" \
        --txt-record=policy.office.test,"$(printf 'into a datagram of 512 bytes and TCP is asked %.0s' 1 2 3 4 5)" \
        --txt-record=policy.office.test,"$(printf 'and is read over a connection of its own then %.0s' 1 2 3 4 5)" 2>/dev/null &
}

# start_web HOST ROOT LISTEN...: one nginx with a server block per LISTEN.
start_web() {
    local host=$1 root=$2 listen blocks=''
    shift 2
    [ -e "$work/tls.pem" ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
        -subj '/CN=intranet.office.test' -addext 'subjectAltName=DNS:intranet.office.test,DNS:www.office.test' \
        -keyout "$work/tls.key" -out "$work/tls.pem" 2>/dev/null
    for listen in "$@"; do
        blocks+="server { $listen root $root; location = /form { return 200 'thank you\n'; }
    location = /slow.csv { alias $root/parts.csv; limit_rate 40k; } }"
    done
    cat >"$work/nginx-$host.conf" <<CONF
daemon off; user root; worker_processes 1; pid $work/nginx-$host.pid; error_log $work/nginx-$host.log;
events { worker_connections 256; }
http { access_log off; default_type text/plain; types { text/html html; text/csv csv; }
  client_body_temp_path $work/nginx-$host-body; proxy_temp_path $work/nginx-$host-p; fastcgi_temp_path $work/nginx-$host-f;
  uwsgi_temp_path $work/nginx-$host-u; scgi_temp_path $work/nginx-$host-s;
  ssl_certificate $work/tls.pem; ssl_certificate_key $work/tls.key; ssl_protocols TLSv1.2 TLSv1.3;
  $blocks }
CONF
    in_ns "$host" nginx -c "$work/nginx-$host.conf" -e "$work/nginx-$host.log" &
}

start_ssh() {
    local host=$1
    mkdir -p /run/sshd "$work/ssh"
    [ -e "$work/ssh/id" ] || ssh-keygen -q -t ed25519 -N '' -C visitor -f "$work/ssh/id"
    ssh-keygen -q -t ed25519 -N '' -C "$host" -f "$work/ssh/$host"
    in_ns "$host" "$(command -v sshd)" -D -e -f /dev/null -p 22 -h "$work/ssh/$host" -o UsePAM=no -o UseDNS=no \
        -o StrictModes=no -o PidFile=none -o PermitRootLogin=prohibit-password \
        -o AuthorizedKeysFile="$work/ssh/id.pub" 2>"$work/sshd-$host.log" &
}
