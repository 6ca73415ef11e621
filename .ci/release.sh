#!/usr/bin/env bash
# Checks that a release could be made: the configuration is valid, and a snapshot for
# this machine's platform alone is built, packed and run.
#
#   bash .ci/release.sh --all    # for all platforms, with bills of materials
#   bash .ci/release.sh --tools  # only installs what the check needs
#
# Writes nothing but the cache of .ci/parts.sh and a temporary folder. GORELEASER and
# SYFT name tools that are installed.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null
source .ci/parts.sh

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

install git git
goreleaser=${GORELEASER:-}
if [ -z "$goreleaser" ]; then
  # It is run once or twice: what is saved is the time to build it.
  GOGC=800 go_tool goreleaser "github.com/goreleaser/goreleaser/v2@$goreleaser_version" \
    -gcflags=all='-N -l -dwarf=false' -gcflags=std= -ldflags='-s -w'
  goreleaser=$cache/bin/goreleaser
fi
[ "${1:-}" != --tools ] || exit 0

workflow=.github/workflows/release.yml
unpinned=$(grep -E '^ *(- )?uses: ' "$workflow" | grep -vE '@[0-9a-f]{40} # v[0-9]' || true)
[ -z "$unpinned" ] || fail "$workflow names actions by something that can move. Give the full commit and the version behind it:
$unpinned"
grep -qF "GORELEASER: $goreleaser_version" "$workflow" || fail "$workflow has another version of goreleaser than .ci/parts.sh ($goreleaser_version)."
grep -qF "SYFT: $syft_version" "$workflow" || fail "$workflow has another version of syft than .ci/parts.sh ($syft_version)."

syft=${SYFT:-$(command -v syft || true)}
if [ -z "$syft" ] && [ "${1:-}" = --all ]; then
  go_tool syft "github.com/anchore/syft/cmd/syft@$syft_version" >"$scratch/syft" 2>&1 && syft=$cache/bin/syft
fi
skip=publish
if [ -n "$syft" ]; then
  mkdir "$scratch/bin"
  ln -s "$syft" "$scratch/bin/syft"
  PATH=$scratch/bin:$PATH
else
  skip=publish,sbom
  why="--all installs it"
  [ ! -s "$scratch/syft" ] || why=$(tail -n 1 "$scratch/syft" | tr -s '\t' ' ')
  echo "No bills of materials: syft $syft_version is not here ($why)"
fi

# The same configuration, but for where it writes: dist/ may hold what somebody needs.
"$goreleaser" check --quiet .goreleaser.yaml
cp .goreleaser.yaml "$scratch/config.yaml"
printf '\ndist: %s/dist\n' "$scratch" >>"$scratch/config.yaml"
if [ "${1:-}" != --all ]; then
  sed -i "s/goos: \[.*/goos: [$(go env GOOS)]/; s/goarch: \[.*/goarch: [$(go env GOARCH)]/" "$scratch/config.yaml"
fi
"$goreleaser" release --snapshot --clean --config "$scratch/config.yaml" --skip="$skip" >"$scratch/log" 2>&1 ||
  fail "$(cat "$scratch/log")"

cd "$scratch/dist"
[ -s checksums.txt ] || fail "the snapshot has no checksums.txt"
sha256sum --check --quiet checksums.txt
built=0
for archive in *.tar.gz *.zip; do
  [ -e "$archive" ] || continue
  built=$((built + 1))
  mkdir unpacked
  case $archive in
  *.zip)
    install python3 python3
    python3 -m zipfile -e "$archive" unpacked
    ;;
  *) tar -xzf "$archive" -C unpacked ;;
  esac
  for file in LICENSE README.md CHANGELOG.md THIRD_PARTY_NOTICES; do
    [ -s "unpacked/$file" ] || fail "$archive lacks $file"
  done
  [ -s unpacked/entente ] || [ -s unpacked/entente.exe ] || fail "$archive lacks the program"
  grep -qF "  $archive" checksums.txt || fail "$archive has no checksum"
  if [ -n "$syft" ]; then
    [ -s "$archive.sbom.json" ] || fail "$archive has no bill of materials"
  fi
  case $archive in
  *_"$(go env GOOS)_$(go env GOARCH)".*)
    version=$(./unpacked/entente --version)
    case $version in
    *-snapshot.*) ;;
    *) fail "the program says \"$version\", not the version of the snapshot" ;;
    esac
    ran=yes
    ;;
  esac
  rm -r unpacked
done
[ "${ran:-}" = yes ] || fail "no archive is for this machine"
echo "Archives: $built, each with its licences and checksum; this machine's says: $version"
