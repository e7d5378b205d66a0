import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { namedFile, variables } from './random-script.ts';

/** A request that a script sent when bash ran it. */
export interface SentRequest {
  /** The line of the script: the call of the outermost function. 0: in another shell. */
  readonly line: number;
  readonly method: string;
  readonly name: string;
  readonly body: string;
  readonly values: ReadonlyMap<string, string>;
}

/** Stands in for curl: writes what it gets to a file. Nothing is sent. */
const prelude = `
curl() {
  local _m=GET _u= _b= _f=
  while [ $# -gt 0 ]; do
    case $1 in
      -X) _m=$2; shift ;;
      -d|--data|--data-binary|--json) _f=$2; shift ;;
      -d@*) _f=\${1#-d} ;;
      -T) _f=@$2; _m=PUT; shift ;;
      -H) shift ;;
      -*) ;;
      *) _u=$1 ;;
    esac
    shift
  done
  case $_f in
    @-) _b=$(command cat) ;;
    @*) _b=$(command cat "\${_f#@}" 2>/dev/null) ;;
    *) _b=$_f ;;
  esac
  local _i=$((\${#BASH_LINENO[@]} - 3)) _l=0
  if [ $_i -ge 0 ]; then _l=\${BASH_LINENO[_i]}; fi
  printf '%s\\0' "$_l" "$_m" "$_u" "$_b" ${variables.map((name) => `"$${name}"`).join(' ')} >> "$LOG"
}
export -f curl
`;

/** Runs all scripts in one process of bash, each in a directory of its own, with COND in the environment. */
export function runInBash(
  scripts: readonly string[],
  condition: string,
): readonly (readonly SentRequest[])[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'scripts-'));
  try {
    const main = scripts.map((text, index) => {
      const own = path.join(folder, String(index));
      mkdirSync(own);
      writeFileSync(path.join(own, 'script.sh'), text);
      writeFileSync(path.join(own, 'named.json'), namedFile);
      writeFileSync(path.join(own, 'settings'), 'AA=sourced\n');
      writeFileSync(path.join(own, 'log'), '');
      return `(cd ${own}; export LOG=${own}/log; . ./script.sh) </dev/null >/dev/null 2>&1`;
    });
    const file = path.join(folder, 'main.sh');
    writeFileSync(file, `${prelude}${main.join('\n')}\n`);
    const environment = Object.fromEntries(variables.map((name) => [name, `env-${name}`]));
    const { PATH = '' } = process.env;
    spawnSync('bash', [file], { env: { ...environment, COND: condition, PATH } });
    return scripts.map((_, index) =>
      requestsOf(readFileSync(path.join(folder, String(index), 'log'), 'utf8')),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function requestsOf(log: string): readonly SentRequest[] {
  const fields = log.split('\0').slice(0, -1);
  const width = 4 + variables.length;
  return Array.from({ length: fields.length / width }, (_, index) => {
    const [line = '', method = '', url = '', body = '', ...values] = fields.slice(
      index * width,
      (index + 1) * width,
    );
    const name = /\/connectors\/([^/]+)/.exec(url)?.[1] ?? '';
    return {
      line: Number(line),
      method,
      name,
      body,
      values: new Map(variables.map((one, at) => [one, values[at] ?? ''])),
    };
  });
}
