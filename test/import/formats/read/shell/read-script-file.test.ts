import { describe, expect, it } from 'vitest';
import { writtenForm } from '../../../../../src/import/formats/found-connector.ts';
import { readFoundFile } from '../../../../../src/import/formats/read/read-found-file.ts';

const body = '{"connector.class": "X", "a": "b"}';
const url = 'http://c/connectors/n/config';

function read(text: string, files: Readonly<Record<string, string>> = {}) {
  return readFoundFile({ file: 'deploy.sh', text, readNamed: (file) => files[file] });
}

/** Each connector as `name key=value …`, without the class. */
function found(text: string, files?: Readonly<Record<string, string>>): readonly string[] {
  return read(text, files).connectors.map(({ name, config }) => {
    const values = [...config].filter(([key]) => key !== 'connector.class');
    return [name, ...values.map(([key, value]) => `${key}=${writtenForm(value)}`)].join(' ');
  });
}

/** Each call that was not read as `line url body: reason`. */
function listed(text: string, files?: Readonly<Record<string, string>>): readonly string[] {
  return read(text, files).notRead.map((one) => `${one.source.line} ${one.url} ${one.body}: ${one.reason}`);
}

describe('the body of a request', () => {
  it.each([
    ['in single quotes', `curl -X PUT ${url} -d '${body}'`],
    ['in the same word as its option', `curl ${url} --data='${body}' -X PUT`],
    ['right after its option', `curl ${url} -sXPUT -d'${body}'`],
    ['over several lines', `curl -X PUT \\\n  ${url} \\\n  -d '${body}' | jq .`],
    ['in a here-document', `curl -X PUT ${url} -d @- <<EOF\n${body}\nEOF\n`],
    ['in a quoted here-document', `curl ${url} -d @- <<'EOF'\n${body}\nEOF`],
    ['in a here-document with tabs', `curl ${url} -d @- <<-E\n\t${body}\n\tE\n`],
    ['in a here-document with a pipe', `cat <<EOF | curl ${url} --data-binary @-\n${body}\nEOF\n`],
    ['in a here-string', `curl ${url} -d @- <<< '${body}'`],
    ['by process substitution', `curl ${url} -d @<(cat <<EOF\n${body}\nEOF\n)`],
    ['by command substitution', `curl ${url} -d "$(cat <<EOF\n${body}\nEOF\n)"`],
    ['by a variable', `D='${body}'\nU=http://c\ncurl $U/connectors/n/config -d "$D"`],
    ['in a condition', `if ! curl -f ${url} -d '${body}'; then\n  exit 1\nfi`],
    ['in a branch', `if true; then\n  curl ${url} -d '${body}'\nfi`],
    ['by a wrapper of another script', `playground connector create --connector n << EOF\n${body}\nEOF`],
    ['after a comment with a quote', `# don't\ncurl ${url} -d '${body}' # it's`],
    ['with the ends of lines of Windows', `curl -X PUT \\\r\n  ${url} \\\r\n  -d '${body}'\r\n`],
    ['by sudo', `sudo -E curl ${url} -d '${body}'`],
    ['in a container', `docker exec -i connect curl ${url} -d '${body}'`],
    ['by another shell', `sh -c 'curl ${url} -d "{\\"connector.class\\": \\"X\\", \\"a\\": \\"b\\"}"'`],
    ['by HTTPie', `http PUT :8083/connectors/n/config <<< '${body}'`],
    ['by HTTPie as an option', `http PUT :8083/connectors/n/config --raw '${body}'`],
    ['by wget', `wget -qO- --method=PUT --body-data='${body}' ${url}`],
    ['in a function that is not called here', `deploy() { curl ${url} -d '${body}'; }`],
    ['as the output of another command', `status=$(curl -s ${url} -d '${body}')`],
    ['written to a file before', `cat > n.json <<EOF\n${body}\nEOF\ncurl ${url} -d @n.json`],
  ])('%s', (_, script) => {
    expect(listed(script)).toEqual([]);
    expect(found(script)).toEqual(['n a=b']);
  });

  it.each([
    ['@"cfg/n.json"', `curl ${url} -d @"cfg/n.json"`],
    ['a path with a known name', `name=n\ncurl ${url} --json @"cfg/\${name}.json"`],
    ['a path with a known name within the option', `name=n\ncurl ${url} --data-binary=@cfg/$name.json`],
    ['an upload', `curl ${url} -T cfg/n.json`],
    ['a long upload', `curl ${url} --upload-file "cfg/n.json"`],
    ['a redirection', `curl -X PUT ${url} -d @- < cfg/n.json`],
    ['cat', `cat cfg/n.json | curl -X PUT ${url} -d @-`],
    ['an upload of the standard input', `cat cfg/n.json | curl ${url} -T -`],
    ['$(cat …)', `curl ${url} -d "$(cat cfg/n.json)"`],
    ['$(< …)', `curl ${url} -d "$(< cfg/n.json)"`],
    ['the folder of the script', `curl ${url} -d @"$(dirname "$0")/cfg/n.json"`],
    [
      'the folder of the script as a variable',
      `DIR="$(cd "$(dirname "\${BASH_SOURCE[0]}")" && pwd)"\ncurl ${url} -d "@$DIR/cfg/n.json"`,
    ],
    ['another folder', `cd cfg\ncurl ${url} -d @n.json`],
    ['HTTPie', `http PUT :8083/connectors/n/config < cfg/n.json`],
    ['HTTPie with @', `http PUT :8083/connectors/n/config @cfg/n.json`],
    ['wget', `wget --method PUT --body-file cfg/n.json ${url}`],
    [
      'a loop over paths in the folder of the script',
      `DIR=$(dirname "$0")\nfor file in "$DIR"/cfg/n.json; do curl ${url} -d @"$file"; done`,
    ],
    ['a loop over names', `for name in n; do curl c/connectors/$name/config -T cfg/$name.json; done`],
  ])('is read from a file: %s', (_, script) => {
    const files = { 'cfg/n.json': body };
    expect(listed(script, files)).toEqual([]);
    expect(found(script, files)).toEqual(['n a=b']);
    expect(read(script, files).connectors[0]?.source?.file).toBe('cfg/n.json');
  });

  it('in a here-document is without the escapes of the shell, unless its delimiter is quoted', () => {
    const sent = (delimiter: string) =>
      `curl ${url} -d @- <<${delimiter}\n{"connector.class": "X", "a": "\\\\\\\\."}\nEOF`;
    expect(found(sent('EOF'))).toEqual(['n a=\\.']);
    expect(found(sent("'EOF'"))).toEqual(['n a=\\\\.']);
  });

  it('gets variables of the environment from envsubst', () => {
    const files = { 'n.json': '{"connector.class": "X", "a": "${UPPER}-$lower", "b": "$1 ${file:x}"}' };
    const all = ['n a=${env.UPPER}-${env.lower} b=$1 ${file:x}'];
    expect(found(`envsubst < n.json | curl ${url} -d @-`, files)).toEqual(all);
    expect(found(`cat n.json | envsubst | curl ${url} -d @-`, files)).toEqual(all);
    expect(found(`curl ${url} -d "$(envsubst '$UPPER' < n.json)"`, files)).toEqual([
      'n a=${env.UPPER}-$lower b=$1 ${file:x}',
    ]);
    expect(found(`export lower=x\nenvsubst < n.json | curl ${url} -d @-`, files)).toEqual([
      'n a=${env.UPPER}-x b=$1 ${file:x}',
    ]);
    expect(listed(`lower=x\nenvsubst < n.json | curl ${url} -d @-`, files)).toHaveLength(1);
  });

  it('is in a file of the script, at the position of the script, or of the file', () => {
    const { connectors } = read(`\n\ncurl ${url} -d '${body}'\ncurl c/connectors/m/config -T m.json`, {
      'm.json': `\n  ${body}`,
    });
    expect(connectors.map(({ source }) => [source?.file, source?.line, source?.column])).toEqual([
      ['deploy.sh', 3, `curl ${url} -d '{`.length],
      ['m.json', 2, 3],
    ]);
  });
});

describe('variables in a body', () => {
  const sent = (value: string) => `curl ${url} -d '{"connector.class": "X", "a": "'${value}'"}'`;

  it.each([
    ['outside of quotes', sent('$TOPIC'), '${env.TOPIC}'],
    ['in double quotes, in lower case', sent('"$db_password"'), '${env.db_password}'],
    ['in single quotes', `curl ${url} -d '{"connector.class": "X", "a": "$TOPIC"}'`, '$TOPIC'],
    ['with a default', sent('"${TOPIC:-orders}"'), '${env.TOPIC}'],
    ['that must be set', sent('"${TOPIC:?}"'), '${env.TOPIC}'],
    ['with a reserved name', sent('$GITHUB_TOKEN'), '${env.CONNECTOR_GITHUB_TOKEN}'],
    ['set alone', `TOPIC=t\n${sent('$TOPIC')}`, 't'],
    ['set by export', `export TOPIC="t u"\n${sent('"$TOPIC"')}`, 't u'],
    ['set by readonly', `readonly TOPIC=t\n${sent('$TOPIC')}`, 't'],
    ['set by declare', `declare -r TOPIC=t\n${sent('$TOPIC')}`, 't'],
    ['set twice', `TOPIC=s\nTOPIC=t\n${sent('$TOPIC')}`, 't'],
    ['appended to', `TOPIC=s\nTOPIC+=t\n${sent('$TOPIC')}`, 'st'],
    ['set for docker', `docker run -e TOPIC=t x\n${sent('$TOPIC')}`, '${env.TOPIC}'],
    ['set for make', `make TOPIC=t\n${sent('$TOPIC')}`, '${env.TOPIC}'],
    ['set by env', `env TOPIC=t x\n${sent('$TOPIC')}`, '${env.TOPIC}'],
    ['set for another command', `TOPIC=t x\n${sent('$TOPIC')}`, '${env.TOPIC}'],
    ['set for this command', `TOPIC=t ${sent('$TOPIC')}`, '${env.TOPIC}'],
    ['set in a comment', `# TOPIC=t\n${sent('$TOPIC')}`, '${env.TOPIC}'],
    ['set in text', `echo "TOPIC=t"\n${sent('$TOPIC')}`, '${env.TOPIC}'],
    ['set in a subshell', `(TOPIC=t)\n${sent('$TOPIC')}`, '${env.TOPIC}'],
    ['set in a pipe', `TOPIC=t | cat\n${sent('$TOPIC')}`, '${env.TOPIC}'],
    ['set in a branch', `if x; then TOPIC=t; fi\n${sent('$TOPIC')}`, '${env.TOPIC}'],
    ['set on a condition', `[ -n "$TOPIC" ] || TOPIC=t\n${sent('$TOPIC')}`, '${env.TOPIC}'],
    ['set in each branch alike', `if x; then TOPIC=t; else TOPIC=t; fi\n${sent('$TOPIC')}`, 't'],
    ['set in a loop', `while x; do TOPIC=t; done\n${sent('$TOPIC')}`, '${env.TOPIC}'],
    ['set in a function', `f() { TOPIC=t; }\nf\n${sent('$TOPIC')}`, 't'],
    ['set in a function that is not called', `f() { TOPIC=t; }\n${sent('$TOPIC')}`, '${env.TOPIC}'],
    ['local to a function', `f() { local TOPIC=t; }\nf\n${sent('$TOPIC')}`, '${env.TOPIC}'],
    ['set after its use', `${sent('$TOPIC')}\nTOPIC=t`, '${env.TOPIC}'],
    ['set by read', `TOPIC=t\nread -r TOPIC\n${sent('$TOPIC')}`, '${env.TOPIC}'],
    ['set by a command', `TOPIC=$(cat topic)\n${sent('$TOPIC')}`, '${env.TOPIC}'],
    ['set from an argument', `TOPIC=$1\n${sent('$TOPIC')}`, '${env.TOPIC}'],
    ['set by another script', `TOPIC=t\nsource ./settings\n${sent('$TOPIC')}`, '${env.TOPIC}'],
    ['set by a reference', `TOPIC=t\ndeclare -n R=TOPIC\nR=u\n${sent('$TOPIC')}`, '${env.TOPIC}'],
    ['set by eval', `TOPIC=t\neval "$(settings)"\n${sent('$TOPIC')}`, '${env.TOPIC}'],
    ['set by an environment file', `TOPIC=t\nexport $(cat .env)\n${sent('$TOPIC')}`, '${env.TOPIC}'],
    ['with the name of a secret', `DB_PASSWORD=t\n${sent('$DB_PASSWORD')}`, '${env.DB_PASSWORD}'],
  ])('%s', (_, script, expected) => {
    expect(found(script)).toEqual([`n a=${expected}`]);
  });

  it.each([
    ['$(date)', '$(…) is known only when the script runs'],
    ['"$1"', '$1 is known only when the script runs'],
    ['$((1 + 1))', '$(…) is known only when the script runs'],
    ['`date`', '`…` is known only when the script runs'],
    ['"${TOPIC%.json}"', '${TOPIC…} is known only when the script runs'],
    ['"${TOPIC:+secret}"', '${TOPIC…} is known only when the script runs'],
    ['$$', '$$ is known only when the script runs'],
  ])('%s cannot be declared: the call is not read', (value, reason) => {
    const script = sent(value);
    expect(found(script)).toEqual([]);
    expect(listed(script)).toEqual([`1 ${url} text in the script: ${reason}`]);
  });

  it('with a default may be empty where a branch of the script sets them: the call is not read', () => {
    const script = `if x; then TOPIC=; fi\n${sent('"${TOPIC:-orders}"')}`;
    expect(found(script)).toEqual([]);
    expect(listed(script)).toEqual([
      `2 ${url} text in the script: \${TOPIC…} is known only when the script runs`,
    ]);
  });

  it('must have one value in the script', () => {
    const other = (value: string) =>
      `curl c/connectors/m/config -d '{"connector.class": "X", "a": "'${value}'"}'`;
    const script = `${sent('$TOPIC')}\nTOPIC=$(next)\n${other('$TOPIC')}`;
    expect(found(script)).toEqual(['n a=${env.TOPIC}']);
    expect(listed(script)).toEqual([
      '3 c/connectors/m/config text in the script: $TOPIC has several values in the script',
    ]);
  });

  it('reports the default that is not imported, without its text', () => {
    const { diagnostics } = read(sent('"${TOKEN:-geheim}"'));
    expect(diagnostics).toMatchObject([{ code: 'import-default-dropped', args: { name: 'TOKEN' } }]);
    expect(JSON.stringify(diagnostics)).not.toContain('geheim');
  });
});

describe('wrapper functions', () => {
  const put = 'put() { curl -s -X PUT "$CONNECT/connectors/$1/config" -H "A: b" -d "$2"; }';

  it.each([
    ['with arguments', `${put}\nput n '${body}'\nput m '${body}'`],
    [
      'with local variables',
      `put() {\n  local name=$1\n  local config="$2"\n  curl -X PUT "$U/connectors/$name/config" -d "$config"\n}\nput n '${body}'\nput m '${body}'`,
    ],
    [
      'with shift',
      `put() { name=$1; shift; curl -X PUT c/connectors/$name/config -d "$1"; }\nput n '${body}'\nput m '${body}'`,
    ],
    [
      'with "$@"',
      `call() { curl -s "$@"; }\nfor n in n m; do call -X PUT c/connectors/$n/config -d '${body}'; done`,
    ],
    [
      'with the standard input',
      `put() { curl -X PUT c/connectors/$1/config -d @-; }\nput n <<EOF\n${body}\nEOF\necho '${body}' | put m`,
    ],
    [
      'that call each other',
      `send() { curl "$@"; }\nput() { send -X PUT c/connectors/$1/config -d "$2"; }\nput n '${body}'\nput m '${body}'`,
    ],
    ['defined after their caller', `main() { put n '${body}'; put m '${body}'; }\n${put}\nmain "$@"`],
    ['with a file', `put() { curl -X PUT c/connectors/$1/config -d @"cfg/$2"; }\nput n n.json\nput m n.json`],
  ])('%s: the word at the call is the name', (_, script) => {
    const files = { 'cfg/n.json': body };
    expect(listed(script, files)).toEqual([]);
    expect(found(script, files)).toEqual(['n a=b', 'm a=b']);
  });

  it('list each call that is not certain', () => {
    const script = `put() {\n  jq .config "$2" | curl -X PUT c/connectors/$1/config -d @-\n}\nput n a.json\nput m b.json`;
    expect(listed(script)).toEqual([
      '4 c/connectors/$1/config -: what it reads is known only when the script runs',
      '5 c/connectors/$1/config -: what it reads is known only when the script runs',
    ]);
  });

  it('with two definitions on a condition are not followed', () => {
    const define = (file: string) => `put() { curl -X PUT c/connectors/$1/config -d ${file}; }`;
    const script = `if x; then ${define('@a.json')}; else ${define('@b.json')}; fi\nput n`;
    expect(found(script, { 'a.json': body, 'b.json': body })).toEqual([]);
    expect(listed(script, { 'a.json': body, 'b.json': body })).toEqual([
      '1 c/connectors/$1/config @a.json: the name is known only when the script runs',
      '1 c/connectors/$1/config @b.json: the name is known only when the script runs',
    ]);
  });

  it('of another script are listed', () => {
    expect(listed(`. ./lib.sh\nput /connectors/n/config @n.json\nwait_for /connectors/n/status`)).toEqual([
      '2 /connectors/n/config @n.json: "put" is not known',
    ]);
    expect(listed(`. ./lib.sh\ncreate n '${body}'`)).toEqual([
      '2 undefined undefined: it has no name, and no request that sends it is known',
    ]);
  });
});

describe('names', () => {
  it('with variables are written with them, and known values are variables of the script', () => {
    const { connectors, variables } = read(
      `PREFIX=dev\ncurl c/connectors/$PREFIX-orders/config -d '${body}'\ncurl c/connectors -d '{"name": "pay_'$REGION'", "config": ${body}}'`,
    );
    expect(
      connectors.map(({ name, writtenName }) => [name, writtenName && writtenForm(writtenName)]),
    ).toEqual([
      ['dev-orders', '${var.PREFIX}-orders'],
      ['pay_${var.REGION}', 'pay_${var.REGION}'],
    ]);
    expect([...variables]).toEqual([['PREFIX', 'dev']]);
  });

  it('that are a variable as a whole, or a variable with several values, are text', () => {
    const { connectors, variables } = read(
      [
        'NAME=orders',
        `curl c/connectors/$NAME/config -d '${body}'`,
        'NAME=pay',
        `curl c/connectors/x-$NAME/config -d '${body}'`,
        'NAME=log',
        `curl c/connectors/x-$NAME/config -d '${body}'`,
      ].join('\n'),
    );
    expect(connectors.map(({ name, writtenName }) => [name, writtenName])).toEqual([
      ['orders', undefined],
      ['x-pay', undefined],
      ['x-log', undefined],
    ]);
    expect(variables.size).toBe(0);
  });

  it('in the URL are decoded, and taken from the body if they are unknown', () => {
    expect(found(`curl c/connectors/a%20b/config -d '${body}'`)).toEqual(['a b a=b']);
    expect(found(`curl -X PUT c/connectors/$1/config -d '{"name": "m", "connector.class": "X"}'`)).toEqual([
      'm',
    ]);
    expect(listed(`curl -X PUT c/connectors/$1/config -d '${body}'`)).toEqual([
      '1 c/connectors/$1/config text in the script: the name is known only when the script runs',
    ]);
  });

  it('of configs without one are that of the file', () => {
    const { connectors, diagnostics } = read(
      `curl c/connectors -d '${body}'\ncurl c/connectors -d '{"connector.class": "Y"}'`,
    );
    expect(connectors.map(({ name, isNamedByFile }) => [name, isNamedByFile])).toEqual([
      ['deploy', true],
      ['deploy', true],
    ]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['import-name-from-file', 'import-name-from-file']);
  });
});

describe('several definitions of a connector', () => {
  const put = (value: string) =>
    `curl -X PUT c/connectors/n/config -d '{"connector.class": "X", "a": "${value}"}'`;
  const remove = 'curl -X DELETE c/connectors/n';

  it.each([
    ['the last one counts', `${put('1')}\n${put('2')}`, ['n a=2'], 0],
    ['the same one on a condition is no other', `${put('1')} || ${put('1')}`, ['n a=1'], 0],
    ['a condition decides', `if x; then ${put('1')}; else ${put('2')}; fi`, [], 2],
    ['one of them on a condition', `${put('1')}\nif x; then ${put('2')}; fi`, [], 2],
    [
      'a later one without a condition counts',
      `if x; then ${put('1')}; else ${put('2')}; fi\n${put('3')}`,
      ['n a=3'],
      0,
    ],
    ['deleted before', `${remove}\n${put('1')}`, ['n a=1'], 0],
    ['deleted afterwards', `${put('1')}\n${remove}`, [], 1],
    ['deleted on a condition', `${put('1')}\nif x; then ${remove}; fi`, ['n a=1'], 0],
    ['a later one that is not read', `${put('1')}\ncurl -X PUT c/connectors/n/config -d @gone`, [], 2],
    [
      'another one on a condition is not read',
      `if x; then curl -X PUT c/connectors/n/config -d @gone; else ${put('1')}; fi`,
      ['n a=1'],
      1,
    ],
    ['never reached', `exit 0\n${put('1')}`, [], 1],
    ['after a conditional end', `x || exit 1\n${put('1')}`, ['n a=1'], 0],
  ])('%s', (_, script, connectors, count) => {
    expect(found(script)).toEqual(connectors);
    expect(listed(script)).toHaveLength(count);
  });
});

describe('calls that are not read', () => {
  it.each([
    [
      'jq .config a.json | curl -X PUT c/connectors/n/config -d @-',
      '-: what it reads is known only when the script runs',
    ],
    ['curl -X PUT c/connectors/n/config -d @gone.json', '@gone.json: the file does not exist'],
    [
      'curl -X PUT c/connectors/n/config -d @"${DIR}/a.json"',
      '@${DIR}/a.json: the path is known only when the script runs',
    ],
    [
      'curl -X PUT c/connectors/n/config -d "$PAYLOAD"',
      '$PAYLOAD: $PAYLOAD is known only when the script runs',
    ],
    [
      'curl -X PUT c/connectors/n/config -d "$(make_config geheim)"',
      '$(…): $(…) is known only when the script runs',
    ],
    ['curl -X PUT c/connectors/n/config -d @-', '-: it reads the standard input of the script'],
    ['curl -X PUT c/connectors/n/config', 'undefined: its body is not visible in the script'],
    [
      'sed -i s/a/b/ a.json; curl -X PUT c/connectors/n/config -d @a.json',
      '@a.json: the script itself writes the file',
    ],
    [
      'for f in *.json; do curl -X PUT c/connectors/n/config -d @$f; done',
      '@$f: the path is known only when the script runs',
    ],
    ['ls | xargs -I{} curl -X PUT c/connectors/n/config -d @{}', '@{}: it is run by "xargs"'],
    ['ssh host curl -X PUT c/connectors/n/config -d @a.json', '@a.json: the file is on another machine'],
    ['docker exec x curl -X PUT c/connectors/n/config -d @a.json', '@a.json: the file is in the container'],
    [
      'kubectl exec x -- sh -c "curl -X PUT c/connectors/n/config -d @a.json"',
      '@a.json: the file is on another machine',
    ],
    [
      'http PUT c/connectors/n/config connector.class=X topics=geheim',
      'connector.class=…: its body is built from fields',
    ],
    ['curl -X PUT c/connectors/n/config -d a -d b', 'text in the script: it sends several bodies'],
    ['bash <<E\ncurl -X PUT c/connectors/n/config -d @a.json\nE', 'undefined: another shell runs it'],
    ['ssh host <<E\ncurl -X PUT c/connectors/n/config -d @a.json\nE', 'undefined: another shell runs it'],
    [
      'docker exec -i x bash <<E\ncurl -X PUT c/connectors/n/config -d @a.json\nE',
      'undefined: another shell runs it',
    ],
    ['C="curl -X PUT c/connectors/n/config -d @a.json"; eval "$C"', 'undefined: another shell runs it'],
    ['curl -X PATCH c/connectors/n/config -d @a.json', '@a.json: it changes a part of a config'],
  ])('%s', (script, expected) => {
    expect(listed(script, { 'a.json': body })).toEqual([`1 c/connectors/n/config ${expected}`]);
    expect(found(script, { 'a.json': body })).toEqual([]);
  });

  it.each([
    'curl c/connectors',
    'curl c/connectors/n/config',
    'curl -X DELETE c/connectors/n',
    'curl -X POST c/connectors/n/restart',
    'curl -X PUT c/connectors/n/pause',
    'curl -X PUT c/connector-plugins/X/config/validate -d @a.json',
    'curl -G c/connectors -d expand=info',
    'echo "curl -X PUT c/connectors/n/config -d @a.json"',
    'until curl -sf c/connectors; do sleep 1; done',
    'curl -d @a.json c/other',
  ])('%s is no such call', (script) => {
    expect(listed(script)).toEqual([]);
  });

  it.each([
    `curl -X PUT ${url} -d $'{"password": "geheim"'"$1"`,
    `curl -X PUT ${url} -d "$1{geheim}"`,
    `curl -X PUT ${url} -d {"geheim":"1","b":"2"}`,
    `B='a b'\ncurl -X PUT ${url} -d '{"password": "geheim"}'$B`,
    `curl -X PUT ${url} -d "\${A:-$(pass geheim)}\${B%geheim}"`,
    `curl -X PUT ${url} --data-urlencode geheim`,
    `curl -X PUT ${url} -F geheim`,
    `http PUT ${url} password=geheim`,
    `send -X PUT ${url} -d'{"password": "geheim"}'`,
    `curl -X PUT http://u:a@geheim@h/connectors/n/config -d @x`,
    `curl -X PUT ${url} -d @<(pass geheim)`,
    `pass geheim | curl -X PUT ${url} -d @-`,
    `curl -X PUT "${url}?key=geheim" -d "\`pass geheim\`"`,
  ])('show nothing that may be a secret: %s', (script) => {
    const { notRead, connectors, skipped } = read(script);
    expect(connectors).toEqual([]);
    expect(notRead.length + skipped.length).toBe(1);
    expect(JSON.stringify([notRead, skipped])).not.toContain('geheim');
  });

  it('are shown without userinfo and query', () => {
    expect(listed('curl -X PUT "https://user:geheim@c/connectors/n/config?token=geheim" -d @x')).toEqual([
      '1 https://c/connectors/n/config @x: the file does not exist',
    ]);
  });
});

describe('faults', () => {
  it.each([
    ['an unclosed quote', "\necho 'a", 'unterminated single quote', 2, 6],
    ['an unclosed double quote', 'echo "a', 'unterminated double quote', 1, 6],
    ['an unclosed substitution', 'echo $(a', 'unterminated command substitution', 1, 6],
    ['an unclosed backtick', 'echo `a', 'unterminated backtick', 1, 6],
    ['an unclosed expansion', 'echo ${a', 'unterminated parameter expansion', 1, 6],
    [
      'a here-document without end',
      `curl ${url} -d @- <<EOF\n${body}\n`,
      'unterminated here-document',
      1,
      41,
    ],
    [
      'a truncated script',
      `curl ${url} -d '${body}'\nif true; then\n  echo\n`,
      "expected 'fi' to close 'if'",
      4,
      1,
    ],
    ['brackets without end', '('.repeat(1_000_000), 'nested too deeply', 1, 501],
    ['substitutions without end', '$('.repeat(500_000), 'nested too deeply', 1, 1002],
  ])('%s is one error with its position', (_, script, reason, line, column) => {
    const { connectors, diagnostics } = read(script);
    expect(connectors).toEqual([]);
    expect(diagnostics).toMatchObject([
      { code: 'import-unreadable', args: { reason }, source: { file: 'deploy.sh', line, column } },
    ]);
  });

  it.each([
    ['in single quotes', `curl ${url} -d '{\n  "connector.class": "X"\n  "a": "b"}'`, 3, 3],
    ['in double quotes', `curl ${url} -d "{\\"connector.class\\": \\"X\\", \\"a\\" \\"b\\"}"`, 1, 74],
    ['in a here-document', `curl ${url} -d @- <<EOF\n{"connector.class": "$X",\n "a" "b"}\nEOF`, 3, 6],
    ['by a variable', `D='{"connector.class": "X",\n "a" "b"}'\ncurl ${url} -d "$D"`, 2, 6],
  ])('JSON %s has its position in the script', (_, script, line, column) => {
    expect(read(script).skipped).toMatchObject([
      { name: 'n', problem: { code: 'import-part-unreadable', source: { file: 'deploy.sh', line, column } } },
    ]);
  });

  it('in a file have their position in that file', () => {
    const { skipped } = read(`curl ${url} -d @a.json`, { 'a.json': '{"connector.class": "X"\n "a": 1}' });
    expect(skipped).toMatchObject([
      { name: 'n', problem: { source: { file: 'a.json', line: 2, column: 2 } } },
    ]);
  });

  it('bytes of another kind are no script with connectors', () => {
    const bytes = Array.from({ length: 5000 }, (_, index) => String.fromCharCode((index * 7919) % 256)).join(
      '',
    );
    expect(read(bytes.replaceAll(/["'`$(]/g, '')).connectors).toEqual([]);
  });
});
