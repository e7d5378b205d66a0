import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parseShell } from '../../../../../src/import/formats/read/shell/parse-shell.ts';
import { readShellScript } from '../../../../../src/import/formats/read/shell/read-shell-script.ts';
import { assignmentsOf, resolveWord } from '../../../../../src/import/formats/read/shell/resolve-word.ts';
import { ShellSyntaxError } from '../../../../../src/import/formats/read/shell/shell-command.ts';

const body = '{"connector.class": "X", "a": "b"}';

/** Name and content of each payload; variables as `<NAME>`, unresolved expansions as `[…]`. */
function payloads(script: string): readonly [string | undefined, string][] {
  return readShellScript(script).map(({ name, content }) => [
    name,
    content.kind === 'file'
      ? `file ${content.path}`
      : content.parts
          .map((part) => {
            if (part.kind === 'variable') return `<${part.name}>`;
            return part.kind === 'text' ? part.text : `[${part.text}]`;
          })
          .join('')
          .trim(),
  ]);
}

describe('the payload of a script', () => {
  it.each([
    ['in single quotes', `curl -X PUT http://c/connectors/n/config -d '${body}'`, 'n'],
    ['in the same word as its option', `curl http://c/connectors/n/config --data='${body}'`, 'n'],
    ['over several lines', `curl -X PUT \\\n  http://c/connectors/n/config \\\n  -d '${body}' | jq .`, 'n'],
    ['in a here-document', `curl -X PUT http://c/connectors/n/config -d @- <<EOF\n${body}\nEOF\n`, 'n'],
    ['in a quoted here-document', `curl http://c/connectors/n/config -d @- <<'EOF'\n${body}\nEOF`, 'n'],
    ['in a here-document with tabs', `curl http://c/connectors/n/config -d @- <<-E\n\t${body}\n\tE\n`, 'n'],
    ['in a here-string', `curl http://c/connectors/n/config -d @- <<< '${body}'`, 'n'],
    ['by process substitution', `curl http://c/connectors/n/config -d @<(cat <<EOF\n${body}\nEOF\n)`, 'n'],
    ['by command substitution', `curl http://c/connectors/n/config -d "$(cat <<EOF\n${body}\nEOF\n)"`, 'n'],
    ['by a variable', `D='${body}'\nU=http://c\ncurl $U/connectors/n/config -d "$D"`, 'n'],
    ['within a condition', `if true; then\n  curl http://c/connectors/n/config -d '${body}'\nfi`, 'n'],
    ['by a wrapper', `playground connector create-or-update --connector n << EOF\n${body}\nEOF`, 'n'],
    ['to create one', `http POST c/connectors <<<'${body}'`, undefined],
    ['after a comment with a quote', `# don't\ncurl http://c/connectors/n/config -d '${body}' # it's`, 'n'],
  ])('%s', (_, script, name) => {
    expect(payloads(script)).toEqual([[name, body]]);
  });

  it('may be a file', () => {
    expect(payloads('curl http://c/connectors/n/config --data @conf/a.json')).toEqual([
      ['n', 'file conf/a.json'],
    ]);
    expect(payloads('curl http://c/connectors -d "$(cat b.json)"')).toEqual([[undefined, 'file b.json']]);
  });

  it('contains environment variables and unresolved expansions', () => {
    const text = '{"connector.class": "X", "a": "$A ${B}", "b": "$1 ${C:-d} $lower `x` \\$E"}';
    expect(payloads(`curl c -d @- <<EOF\n${text}\nEOF`)).toEqual([
      [undefined, '{"connector.class": "X", "a": "<A> <B>", "b": "[$1] [${C:-d}] [$lower] [`x`] $E"}'],
    ]);
    expect(payloads(`curl c -d '${text}'`)).toEqual([[undefined, text]]);
    expect(payloads(`curl c -d '{"connector.class": "'$A'"}'`)).toEqual([
      [undefined, '{"connector.class": "<A>"}'],
    ]);
  });

  it('has no name if the name contains an expansion, or belongs to another command', () => {
    expect(payloads(`curl http://c/connectors/$N-x/config -d '${body}'`)[0]?.[0]).toBeUndefined();
    expect(payloads(`curl http://c/connectors/n/status; curl http://c/connectors -d '${body}'`)).toEqual([
      [undefined, body],
    ]);
  });

  it('is empty if it contains no connector', () => {
    expect(payloads(`curl -d '{"a": 1}' http://c; echo "connector.class"; cat file.json`)).toEqual([]);
  });

  it.each(['echo "a', "echo 'a", 'echo $(a', 'echo `a', 'echo ${a'])(
    'is unknown if %j is not closed',
    (script) => {
      expect(() => readShellScript(script)).toThrow(ShellSyntaxError);
    },
  );
});

describe('words', () => {
  const scripts = [
    `echo a'b'"c"\\d`,
    `echo "a\\"b\\\\c\\n" 'x"y'`,
    `echo $'a\\tb\\x41\\u00e9'`,
    `A=x; echo "$A"y\${A}z`,
    `echo a\\\nb "c\\\nd"`,
    `A='two words'; echo "[$A]"`,
  ];

  it.skipIf(spawnSync('bash', ['-c', 'true']).status !== 0).each(scripts)(
    '%j are those of bash',
    (script) => {
      const printed = spawnSync('bash', ['-c', script.replace('echo', "printf '<%s>'")], {
        encoding: 'utf8',
      }).stdout;
      const commands = parseShell(script);
      const words = commands.at(-1)?.words.slice(1) ?? [];
      const texts = words.map((word) =>
        resolveWord(word, assignmentsOf(commands))
          .parts.map(({ text }) => text)
          .join(''),
      );
      expect(texts.map((text) => `<${text}>`).join('')).toBe(printed);
    },
  );
});
