#!/usr/bin/env bash
# Checks that a release could be made: the configuration is valid, and a snapshot for
# this machine's platform alone is built, packed and run. For all platforms:
#
#   bash .ci/release.sh --all
#
# Reads and writes nothing outside of a temporary folder. GORELEASER and SYFT name
# tools that are installed; without a SYFT, bills of materials are left out.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "${BASH_SOURCE[0]}")/.."

goreleaser_version=v2.14.3
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

workflow=.github/workflows/release.yml
unpinned=$(grep -E '^ *(- )?uses: ' "$workflow" | grep -vE '@[0-9a-f]{40} # v[0-9]' || true)
[ -z "$unpinned" ] || fail "$workflow names actions by something that can move. Give the full commit and the version behind it:
$unpinned"
grep -qF "GORELEASER: $goreleaser_version" "$workflow" || fail "$workflow has another version of goreleaser than .ci/release.sh ($goreleaser_version)."

goreleaser=${GORELEASER:-}
if [ -z "$goreleaser" ]; then
  GOBIN=$scratch go install "github.com/goreleaser/goreleaser/v2@$goreleaser_version"
  goreleaser=$scratch/goreleaser
fi

skip=publish
if [ -n "${SYFT:-}" ]; then
  mkdir "$scratch/bin"
  ln -s "$SYFT" "$scratch/bin/syft"
  PATH=$scratch/bin:$PATH
else
  skip=publish,sbom
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
  *.zip) python3 -m zipfile -e "$archive" unpacked ;;
  *) tar -xzf "$archive" -C unpacked ;;
  esac
  for file in LICENSE README.md CHANGELOG.md THIRD_PARTY_NOTICES; do
    [ -s "unpacked/$file" ] || fail "$archive lacks $file"
  done
  [ -s unpacked/entente ] || [ -s unpacked/entente.exe ] || fail "$archive lacks the program"
  grep -qF "  $archive" checksums.txt || fail "$archive has no checksum"
  if [ -n "${SYFT:-}" ]; then
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
