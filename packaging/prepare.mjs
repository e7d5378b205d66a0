// The `prepare` script of npm. It builds the package where npm installs it from Git, because a commit has no dist/, and
// where it is linked (`npm install --global .`). An install in a clone builds nothing: `npm test` and `npm pack` do.
// It may import no package: `npm ci --omit=dev` runs it as well.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const root = path.resolve(import.meta.dirname, '..');
const {
  npm_command: command = '',
  npm_config_local_prefix: prefix = '',
  npm_config_global: isGlobal,
} = process.env;

const isPacking = command === 'pack' || command === 'publish';
// For an install from Git, npm installs the dependencies in a copy first; then it runs this from where it was called.
const isOwnInstall = isGlobal !== 'true' && path.resolve(prefix) === root;
const canBuild = existsSync(path.join(root, 'node_modules/esbuild'));
if (!isPacking && !isOwnInstall && canBuild) {
  execFileSync('npm run --silent build && npm run --silent build:types', {
    cwd: root,
    shell: true,
    stdio: 'inherit',
  });
}
