#!/usr/bin/env bash
# Writes .github/comment.png, the picture of the comment that the README shows: what
# the end to end run posts, as a browser shows it. Run by hand after the comment's
# look has changed.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null
source .ci/parts.sh

install chromium chromium fonts-liberation fonts-noto-color-emoji
kept=$(mktemp)
trap 'rm -f "$kept"' EXIT
bash .ci/e2e.sh -comment "$kept"
(cd .ci/screenshot && go run . "$kept" "$OLDPWD/.github/comment.png")
