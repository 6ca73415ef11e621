#!/usr/bin/env bash
# Finds or gets entente and says where it is, as the output "program": the one on
# PATH; else the release that checksums.txt names for this platform, which must have
# the checksum that stands there; else, before the first release, one built from here.
set -euo pipefail # runs on the bash 3.2 of macOS, too

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
checksums=$root/.github/checksums.txt
into=${RUNNER_TEMP:?}/entente

# fail TITLE MESSAGE: shown at the top of the run.
fail() {
  printf '::error title=%s::%s\n' "$1" "$2"
  exit 3
}

# found PROGRAM: the end of this script.
found() {
  "$1" --version
  printf 'program=%s\n' "$1" >>"${GITHUB_OUTPUT:?}"
  exit 0
}

# platform: as the archives name it.
platform() {
  local os arch
  case ${RUNNER_OS:?} in
  Linux) os=linux ;;
  macOS) os=darwin ;;
  Windows) os=windows ;;
  *) fail "No entente for this runner" "There is no archive for $RUNNER_OS. Put entente on PATH before this step." ;;
  esac
  case ${RUNNER_ARCH:?} in
  X64) arch=amd64 ;;
  ARM64) arch=arm64 ;;
  *) fail "No entente for this runner" "There is no archive for $RUNNER_ARCH. Put entente on PATH before this step." ;;
  esac
  printf '%s_%s\n' "$os" "$arch"
}

# checked ARCHIVE DIGEST: whether the file is what was released. It is named by no
# argument: before a name with a backslash, as on Windows, sha256sum prints another.
checked() {
  local sum
  if command -v sha256sum >/dev/null; then
    sum=$(sha256sum <"$1")
  else
    sum=$(shasum -a 256 <"$1")
  fi
  [ "${sum%% *}" = "$2" ]
}

if program=$(command -v entente); then
  found "$program"
fi

mkdir -p "$into"
for_this=$(platform)
line=$(grep -E "^[0-9a-f]{64}  entente_[0-9A-Za-z.+-]+_$for_this\.(tar\.gz|zip)\$" "$checksums" 2>/dev/null || true)
if [ -n "$line" ]; then
  [ "$(wc -l <<<"$line")" = 1 ] || fail "Two releases in checksums.txt" "$checksums names more than one archive for $for_this. Keep those of one release."
  digest=${line%% *}
  archive=${line##* }
  version=${archive#entente_}
  version=${version%"_$for_this".*}
  from=https://github.com/partnership-as-code/entente/releases/download/v$version/$archive
  curl --fail --location --silent --show-error --proto '=https' --retry 3 --output "$into/$archive" "$from" ||
    fail "entente could not be downloaded" "$from did not answer. Run the job again, or put entente on PATH before this step."
  checked "$into/$archive" "$digest" ||
    fail "The download is not the release" "$archive has another checksum than the action was published with. It was not run. Report this before you go on."
  case $archive in
  *.zip) (cd "$into" && unzip -oq "$archive" entente.exe) ;;
  *) (cd "$into" && tar -xzf "$archive" entente) ;;
  esac
  if [ -e "$into/entente.exe" ]; then
    found "$into/entente.exe"
  fi
  found "$into/entente"
fi

command -v go >/dev/null ||
  fail "entente is missing" "There is no release yet, so it is built from source, and Go is missing. Put a step with actions/setup-go before this one, or entente on PATH."
suffix=
[ "$RUNNER_OS" != Windows ] || suffix=.exe
(cd "$root" && CGO_ENABLED=0 GOFLAGS=-mod=readonly GOWORK=off go build -trimpath -o "$into/entente$suffix" ./cmd/entente)
found "$into/entente$suffix"
