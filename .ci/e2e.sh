#!/usr/bin/env bash
# Runs the action end to end: act is the runner, emulate is GitHub, and every request
# between is validated against GitHub's own OpenAPI description. .ci/e2e says how.
#
#   bash .ci/e2e.sh                # ENTENTE=FILE takes a program that is built already
#   bash .ci/e2e.sh -comment FILE  # keeps the comment that was posted first
#
# Fails when a part is missing. What it installs, by pinned version, goes into
# $ENTENTE_CI_CACHE, ~/.cache/entente-ci when that is not set.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null
source .ci/parts.sh

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

documents=${ENTENTE_EXAMPLE:-../shared/example}
[ -n "${ENTENTE_EXAMPLE:-}" ] || [ -d "$documents" ] || documents=engine/testdata/example
for part in "$documents" "$documents-change"; do
  [ -d "$part" ] || fail "The folder $part is missing."
done

install git git
install jq jq
install curl curl ca-certificates
node_modules
go_tool act "github.com/nektos/act@$act_version"

program=${ENTENTE:-}
if [ -z "$program" ]; then
  program=$scratch/bin/entente
  go build -o "$program" ./cmd/entente
fi
(cd .ci/e2e && go build -o "$scratch/e2e" .)
mkdir "$scratch/work"
"$scratch/e2e" -root "$PWD" -entente "$(realpath "$program")" -act "$cache/bin/act" -modules "$modules" \
  -example "$(realpath "$documents")" -change "$(realpath "$documents-change")" -scratch "$scratch/work" "$@" run
