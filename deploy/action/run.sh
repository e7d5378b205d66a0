#!/usr/bin/env bash
# Runs one command of connect-sync with the inputs of the action. Exit code 2 ("there are changes") is not a failure; it
# sets the output `changes`. A plan is saved and posted to the pull request even if it is refused.
set -euo pipefail

# Only the comment needs the token: nothing else must be able to read it.
token=$INPUT_TOKEN
unset INPUT_TOKEN

arguments=()
while IFS= read -r line; do [[ -z $line ]] || arguments+=(--cluster "$line"); done <<<"$INPUT_CLUSTER"
while IFS= read -r line; do [[ -z $line ]] || arguments+=("$line"); done <<<"$INPUT_ARGUMENTS"

plan=
if [[ $INPUT_COMMAND == plan ]]; then
  plan="$RUNNER_TEMP/connect-sync-plan-$RANDOM.json"
  arguments+=(--out "$plan")
fi

status=0
connect-sync "$INPUT_COMMAND" "${arguments[@]}" || status=$?

if [[ -n $plan && -f $plan ]]; then
  # Without Node or jq, which a runner may lack: the file has one key per line, and this is the only one of its level.
  digest=$(sed -n 's/^  "digest": "\([^"]*\)",\{0,1\}$/\1/p' "$plan")
  printf 'plan-file=%s\ndigest=%s\n' "$plan" "$digest" >>"$GITHUB_OUTPUT"
  if [[ $INPUT_COMMENT == true ]]; then
    comment=(comment "$plan")
    [[ -z $INPUT_KEY ]] || comment+=(--key "$INPUT_KEY")
    [[ $INPUT_MERGE_APPLIES != true ]] || comment+=(--merge-applies)
    GITHUB_TOKEN=$token connect-sync "${comment[@]}" || { ((status != 0)) || status=1; }
  fi
fi

if ((status == 2)); then
  echo changes=true >>"$GITHUB_OUTPUT"
  status=0
else
  echo changes=false >>"$GITHUB_OUTPUT"
fi
exit "$status"
