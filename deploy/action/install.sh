#!/usr/bin/env bash
# Puts connect-sync on the PATH of this step and all later ones: a release, or a build of the repository of this action.
# Can run several times in a job.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bin="$RUNNER_TEMP/connect-sync-bin"
if [[ $INPUT_INSTALL == source && ! -x $bin/connect-sync ]]; then
  # This action as a whole: its commit says which program runs, and its lock file which packages build it.
  source=$(cd "$here/../.." && pwd)
  if [[ ! -f $source/dist/bin.cjs ]]; then
    npm --prefix "$source" ci --ignore-scripts --silent --no-audit --no-fund
    npm --prefix "$source" run --silent build
  fi
  mkdir -p "$bin"
  printf '#!/usr/bin/env bash\nexec node %q "$@"\n' "$source/dist/bin.cjs" >"$bin/connect-sync"
  chmod +x "$bin/connect-sync"
elif [[ ! -x $bin/connect-sync ]]; then
  CONNECT_SYNC_INSTALL=$INPUT_INSTALL CONNECT_SYNC_VERSION=$INPUT_VERSION CONNECT_SYNC_SHA256=$INPUT_SHA256 \
    CONNECT_SYNC_RELEASE_URL=$INPUT_RELEASE_URL sh "$here/install-release.sh" "$bin"
fi
if [[ -x $bin/connect-sync ]]; then
  echo "$bin" >>"$GITHUB_PATH"
  PATH="$bin:$PATH"
fi
connect-sync --version
