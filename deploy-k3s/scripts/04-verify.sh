#!/usr/bin/env bash
# Asks everybody about the values in use: ✓ and ✗ lines, 1 when there is a ✗. More arguments go to `secrets verify`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec npm run --silent ops -- secrets verify "$@"
