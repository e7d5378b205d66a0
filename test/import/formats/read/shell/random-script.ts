import fc from 'fast-check';

/** The variables of random scripts. The environment has each with the value `env-NAME`. */
export const variables = ['AA', 'bb', 'CC', 'dd'];

/** The file that scripts read, with variables for `envsubst`. */
export const namedFile = '{"connector.class": "F", "a": "$AA", "b": "${bb} $1", "c": "x"}\n';

const variable = fc.constantFrom(...variables);
const word = fc.constantFrom('x', 'y-1', 'two words', 'w*', '', 'q');
const quoted = fc.oneof(
  { weight: 4, arbitrary: word.map((text) => `'${text}'`) },
  { weight: 2, arbitrary: word.map((text) => `"${text}"`) },
  { weight: 4, arbitrary: variable.map((name) => `"$${name}"`) },
  { weight: 2, arbitrary: variable.map((name) => `"a\${${name}}z"`) },
  { weight: 1, arbitrary: variable.map((name) => `'$${name}'`) },
  { weight: 1, arbitrary: variable.map((name) => `"\${${name}:-default}"`) },
  { weight: 1, arbitrary: variable.map((name) => `"\${${name}%z}"`) },
  { weight: 1, arbitrary: fc.constantFrom('"$1"', '$(echo out)', '"$(date +%N)"', "$'t\\x41'") },
);

const assignment = fc
  .tuple(
    variable,
    quoted,
    fc.constantFrom('', 'export ', 'readonly -p >/dev/null; ', 'declare '),
    fc.constantFrom('=', '=', '=', '+='),
  )
  .map(([name, value, before, sign]) => `${before}${name}${sign}${value}`);

const noAssignment = fc
  .tuple(variable, quoted, fc.constantFrom(': ', 'true ', 'echo -e ', 'printf %s '))
  .chain(([name, value, program]) =>
    fc.constantFrom(
      `${program}${name}=${value} >/dev/null`,
      `${name}=${value} true`,
      `env ${name}=${value} true`,
    ),
  );

const otherChange = variable.chain((name) =>
  fc.constantFrom(
    `read -r ${name} <<< read`,
    `unset ${name}`,
    `for ${name} in p q; do :; done`,
    `. ./settings`,
    `printf -v ${name} %s printed`,
    `: "\${${name}:=assigned}"`,
    `(${name}=inner)`,
    `${name}=piped | cat`,
    `eval "${name}=evaluated"`,
  ),
);

/** A body of a request with the option before it; `$V` stands for variables. */
const send = fc.tuple(quoted, quoted, variable, fc.nat(1000)).chain(([one, other, name, id]) => {
  const single = `'{"connector.class": "S", "a": "'${one}'", "b": "'${other}'", "c": "'$${name}'"}'`;
  const double = `"{\\"connector.class\\": \\"D\\", \\"a\\": \\"$${name}\\", \\"b\\": \\"\\$x \${${name}}\\"}"`;
  const document = `{"connector.class": "H", "a": "$${name}", "b": "\\$${name} \\\\\\\\ it's"}`;
  const curl = `curl -sS -X PUT "http://c:8083/connectors/n${id}/config" -H "A: b"`;
  return fc.constantFrom(
    `${curl} -d ${single}`,
    `${curl} --data-binary ${double}`,
    `${curl} --data ${double} | cat`,
    `${curl} -d @- <<EOF\n${document}\nEOF`,
    `${curl} --json @- <<'EOF'\n${document}\nEOF`,
    `${curl} -d @- <<EOF\n{"connector.class": "E", "a": "\\\\\\\\ \\$x \\\\."}\nEOF`,
    `${curl} -d @- <<-EOF\n\t${document}\n\tEOF`,
    `${curl} -d @- <<< ${double}`,
    `${curl} -d @named.json`,
    `${curl} -d@"named.json"`,
    `${curl} -T named.json`,
    `${curl} -d @- < named.json`,
    `${curl} -d "$(cat named.json)"`,
    `${curl} -d "$(cat <<EOF\n${document}\nEOF\n)"`,
    `cat named.json | ${curl} -d @-`,
    `cat <<EOF | ${curl} -d @-\n${document}\nEOF`,
    `envsubst < named.json | ${curl} -d @-`,
    `echo ${single} | ${curl} -d @-`,
    `BODY=${single}; ${curl} -d "$BODY"`,
    `${curl} -d @"$${name}.json"`,
    `sed s/x/y/ named.json | ${curl} -d @-`,
    `cat > written.json <<EOF\n${document}\nEOF\n${curl} -d @written.json`,
    `response=$(${curl} -d ${single})`,
    `if ${curl} -d ${single}; then :; fi`,
    `put n${id} ${double}`,
    `put2 n${id} <<EOF\n${document}\nEOF`,
    `for each in k l; do curl -X PUT c/connectors/$each-${id}/config -d ${single}; done`,
    `while read -r each; do curl -X PUT c/connectors/$each-${id}/config -d ${single}; done <<< m`,
    `curl -X DELETE http://c:8083/connectors/n${id}`,
    `bash -c 'curl -X PUT c/connectors/n${id}/config -d "{\\"connector.class\\": \\"$AA\\"}"'`,
  );
});

const simple = fc.oneof(
  { weight: 4, arbitrary: assignment },
  { weight: 2, arbitrary: noAssignment },
  { weight: 2, arbitrary: otherChange },
  { weight: 5, arbitrary: send },
);
const lines = fc.array(simple, { minLength: 1, maxLength: 3 }).map((all) => all.join('\n'));
const compound = fc
  .tuple(lines, lines)
  .chain(([one, other]) =>
    fc.constantFrom(
      `if [ "$COND" = 1 ]; then\n${one}\nelse\n${other}\nfi`,
      `if [ "$COND" = 1 ]; then\n${one}\nfi\n${other}`,
      `case $COND in\n1)\n${one}\n;;\n*)\n${other}\n;;\nesac`,
      `[ "$COND" = 1 ] && {\n${one}\n}\n${other}`,
      `[ "$COND" = 1 ] || {\n${one}\nexit 0\n}\n${other}`,
      `(\n${one}\n)\n${other}`,
      `for i in 1 2; do\n${one}\ndone\n${other}`,
      `for i in 1 2; do\n${one}\nif [ "$COND" = 1 ]; then break; fi\n${other}\ndone`,
      `n=0; while [ $n -lt 2 ]; do\nn=$((n + 1))\n${one}\ndone\n${other}`,
      `f() {\nlocal AA=local\n${one}\nif [ "$COND" = 1 ]; then return; fi\nbb=global\n}\nf\n${other}`,
      `g() {\nlocal bb=$1\nshift\n${one}\n}\ng first second\ng third fourth\n${other}`,
    ),
  );

/** A script of simple forms, and of forms around them. */
export const randomScript: fc.Arbitrary<string> = fc
  .array(fc.oneof({ weight: 3, arbitrary: simple }, { weight: 1, arbitrary: compound }), {
    minLength: 2,
    maxLength: 7,
  })
  .map((all) =>
    [
      '#!/bin/bash',
      'put() { curl -s -X PUT "http://c/connectors/$1/config" -d "$2"; }',
      'put2() {\n  local name=$1\n  curl -s -X PUT "http://c/connectors/$name/config" -d @-\n}',
      ...all,
      '',
    ].join('\n'),
  );
