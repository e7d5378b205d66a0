// The `prepare` script of npm. It builds the package where npm installs it from Git, because a commit has no dist/, and
// where it is linked (`npm install --global .`). An install in a clone builds nothing: `npm test` and `npm pack` do.
// It may import no package: `npm ci --omit=dev` runs it as well.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const root = path.resolve(import.meta.dirname, '../..');
const {
  npm_command: command = '',
  npm_config_local_prefix: prefix = '',
  npm_config_global: isGlobal,
} = process.env;

const isPacking = command === 'pack' || command === 'publish';
// For an install from Git, npm installs the dependencies in a copy first; then it runs this from where it was called.
const isOwnInstall = isGlobal !== 'true' && path.resolve(prefix) === root;
if (!isPacking && !isOwnInstall) {
  if (!existsSync(path.join(root, 'node_modules/esbuild'))) {
    // npm has installed nothing in the copy if the install is global, because the copy is then taken for global, too.
    run('npm ci --ignore-scripts --include=dev --silent --no-audit --no-fund');
  }
  run('npm run --silent build && npm run --silent build:types');
}

/** Runs a command in the copy, whatever npm was called with. */
function run(command) {
  const env = { ...process.env, npm_config_global: 'false', npm_config_location: 'project' };
  for (const name of ['npm_config_prefix', 'NPM_CONFIG_PREFIX', 'npm_config_local_prefix']) delete env[name];
  execFileSync(command, { cwd: root, shell: true, stdio: 'inherit', env });
}
