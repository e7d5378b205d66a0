import { problem } from './problem.ts';

/** Problems of syntax: text that is not the YAML or JSON that connect-sync accepts. */
export const syntaxProblems = {
  'project-multiple-documents': problem({
    severity: 'error',
    message: 'a project file must contain exactly one YAML document',
    hint: 'merge the documents into one; declare connectors in files of their own',
    means: 'The project file contains several YAML documents, separated by ---.',
    matters: 'It would be unclear which of them applies.',
    before: '# connect-sync.yaml\nversion: 1\n---\nversion: 1\n',
    after: '# connect-sync.yaml\nversion: 1\n',
  }),
  'merge-conflict': problem({
    severity: 'error',
    message: 'unresolved merge conflict',
    hint: 'keep one of the two versions and remove the lines with <<<<<<<, ======= and >>>>>>>',
    means: 'A merge was committed before its conflicts were resolved.',
    matters: 'The file contains both versions, so the intended one is unknown.',
    before:
      '# connectors/orders.yaml\nconfig:\n<<<<<<< HEAD\n  tasks.max: 1\n=======\n  tasks.max: 2\n>>>>>>> main\n',
    after: '# connectors/orders.yaml\nconfig:\n  tasks.max: 2\n',
  }),
  'tab-indentation': problem({
    severity: 'error',
    message: 'YAML does not allow tabs for indentation',
    hint: 'indent with spaces',
    means: 'A line is indented with a tab.',
    matters: 'YAML does not define the width of a tab and therefore forbids it in indentation.',
    before: '# connectors/orders.yaml\nconfig:\n\ttasks.max: 1\n',
    after: '# connectors/orders.yaml\nconfig:\n  tasks.max: 1\n',
  }),
  'template-expression': problem<{ form: string }>({
    severity: 'error',
    message: ({ form }) => `this file is a template: connect-sync does not evaluate ${form}`,
    hint: 'write  ${var.NAME}  instead, or render the template and convert the result with  connect-sync import --from FILE ; if the plugin itself reads the expression, quote the value',
    means: 'The file contains an expression of Helm, Jinja, Ansible or ERB outside of quotes.',
    matters:
      'Braces have another meaning in YAML, so the file cannot be read before the template is rendered.',
    before: '# connectors/orders.yaml\nconfig:\n  topics: {{ .Values.topic }}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nvars: {topic: orders}\n# connectors/orders.yaml\nconfig:\n  topics: ${var.topic}\n',
  }),
  'invalid-yaml': problem<{ reason: string; advice: string | undefined }>({
    severity: 'error',
    message: ({ reason }) => `invalid YAML: ${reason}`,
    hint: ({ advice }) => advice,
    means: 'The file is not valid YAML; the message says which rule it breaks.',
    matters: 'Nothing after this position can be trusted, so the whole file is ignored.',
    remedy:
      'Quotes often help: put them around values that begin with a special character or contain ": " or " #".',
    before: '# connectors/orders.yaml\nconfig:\n  topics: "orders\n  tasks.max: 1\n',
    after: '# connectors/orders.yaml\nconfig:\n  topics: "orders"\n  tasks.max: 1\n',
  }),
  'invalid-json': problem<{ reason: string }>({
    severity: 'error',
    message: ({ reason }) => `invalid JSON: ${reason}`,
    hint: 'JSON allows no comments, no trailing commas, no single quotes and no line breaks in strings',
    means: 'The file is not valid JSON; the message says which rule it breaks.',
    matters: 'Lenient parsers disagree about what such a text means.',
    remedy: 'Fix the error, or rename the file to .yaml: YAML allows comments and needs fewer quotes.',
    before: '# connectors/orders.json\n{"config": {"topics": "orders",}}\n',
    after: '# connectors/orders.json\n{"config": {"topics": "orders"}}\n',
  }),
  'duplicate-key': problem<{ key: string }>({
    severity: 'error',
    message: ({ key }) => `duplicate key "${key}"`,
    hint: 'remove one of them',
    means: 'A mapping contains the same key twice.',
    matters: 'Most parsers silently use the last one; the author may have meant the first.',
    remedy: 'Remove one of them. Both positions are shown.',
    before: '# connectors/orders.yaml\nconfig:\n  tasks.max: 1\n  topics: orders\n  tasks.max: 4\n',
    after: '# connectors/orders.yaml\nconfig:\n  tasks.max: 4\n  topics: orders\n',
  }),
  'invalid-merge-key': problem({
    severity: 'error',
    message:
      'a merge key (<<) must have a mapping or a list of mappings as its value, and occur once per mapping',
    hint: 'write  <<: *name  or  <<: [*one, *other]  with anchors (&name) above it in the same document',
    means: 'A merge key (<<) has a value that is not a mapping, or occurs twice in one mapping.',
    matters: 'It is unclear which keys it must add.',
    remedy:
      'Write  <<: *name  with an anchor (&name) above it in the same document. To share keys between files, use  profiles:  in the project file.',
    before: '# connectors/orders.yaml\nconfig:\n  <<: avro\n  topics: orders\n',
    after:
      '# connectors/orders.yaml\nx-avro: &avro {key.converter: A}\nconfig:\n  <<: *avro\n  topics: orders\n',
  }),
  /** `tag` is undefined where it could be a secret that was meant as a value. */
  'unsupported-yaml-tag': problem<{ tag: string | undefined }>({
    severity: 'error',
    message: ({ tag }) => (tag === undefined ? 'unsupported YAML tag' : `unsupported YAML tag ${tag}`),
    hint: 'remove it, or quote a value that begins with "!": every value is a string',
    means:
      'A value has a YAML tag such as !!int. YAML also reads an unquoted value that begins with ! as a tag.',
    matters:
      'Every value of a connector is a string: a tag has no effect, and it hides a password that begins with !.',
    remedy: 'Remove the tag, or quote the value. The only supported tag is !unset.',
    before: '# connectors/orders.yaml\nconfig:\n  tasks.max: !!int 1\n',
    after: '# connectors/orders.yaml\nconfig:\n  tasks.max: 1\n',
  }),
  'key-not-string': problem({
    severity: 'error',
    message: 'a key must be a string',
    hint: 'write  key: value',
    means: 'A list, a mapping or nothing stands in place of a key.',
    matters: 'Kafka Connect supports only strings as keys.',
    before: '# connectors/orders.yaml\nconfig:\n  ? [topics]\n  : orders\n',
    after: '# connectors/orders.yaml\nconfig:\n  topics: orders\n',
  }),
};
