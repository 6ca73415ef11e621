#!/usr/bin/env bash
# Prints the section of CHANGELOG.md of a version: bash .ci/notes.sh 1.2.3
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=${1:?which version, such as 1.2.3}
notes=$(awk -v heading="## [$version]" '
  index($0, heading) == 1 { within = 1; next }
  within && /^## \[/ { exit }
  within' CHANGELOG.md)
if [ -z "${notes//[[:space:]]/}" ]; then
  echo "CHANGELOG.md has no section \"## [$version]\" with text in it: write it before the tag" >&2
  exit 1
fi
printf '%s\n' "$notes"
