#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds, runs a benchmark by its name and prints a table: bench/run.sh NAME [OPTION VALUE ...]; README.md beside it has the names.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
root=$(dirname "$here")
name=${1:-}
case $name in
    01-baseline | 02-pipeline | 03-pend | jmh) shift ;;
    *)
        echo 'usage: bench/run.sh 01-baseline|02-pipeline [-n PACKETS] [-r TIMES] [OPTION VALUE ...] | 03-pend [-r TIMES] [--starts N] [--seconds N] [--rates A,B] [--partitions N] | jmh [JMH OPTION ...]' >&2
        exit 2
        ;;
esac

for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    if [ -x "$home/bin/java" ] && grep -q '^JAVA_VERSION="25[".+-]' "$home/release" 2>/dev/null; then
        java=$home/bin/java
        break
    fi
done
[ -n "${java:-}" ] || { echo 'bench: needs a JDK 25; point JAVA_HOME at it' >&2; exit 3; }

cd "$root"
# Jars of an earlier build go: another version beside this one would be measured in its place.
rm -rf bench/target/lib
mvn -B -q -ntp -Dquick -Dmaven.test.skip=true -pl bench -am package >&2

# The class path once: the module's own classes before the jars.
path=bench/target/classes
for jar in bench/target/lib/*.jar; do
    path=$path:$jar
done

# Kafka's compression libraries use what JDK 24 and later warn about.
set_up='-XX:+UseParallelGC -Xmx1536m --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED'
if [ "$name" = jmh ]; then
    mkdir -p bench/results
    # shellcheck disable=SC2086
    exec "$java" $set_up ${BENCH_JAVA_OPTS:-} -cp "$path" org.openjdk.jmh.Main -rf json \
        -rff "bench/results/$(date -u +%Y-%m-%dT%H%M%SZ)-jmh.json" "$@"
fi

if [ "$name" = 03-pend ]; then
    # shellcheck disable=SC2086
    exec "$java" $set_up ${BENCH_JAVA_OPTS:-} -cp "$path" io.penstock.bench.pend.PendBench "$@"
fi

[ "$name" = 01-baseline ] && set -- --only pass-through "$@"
mix=${PENSTOCK_DATA:-$root/../shared/data}/captures/mix-general-28k.pcap
[ -r "$mix" ] || mix=samples/office.pcapng
# shellcheck disable=SC2086
exec "$java" $set_up ${BENCH_JAVA_OPTS:-} -cp "$path" io.penstock.bench.pipeline.PipelineBench --capture "$mix" "$@"
