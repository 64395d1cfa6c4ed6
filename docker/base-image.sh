#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes a base for Penstock's image where no container registry can be reached: Debian's smallest system, from Debian's packages, and a
# Java run time linked from this machine's JDK 25. Needs root, debootstrap and a Docker engine. Does nothing where the image is there.
#
#   docker/base-image.sh [--force] [NAME]        NAME: penstock-base:bookworm unless another is given
#
#   JAVA_HOME             a JDK 25; without one, the usual places are searched
#   PENSTOCK_DEBIAN       a mirror, http://deb.debian.org/debian unless another is given
set -euo pipefail

say() { printf 'base-image: %s\n' "$*" >&2; }
fail() { say "$@"; exit 3; }

force=
[ "${1:-}" != --force ] || { force=yes; shift; }
name=${1:-penstock-base:bookworm}
suite=bookworm
mirror=${PENSTOCK_DEBIAN:-http://deb.debian.org/debian}

# What jdeps finds in the command's class path, and besides: TLS with elliptic curves, the built-in HTTP server and client, jcmd for those
# who must look into a container, and SASL.
modules=java.base,java.compiler,java.desktop,java.instrument,java.logging,java.management,java.management.rmi,java.naming,java.net.http
modules+=,java.rmi,java.scripting,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.jcmd,jdk.jfr
modules+=,jdk.management,jdk.management.agent,jdk.net,jdk.nio.mapmode,jdk.security.auth,jdk.security.jgss,jdk.unsupported,jdk.zipfs

command -v docker >/dev/null || fail 'needs docker'
docker version >/dev/null 2>&1 || fail 'no Docker engine answers'
if [ -z "$force" ] && docker image inspect "$name" >/dev/null 2>&1; then
    say "$name is there already; --force makes it anew"
    exit 0
fi
command -v debootstrap >/dev/null || fail 'needs debootstrap (apt install debootstrap)'
[ "$(id -u)" = 0 ] || fail 'needs root: debootstrap changes into what it makes'

jdk=
for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* /opt/* /usr/java/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    if [ -x "$home/bin/jlink" ] && grep -qs '^JAVA_VERSION="25[".+-]' "$home/release"; then
        jdk=$home
        break
    fi
done
[ -n "$jdk" ] || fail 'needs a JDK 25 with jlink; point JAVA_HOME at one'

work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
root=$work/root

say "Debian $suite from $mirror..."
debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$work/log" 2>&1 || { tail -n 20 "$work/log" >&2; fail 'debootstrap failed'; }

# Whoever starts a container reads no manuals in it, and the package lists are old by then.
rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/var/log/* "$root"/var/cache/debconf/*-old \
    "$root"/usr/share/man/* "$root"/usr/share/info/* "$root"/usr/share/locale/* "$root"/usr/share/lintian/*
find "$root/usr/share/doc" -mindepth 2 ! -name copyright -delete 2>/dev/null || :
# Of this machine nothing stays.
: >"$root/etc/resolv.conf"
: >"$root/etc/machine-id"
echo localhost >"$root/etc/hostname"

say "a Java run time from $jdk..."
mkdir -p "$root/opt/java"
"$jdk/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --output "$root/opt/java/openjdk"
"$root/opt/java/openjdk/bin/java" -Xshare:dump >/dev/null

tar -C "$root" --numeric-owner --exclude './dev/*' -c . | docker import \
    --change 'ENV JAVA_HOME=/opt/java/openjdk LANG=C.UTF-8 PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
    --change 'CMD ["/bin/bash"]' - "$name" >/dev/null
say "made $name, $(docker image inspect --format '{{.Size}}' "$name" | awk '{printf "%.0f MB", $1 / 1e6}')"
