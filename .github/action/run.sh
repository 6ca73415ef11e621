#!/usr/bin/env bash
# Does what the event calls for: on a pull request and its reviews the plan, the gate
# and the comment; in a merge queue a check and the status; on a schedule what is due;
# else a check of every document.
#
# Exits as entente does: 0, 1 for findings or a closed gate, 2 for a wrong use,
# 3 for a breakage. On a pull request that is the gate's answer, posted or not.
set -euo pipefail # runs on the bash 3.2 of macOS, too

folder=${ENTENTE_FOLDER:-.}
entente=("${ENTENTE:?}" -C "$folder")
options=()
[ -z "${ENTENTE_FACTS:-}" ] || options+=(--facts "$ENTENTE_FACTS")
dated=(${options[@]+"${options[@]}"})
posted=()
[ -z "${ENTENTE_REPORT:-}" ] || posted+=(--report "$ENTENTE_REPORT")
[ -z "${ENTENTE_BRANCHES:-}" ] || posted+=(--protected "$ENTENTE_BRANCHES")
[ -z "${ENTENTE_AS_OF:-}" ] || dated+=(--as-of "$ENTENTE_AS_OF")

# The job may go on after a failure, and has to tell a closed gate from a breakage.
trap 'printf "exit-code=%s\n" "$?" >>"${GITHUB_OUTPUT:?}"' EXIT

# fail TITLE MESSAGE: shown at the top of the run.
fail() {
  printf '::error title=%s::%s\n' "$1" "$2"
  exit 2
}

# needsHistory: a plan compares two commits, from where the one left the other.
needsHistory() {
  git -C "$folder" rev-parse --git-dir >/dev/null 2>&1 ||
    fail "There is no repository" "Put a step with actions/checkout and fetch-depth: 0 before this one, and let the input folder name a folder of it."
  [ "$(git -C "$folder" rev-parse --is-shallow-repository)" = false ] ||
    fail "The clone is shallow" "The commit that the branch started from is missing. Give actions/checkout fetch-depth: 0."
}

# event PATH: a field of what started the workflow. On Windows jq ends lines with CRLF.
event() { jq -r "$1 // \"\"" "${GITHUB_EVENT_PATH:?}" | tr -d '\r'; }

# onPullRequest posts, and leaves the whole plan in a folder to upload, with the number
# of the pull request: of a fork, whose token may not post, another run needs it.
onPullRequest() {
  local head status=0 into=${RUNNER_TEMP:?}/entente-artifact
  needsHistory
  head=$(event .pull_request.head.sha)
  git -C "$folder" cat-file -e "$head^{commit}" 2>/dev/null ||
    fail "A commit is missing" "The head of the pull request is not in the clone. Give actions/checkout fetch-depth: 0, and no other ref than the pull request's."
  rm -rf "$into" # of a step for another folder
  "${entente[@]}" comment --keep "$into" ${posted[@]+"${posted[@]}"} ${dated[@]+"${dated[@]}"} || status=$?
  if [ -s "$into/plan.json" ]; then # a closed pull request has no plan
    event .pull_request.number >"$into/pull-request"
    printf 'artifact=%s\n' "$into" >>"${GITHUB_OUTPUT:?}"
  fi
  return "$status"
}

# onWorkflowRun takes a stranger's word for the number alone, and entente holds that
# against the run's head. The fork's commits are fetched to be compared; nothing of
# them is checked out or run, and the plan is made anew.
onWorkflowRun() {
  local number
  [ -n "${ENTENTE_ARTIFACT:-}" ] || fail "The artifact is missing" "On workflow_run the input artifact names the folder of what the other run left."
  [ -f "$ENTENTE_ARTIFACT/pull-request" ] ||
    fail "The artifact is missing" "$ENTENTE_ARTIFACT holds no file pull-request: download the artifact of the run that started this one there. A run that broke before it had a plan leaves none."
  number=$(head -c 20 "$ENTENTE_ARTIFACT/pull-request")
  [[ $number =~ ^[1-9][0-9]{0,8}$ ]] || fail "The artifact is not as this action leaves it" "Its file pull-request does not hold a number."
  needsHistory
  if [ -n "${GITHUB_TOKEN:-}" ] && [ -n "${GITHUB_SERVER_URL:-}" ]; then
    local secret
    secret=$(printf 'x-access-token:%s' "$GITHUB_TOKEN" | base64 | tr -d '\n')
    export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="http.$GITHUB_SERVER_URL/.extraheader" GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $secret"
  fi
  git -C "$folder" fetch --quiet --no-tags --no-recurse-submodules origin "+refs/pull/$number/head:refs/entente/head" ||
    fail "The head is missing" "Pull request $number could not be fetched: give the job contents: read."
  local status=0
  "${entente[@]}" comment --pull "$number" ${posted[@]+"${posted[@]}"} ${dated[@]+"${dated[@]}"} || status=$?
  # A closed gate stands in the commit's status; this run is no check of the pull request.
  [ "$status" -le 1 ] || exit "$status"
}

# onSchedule says in the summary what is due; that something is does not fail it.
onSchedule() {
  local due
  due=$(mktemp)
  "${entente[@]}" due ${ENTENTE_AS_OF:+--as-of "$ENTENTE_AS_OF"} --format text="$due"
  {
    printf '### Due\n\n'
    # Four spaces make it text, whatever stands in it.
    sed 's/^/    /' "$due"
  } >>"${GITHUB_STEP_SUMMARY:?}"
  rm -f "$due"
  "${entente[@]}" validate ${options[@]+"${options[@]}"} --format github
}

case ${GITHUB_EVENT_NAME:?} in
pull_request | pull_request_review) onPullRequest ;;
# Only what has the status gets into the queue; the commit that it makes has none yet.
merge_group) "${entente[@]}" comment ${posted[@]+"${posted[@]}"} ${options[@]+"${options[@]}"} ;;
pull_request_target)
  fail "pull_request_target is not for this" "It gives a fork's changes the rights of this repository. Use pull_request, and workflow_run for the comment on forks."
  ;;
workflow_run) onWorkflowRun ;;
schedule | workflow_dispatch) onSchedule ;;
*) "${entente[@]}" validate ${options[@]+"${options[@]}"} --format github ;;
esac
