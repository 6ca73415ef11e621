#!/usr/bin/env bash
# Prints THIRD_PARTY_NOTICES: name, version, licence and full licence texts of each
# module that ends in the binary, on any platform it is built for.
#
#   bash .ci/notices.sh >THIRD_PARTY_NOTICES
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C

package=${1:-./cmd/entente}
if ! go list "$package" >/dev/null 2>&1; then
  echo "there is no package $package, so nothing to list" >&2
  exit 1
fi

# modules: path, version and folder of each, then the folder of each package used.
modules() {
  local os
  for os in linux darwin windows; do
    GOOS=$os CGO_ENABLED=0 go list -deps -f '{{$dir := .Dir}}{{with .Module}}{{if not .Main}}{{.Path}}	{{.Version}}	{{.Dir}}	{{$dir}}{{end}}{{end}}' "$package"
  done | grep . | sort -u
}

# texts MODULE_DIR PACKAGE_DIR...: its licences and notices, and those that a
# package carries of its own, sorted.
texts() {
  local dir
  for dir; do
    find "$dir" -maxdepth 1 -type f \( -iname 'LICEN[CS]E*' -o -iname 'COPYING*' -o -iname 'NOTICE*' \) ! -name '*.go'
  done | sort -u
}

# identify FILE...: the SPDX names that the texts speak of.
identify() {
  local names=()
  has() { cat "${files[@]}" | tr -s ' \n\r\t' ' ' | grep -qi -- "$1"; }
  local files=("$@")
  if has 'Apache License,\? Version 2.0'; then names+=(Apache-2.0); fi
  if has 'Permission is hereby granted, free of charge'; then names+=(MIT); fi
  if has 'CC0 1.0'; then names+=(CC0-1.0); fi
  if has 'Redistribution and use in source and binary forms'; then
    if has 'Neither the name'; then names+=(BSD-3-Clause); else names+=(BSD-2-Clause); fi
  fi
  if has 'Mozilla Public License,\? v\(ersion\|\.\)\? \?2.0'; then names+=(MPL-2.0); fi
  if has 'Permission to use, copy, modify, and/\?o\?r\? distribute this software for any purpose'; then names+=(ISC); fi
  if [ ${#names[@]} = 0 ]; then
    echo "no licence recognised in ${files[*]}" >&2
    return 1
  fi
  local joined
  joined=$(printf ' AND %s' "${names[@]}")
  printf '%s\n' "${joined# AND }"
}

# entry TITLE FILE...: one section; line ends are made alike.
entry() {
  local title=$1 licence file
  shift
  licence=$(identify "$@")
  printf '\n%s\n%s\nLicence: %s\n' "$(printf '=%.0s' {1..80})" "$title" "$licence"
  for file; do
    printf '\n--- %s\n\n' "$(basename "$file")"
    sed -e 's/\r$//' -e 's/[[:space:]]*$//' "$file"
  done
}

cat <<'HEAD'
Third-party notices

The entente binary contains the Go standard library and the modules below, each
under the licence that follows its name. This file is written by .ci/notices.sh.
HEAD

# The toolchain's version is left out: it differs between builds, the licence does not.
entry "Go standard library" "$(go env GOROOT)/LICENSE"

listed=$(modules)
cut -f 1-3 <<<"$listed" | sort -u | while IFS=$'\t' read -r path version dir; do
  mapfile -t packages < <(awk -F '\t' -v path="$path" '$1 == path { print $4 }' <<<"$listed")
  mapfile -t files < <(texts "$dir" "${packages[@]}")
  if [ ${#files[@]} = 0 ]; then
    echo "$path $version has no licence file" >&2
    exit 1
  fi
  entry "$path $version" "${files[@]}"
done
