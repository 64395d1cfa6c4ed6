#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds Penstock's image from what Maven has packaged (mvn -Dquick -Dmaven.test.skip=true -pl cli -am package); nothing is pulled.
#
#   docker/build.sh [NAME]                       NAME: penstock:dev unless another is given
#
#   BASE_IMAGE            what the image is built on; without one, docker/base-image.sh makes penstock-base:bookworm
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ ! -d cli/target/lib ] || ! compgen -G 'cli/target/penstock-cli-*.jar' >/dev/null; then
    echo "build: nothing is packaged yet: mvn -Dquick -Dmaven.test.skip=true -pl cli -am package" >&2
    exit 3
fi
base=${BASE_IMAGE:-}
if [ -z "$base" ]; then
    base=penstock-base:bookworm
    docker/base-image.sh command "$base"
fi
# The image's user is not who built the files; changing their rights in the image would store them twice.
chmod -R a+rX penstock docker/health.sh samples/policy.yaml samples/callouts samples/callouts/signatures.yaml samples/office.pcapng cli/target/lib cli/target/penstock-cli-*.jar
# The classic builder is in every engine; BuildKit's client is a package of its own.
docker buildx version >/dev/null 2>&1 || export DOCKER_BUILDKIT=0
docker build --pull=false --build-arg "BASE_IMAGE=$base" \
    --build-arg "REVISION=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)" \
    --tag "${1:-penstock:dev}" --file docker/Dockerfile .
