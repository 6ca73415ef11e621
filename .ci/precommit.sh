#!/usr/bin/env bash
# Runs pre-commit itself with the hooks of .pre-commit-hooks.yaml, in a repository
# that `entente init` makes: a broken document is held back, a mended one is not.
# Checks what is committed.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null
source .ci/parts.sh

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

install git git
install python3 python3 python3-venv
python3 -c 'import ensurepip' 2>/dev/null || packages python3-venv
venv=$cache/pre-commit-$precommit_version
if ! "$venv/bin/pre-commit" --version >/dev/null 2>&1; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "pre-commit==$precommit_version"
fi
# As a release is built, wherever the hook's clone lies: what one compiles the other has.
export GOFLAGS=-trimpath CGO_ENABLED=0
go build -o "$scratch/bin/entente" ./cmd/entente
GOMODCACHE=$(go env GOMODCACHE) # what is downloaded already serves the hook too
export GOMODCACHE PATH="$scratch/bin:$venv/bin:$PATH" PRE_COMMIT_HOME="$scratch/cache"
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@localhost GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@localhost

pre-commit validate-manifest .pre-commit-hooks.yaml
git clone -q . "$scratch/hooks"

entente init "$scratch/repo" >/dev/null
cd "$scratch/repo"
git init -q -b main
git add -A
git commit -q -m start
cat >.pre-commit-config.yaml <<CONFIG
repos:
  - repo: $scratch/hooks
    rev: $(git -C "$scratch/hooks" rev-parse HEAD)
    hooks: [{id: entente}, {id: entente-system}]
CONFIG
git add -A
git commit -q -m hooks
pre-commit install >/dev/null

sed -i 's/lifecycle: active/lifecycle: actve/' partners/example-partner.yaml
if git commit -q -a -m broken >"$scratch/log" 2>&1; then
  fail "a broken document was committed"
fi
[ "$(grep -c 'partners/example-partner.yaml:6' "$scratch/log")" = 2 ] || fail "the hooks do not both say what is broken:
$(cat "$scratch/log")"
sed -i 's/lifecycle: actve/lifecycle: paused/' partners/example-partner.yaml
git commit -q -a -m mended >"$scratch/log" 2>&1 || fail "a valid document was held back:
$(cat "$scratch/log")"
echo "pre-commit $precommit_version holds back a broken document and lets a mended one pass, with both hooks"
