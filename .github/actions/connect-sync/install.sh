#!/usr/bin/env bash
# Puts connect-sync on the PATH of this step and all later ones: the npm package of version INPUT_VERSION, or a build of
# the repository of this action. Can run several times in a job.
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
