# Sourced by the scripts beside it: where they keep what they install, and how.

# shellcheck disable=SC2034 # for those who source this
act_version=v0.2.89 actionlint_version=v1.7.12
goreleaser_version=v2.14.3 syft_version=v1.57.0 precommit_version=4.7.0
cache=${ENTENTE_CI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/entente-ci}
modules='' # set by node_modules

# fail MESSAGE: what is wrong and how to mend it.
fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# install COMMAND PACKAGE...: through apt-get, unless the command is there.
install() {
  local command=$1
  shift
  command -v "$command" >/dev/null || packages "$@"
}

# packages NAME...: of Debian.
packages() {
  local sudo=()
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  "${sudo[@]}" apt-get update -q
  DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -qy --no-install-recommends "$@"
}

# go_tool COMMAND MODULE@VERSION FLAG...: built with these flags into the cache, unless
# that version is there.
go_tool() {
  local command=$1 module=$2 has=''
  shift 2
  command -v go >/dev/null || fail "Go is missing: install the version that go.mod names."
  mkdir -p "$cache/bin"
  [ ! -e "$cache/bin/$command" ] || has=$(go version -m "$cache/bin/$command" | awk '$1 == "mod" { print $3 }')
  [ "$has" = "${module##*@}" ] || GOBIN=$cache/bin GOFLAGS='' go install "$@" "$module"
}

# node_modules: what .ci/e2e/package-lock.json pins, in a folder of the cache that is
# named after it. Nothing that comes with it is run while it is installed.
node_modules() {
  local lock=.ci/e2e/package-lock.json into
  into=$cache/npm-$(sha256sum "$lock" | cut -c 1-12)
  modules=$into/node_modules
  [ -e "$into/complete" ] && return
  install npm npm
  mkdir -p "$into"
  cp .ci/e2e/package.json "$lock" "$into/"
  npm ci --prefix "$into" --ignore-scripts --no-audit --no-fund --loglevel=error
  # A 73 MB file each, of which nothing is read.
  rm -f "$modules"/@octokit/openapi/generated/*.deref.json "$modules"/@octokit/openapi/generated/gh*.json
  touch "$into/complete"
}
