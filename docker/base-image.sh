#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes a base for one of Penstock's images where no container registry can be reached, from Debian's packages: of each package its files, and
# of packages those alone that the image needs. There is no package tool in it and nothing that only an installation needs. The base for
# the command has a Java run time besides, linked from this machine's JDK 25. Needs root, debootstrap and a Docker engine. Does nothing where
# an image that was made in the same way is there.
#
#   docker/base-image.sh [--force] [command|capture|prometheus] [NAME]
#
#   command               for docker/Dockerfile, penstock-base:bookworm unless another name is given
#   capture               for docker/capture/Dockerfile, penstock-capture-base:bookworm unless another name is given
#   prometheus            for docker/prometheus/Dockerfile, penstock-prometheus-base:bookworm unless another name is given
#
#   JAVA_HOME             a JDK 25; without one, the usual places are searched
#   PENSTOCK_DEBIAN       a mirror, http://deb.debian.org/debian unless another is given
set -euo pipefail

say() { printf 'base-image: %s\n' "$*" >&2; }
fail() { say "$@"; exit 3; }

force=
[ "${1:-}" != --force ] || { force=yes; shift; }
kind=${1:-command}
suite=bookworm
mirror=${PENSTOCK_DEBIAN:-http://deb.debian.org/debian}

# A shell and the plain tools, for the launcher, the health check and those who look into a container; each line with what its programs load.
packages=(base-files base-passwd libc6 libc-bin
    bash dash libtinfo6
    coreutils libacl1 libattr1 libgmp10 libselinux1 libpcre2-8-0
    findutils grep sed)
case $kind in
    command)
        default=penstock-base
        # The pattern search is written in C++.
        packages+=(libstdc++6 libgcc-s1)
        ;;
    capture)
        default=penstock-capture-base
        packages+=(tcpdump libpcap0.8 libdbus-1-3 libibverbs1 libnl-3-200 libnl-route-3-200 libssl3
            libsystemd0 libcap2 libcap2-bin libgcrypt20 libgpg-error0 liblz4-1 liblzma5 libzstd1)
        ;;
    prometheus)
        default=penstock-prometheus-base
        packages+=(prometheus)
        ;;
    *) fail "command, capture or prometheus expected, found \"$kind\"" ;;
esac
name=${2:-$default:$suite}

# What jdeps finds in the command's class path, and besides: TLS with elliptic curves, the built-in HTTP server and client, jcmd for those
# who must look into a container, and SASL.
modules=java.base,java.compiler,java.desktop,java.instrument,java.logging,java.management,java.management.rmi,java.naming,java.net.http
modules+=,java.rmi,java.scripting,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.jcmd,jdk.jfr
modules+=,jdk.management,jdk.management.agent,jdk.net,jdk.nio.mapmode,jdk.security.auth,jdk.security.jgss,jdk.unsupported,jdk.zipfs

command -v docker >/dev/null || fail 'needs docker'
docker version >/dev/null 2>&1 || fail 'no Docker engine answers'

jdk=
if [ "$kind" = command ]; then
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* /opt/* /usr/java/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
        if [ -x "$home/bin/jlink" ] && grep -qs '^JAVA_VERSION="25[".+-]' "$home/release"; then
            jdk=$home
            break
        fi
    done
    [ -n "$jdk" ] || fail 'needs a JDK 25 with jlink; point JAVA_HOME at one'
fi

# An image that this script made from the same JDK carries the same mark.
mark=$({ printf '%s\n' "$kind" "$suite" "$mirror"; cat "$0" ${jdk:+"$jdk/release"}; } | sha256sum | cut -c 1-16)
if [ -z "$force" ] && [ "$(docker image inspect --format '{{index .Config.Labels "io.penstock.base"}}' "$name" 2>/dev/null)" = "$mark" ]; then
    say "$name is there already; --force makes it anew"
    exit 0
fi
command -v debootstrap >/dev/null || fail 'needs debootstrap (apt install debootstrap)'
[ "$(id -u)" = 0 ] || fail 'needs root: debootstrap asks for it'

work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
root=$work/root

say "Debian $suite from $mirror..."
# Debootstrap finds the packages, and checks the mirror's signature and their sums. Told in its own way, it brings these alone.
cat >"$work/suite" <<END
mirror_style release
download_style apt
finddebs_style from-indices
variants -
keyring /usr/share/keyrings/debian-archive-keyring.gpg
work_out_debs () { required="${packages[*]}"; base=; }
END
debootstrap --download-only --no-resolve-deps "$suite" "$work/debian" "$mirror" "$work/suite" >"$work/log" 2>&1 \
    || { tail -n 20 "$work/log" >&2; fail 'debootstrap failed'; }
mkdir -p "$root"/usr/{bin,sbin,lib,lib64,local/bin}
for directory in bin sbin lib lib64; do
    ln -s "usr/$directory" "$root/$directory"
done
# What scanners read to know which packages are in an image without a package tool.
mkdir -p "$root/var/lib/dpkg/status.d"
for package in "${packages[@]}"; do
    file=$(echo "$work"/debian/var/cache/apt/archives/"$package"_*.deb)
    [ -f "$file" ] || fail "debootstrap has not brought $package"
    dpkg-deb --fsys-tarfile "$file" | tar -C "$root" --keep-directory-symlink -x
    dpkg-deb --field "$file" >"$root/var/lib/dpkg/status.d/$package"
done

# What the packages' scripts would have done.
cp "$root/usr/share/base-passwd/passwd.master" "$root/etc/passwd"
cp "$root/usr/share/base-passwd/group.master" "$root/etc/group"
[ -e "$root/bin/sh" ] || ln -s dash "$root/bin/sh"
printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"
echo localhost >"$root/etc/hostname"
: >"$root/etc/resolv.conf"
: >"$root/etc/machine-id"
# Whoever starts a container reads no manuals in it.
rm -rf "$root"/usr/share/{man,info,locale,lintian,bash-completion,base-passwd} "$root/usr/sbin/update-passwd"
find "$root/usr/share/doc" -mindepth 2 ! -name copyright -delete 2>/dev/null || :
chroot "$root" /sbin/ldconfig

if [ -n "$jdk" ]; then
    say "a Java run time from $jdk..."
    mkdir -p "$root/opt/java"
    # Nothing here draws: of java.desktop the classes are wanted, not the libraries.
    "$jdk/bin/jlink" --add-modules "$modules" --strip-debug --compress zip-6 --no-header-files --no-man-pages \
        --exclude-files '/java.desktop/lib/**' --output "$root/opt/java/openjdk"
    "$root/opt/java/openjdk/bin/java" -Xshare:dump >/dev/null
fi

# A package of which another suite's programs load more.
lacking=$(find "$root"/usr/bin "$root"/usr/sbin "$root"/opt -type f \( -perm -100 -o -name '*.so' \) 2>/dev/null | sed "s|^$root||" \
    | xargs -r chroot "$root" env LD_LIBRARY_PATH=/opt/java/openjdk/lib/server ldd 2>/dev/null | grep 'not found' | sort -u || :)
[ -z "$lacking" ] || fail "programs in $name lack libraries:" "$lacking"

tar -C "$root" --numeric-owner --exclude './dev/*' -c . | docker import --change "LABEL io.penstock.base=$mark" \
    --change "ENV LANG=C.UTF-8 PATH=${jdk:+/opt/java/openjdk/bin:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin${jdk:+ JAVA_HOME=/opt/java/openjdk}" \
    --change 'CMD ["/bin/bash"]' - "$name" >/dev/null
say "made $name, $(docker image inspect --format '{{.Size}}' "$name" | awk '{printf "%.0f MB", $1 / 1e6}')"
