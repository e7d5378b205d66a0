#!/usr/bin/env bash
# Puts connect-sync on the PATH of this and all later steps: a version of the npm package where INPUT_VERSION names one,
# else what is built from the repository that this action lies in. Twice in a job is fine.
set -euo pipefail

bin="$RUNNER_TEMP/connect-sync-bin"
if [[ ! -x $bin/connect-sync ]]; then
  mkdir -p "$bin"
  if [[ -n ${INPUT_VERSION:-} ]]; then
    prefix="$RUNNER_TEMP/connect-sync-package"
    npm install --silent --no-audit --no-fund --prefix "$prefix" -- "connect-sync@$INPUT_VERSION"
    program="$prefix/node_modules/connect-sync/dist/bin.cjs"
  else
    source=$(cd "$GITHUB_ACTION_PATH/../../.." && pwd)
    if [[ ! -f $source/dist/bin.cjs ]]; then
      npm --prefix "$source" ci --silent --no-audit --no-fund
      npm --prefix "$source" run --silent build
    fi
    program="$source/dist/bin.cjs"
  fi
  printf '#!/usr/bin/env bash\nexec node %q "$@"\n' "$program" >"$bin/connect-sync"
  chmod +x "$bin/connect-sync"
fi
echo "$bin" >>"$GITHUB_PATH"
"$bin/connect-sync" --version
