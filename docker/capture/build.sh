#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the image with tcpdump, for agents that capture; nothing is pulled.
#
#   docker/capture/build.sh [NAME]               NAME: penstock-capture:dev unless another is given
#
#   BASE_IMAGE            what the image is built on; without one, docker/base-image.sh makes penstock-capture-base:bookworm
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

base=${BASE_IMAGE:-}
if [ -z "$base" ]; then
    base=penstock-capture-base:bookworm
    ../base-image.sh capture "$base"
fi
docker buildx version >/dev/null 2>&1 || export DOCKER_BUILDKIT=0
docker build --pull=false --build-arg "BASE_IMAGE=$base" --tag "${1:-penstock-capture:dev}" .
