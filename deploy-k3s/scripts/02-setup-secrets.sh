#!/usr/bin/env bash
# Writes what the sources say into the cluster: deploy-k3s/secrets/, deploy-k3s/config.yaml, deploy/prod.env. Only what differs,
# never a value that was replaced; nothing at all while a source will not do. More arguments go to `secrets apply`, e.g. --plan.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec npm run --silent ops -- secrets apply --sources . "$@"
