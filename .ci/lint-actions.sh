#!/usr/bin/env bash
# Checks the workflows, those that init writes too, and the metadata of the action:
# actionlint and shellcheck, the published schema of action.yml, and that everything
# used is pinned and no script is pasted together.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null
source .ci/parts.sh

install git git
install shellcheck shellcheck
node_modules
mapfile -t workflows < <(git ls-files --cached --others --exclude-standard '.github/workflows/*.yml' 'engine/scaffold/starter/.github/workflows/*.yml')
[ ${#workflows[@]} -ge 4 ] || fail "Workflows are missing: only ${#workflows[@]} are there."
# Scripts write Markdown, whose backquotes are no commands.
SHELLCHECK_OPTS=--exclude=SC2016 go run "github.com/rhysd/actionlint/cmd/actionlint@$actionlint_version" "${workflows[@]}"
mapfile -t scripts < <(git ls-files --cached --others --exclude-standard '.github/action/*.sh' '.ci/*.sh')
shellcheck --shell=bash --severity=warning "${scripts[@]}"
mapfile -t metadata < <(git ls-files --cached --others --exclude-standard action.yml '.ci/e2e/stubs/*/action.yml')
here=$PWD
(cd .ci/e2e && go run . lint "$modules/schemastore/schemas/json/github-action.json" "${metadata[@]/#/$here/}" "${workflows[@]/#/$here/}")
