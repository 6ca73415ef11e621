#!/usr/bin/env bash
# Runs pre-commit itself with the hooks of .pre-commit-hooks.yaml, in a repository
# that `entente init` makes: a broken document is held back, a mended one is not.
# Checks what is committed. Needs Go, git and Python.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=4.7.0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet --disable-pip-version-check "pre-commit==$version"
go build -o "$scratch/bin/entente" ./cmd/entente
GOMODCACHE=$(go env GOMODCACHE) # what is downloaded already serves the hook too
export GOMODCACHE PATH="$scratch/bin:$scratch/venv/bin:$PATH" PRE_COMMIT_HOME="$scratch/cache"
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
echo "pre-commit $version holds back a broken document and lets a mended one pass, with both hooks"
