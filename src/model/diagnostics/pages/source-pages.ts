import type { sourceProblems } from '../source-problems.ts';
import type { Page } from './page.ts';

/** The pages of what can be wrong with files themselves. */
export const sourcePages = {
  'directory-missing': {
    means: 'The directory that --directory names, or that you are in, does not exist.',
    matters: 'Without it there are no files to read, and "nothing is wished for" would be a dangerous guess.',
    remedy: 'Correct the path. A relative one is taken from where the command is started.',
  },
  'project-file-missing': {
    means: 'The file that --project names is not there.',
    matters:
      'It says which clusters there are and what is owned; going on without it would work on other terms.',
    remedy: 'Correct the path; it is relative to the directory of the project.',
  },
  'project-file-misnamed': {
    means: 'There is a connect-sync.yml (or .json), but the file that is read is connect-sync.yaml.',
    matters: 'A project file that is silently passed over would leave out clusters, ownership and guards.',
    remedy: 'Rename the file, or name it with --project.',
  },
  'project-multiple-documents': {
    means: 'The project file has several YAML documents, divided by ---.',
    matters: 'A project is one thing: which of the documents counts would be a guess.',
    remedy: 'Put everything into one document. Connectors belong into files of their own.',
    before: '# connect-sync.yaml\nversion: 1\n---\nversion: 1\n',
    after: '# connect-sync.yaml\nversion: 1\n',
  },
  'connectors-directory-missing': {
    means: 'The folder where connector files are looked for does not exist.',
    matters: 'No file means no wish: pruning would take every owned connector for unwanted.',
    remedy:
      'Create the folder with a file for each connector, or say with  connectors:  in the project file where they are. Where none is meant, --allow-empty says so.',
  },
  'no-connector-files': {
    means: 'The folders are there, but no file in them matches.',
    matters: 'No file means no wish: pruning would take every owned connector for unwanted.',
    remedy:
      'Check the patterns of  connectors:  in the project file: **/ stands for folders of any depth, folders that begin with a dot and node_modules are passed over. Where none is meant, --allow-empty says so.',
  },
  'unmatched-pattern': {
    means: 'One of several patterns of  connectors:  matches no file.',
    matters: 'Most likely a folder was renamed, and its connectors are no longer looked after.',
    remedy: 'Correct the pattern or remove it.',
    before: '# connect-sync.yaml\nversion: 1\nconnectors: [connectors/*.yaml, connecters/*.yaml]\n',
    after: '# connect-sync.yaml\nversion: 1\nconnectors: [connectors/*.yaml]\n',
  },
  'unreadable-directory': {
    means: 'A folder below the patterns cannot be listed.',
    matters: 'What lies in it is unknown. Its connectors must not be taken for removed.',
    remedy:
      'Give the user who runs connect-sync the right to read it, or leave it out with a pattern that begins with !.',
  },
  'unreadable-file': {
    means: 'A connector file is there and cannot be read; a link that leads nowhere counts as well.',
    matters: 'What it wishes for is unknown. Its connectors must not be taken for removed.',
    remedy: 'Mend the rights or the link, or remove the file.',
  },
  'file-too-large': {
    means: 'The file has more than 16 MiB.',
    matters: 'No person writes such a connector; most likely a pattern matches data or a dump.',
    remedy: 'Narrow  connectors:  in the project file.',
  },
  'unsupported-file-type': {
    means: 'A pattern matches a file that is neither .yaml, .yml nor .json.',
    matters: 'It may well describe a connector, in a format that is not read here.',
    remedy: 'Name the kind in the pattern, or turn the file into YAML.',
    before:
      '# connect-sync.yaml\nversion: 1\nconnectors: connectors/**\n# connectors/orders.properties\nfile=a\n',
    after: '# connect-sync.yaml\nversion: 1\nconnectors: connectors/**/*.yaml\n',
  },
  'not-utf8': {
    means: 'The bytes of the file are no UTF-8. Windows tools often save UTF-16 or Windows-1252.',
    matters: 'Read in another encoding, names and passwords would turn into other ones.',
    remedy: 'Save the file as UTF-8 in your editor. A byte order mark does no harm.',
  },
  'empty-file': {
    means: 'A connector file holds nothing, or only comments.',
    matters: 'It may be the remains of a file that was lost; its connector would be taken for removed.',
    remedy:
      'Remove the file, or bring its contents back. To delete a connector on purpose write  state: absent .',
    before: '# connectors/orders.yaml\n# to be done\n',
    after: '# connectors/orders.yaml\nstate: absent\n',
  },
  'merge-conflict': {
    means: 'A merge was committed before its conflicts were resolved.',
    matters: 'Both versions stand in the file; which one is meant, nobody can say.',
    remedy: 'Keep one version and remove the lines that begin with <<<<<<<, ======= and >>>>>>>.',
    before:
      '# connectors/orders.yaml\nconfig:\n<<<<<<< HEAD\n  tasks.max: 1\n=======\n  tasks.max: 2\n>>>>>>> main\n',
    after: '# connectors/orders.yaml\nconfig:\n  tasks.max: 2\n',
  },
  'tab-indentation': {
    means: 'A line is indented with a tab.',
    matters: 'YAML does not say how wide a tab is, and so does not allow it there.',
    remedy: 'Indent with spaces; most editors do it by themselves for YAML.',
    before: '# connectors/orders.yaml\nconfig:\n\ttasks.max: 1\n',
    after: '# connectors/orders.yaml\nconfig:\n  tasks.max: 1\n',
  },
  'invalid-yaml': {
    means: 'The text breaks a rule of YAML; the message says which one.',
    matters: 'From there on nothing in the file can be relied upon, so nothing of it is used.',
    remedy: 'Most often quotes help: values that begin with a special character, or hold ": " or " #".',
    before: '# connectors/orders.yaml\nconfig:\n  topics: "orders\n  tasks.max: 1\n',
    after: '# connectors/orders.yaml\nconfig:\n  topics: "orders"\n  tasks.max: 1\n',
  },
  'invalid-json': {
    means: 'The text breaks a rule of JSON; the message says which one.',
    matters: 'Parsers that forgive it differ in what they make of it.',
    remedy:
      'Mend the place, or rename the file to .yaml: YAML knows comments and is content with fewer quotes.',
    before: '# connectors/orders.json\n{"config": {"topics": "orders",}}\n',
    after: '# connectors/orders.json\n{"config": {"topics": "orders"}}\n',
  },
  'duplicate-key': {
    means: 'One mapping has the same key twice.',
    matters: 'Most parsers silently take the last one; the author may have meant the first.',
    remedy: 'Keep one. Both places are shown.',
    before: '# connectors/orders.yaml\nconfig:\n  tasks.max: 1\n  topics: orders\n  tasks.max: 4\n',
    after: '# connectors/orders.yaml\nconfig:\n  tasks.max: 4\n  topics: orders\n',
  },
  'invalid-merge-key': {
    means: 'A merge key (<<) has something else than a mapping, or stands twice in one mapping.',
    matters: 'What it is to bring in cannot be told.',
    remedy:
      'Write  <<: *name  with an anchor (&name) above it in the same document. Across files, use  profiles:  of the project file.',
    before: '# connectors/orders.yaml\nconfig:\n  <<: avro\n  topics: orders\n',
    after:
      '# connectors/orders.yaml\nx-avro: &avro {key.converter: A}\nconfig:\n  <<: *avro\n  topics: orders\n',
  },
  'unsupported-yaml-tag': {
    means: 'A value has a YAML tag such as !!int. A text that begins with ! is one to YAML, too.',
    matters:
      'Every value of a connector is a text: a tag changes nothing, and swallows a password that begins with !.',
    remedy: 'Remove the tag, or put the text in quotes. The one tag that is known is !unset.',
    before: '# connectors/orders.yaml\nconfig:\n  tasks.max: !!int 1\n',
    after: '# connectors/orders.yaml\nconfig:\n  tasks.max: 1\n',
  },
  'key-not-string': {
    means: 'A list or a mapping, or nothing at all, stands where a key belongs.',
    matters: 'Kafka Connect knows keys as texts only.',
    remedy: 'Write  key: value .',
    before: '# connectors/orders.yaml\nconfig:\n  ? [topics]\n  : orders\n',
    after: '# connectors/orders.yaml\nconfig:\n  topics: orders\n',
  },
} satisfies Record<keyof typeof sourceProblems, Page>;
