/** One row of the import table: a folder or file of `src`, what it may import, and why nothing else. */
export interface Layer {
  /** Path prefixes below `src`. Its own folder and what it lists here. */
  readonly may: readonly string[];
  /** Folders of which it sees the types only. */
  readonly typesOf?: readonly string[];
  readonly because: string;
}

const useCases = [
  'reconcile',
  'saved-plan',
  'import',
  'record',
  'operations',
  'inspect',
  'doctor',
  'comment',
  'new-connector',
  'snapshots',
  'upgrade',
  'controller',
  'init',
];

/**
 * The import table. The longest matching prefix applies to a file, and an import is allowed where a prefix of the
 * target is listed. `docs/development/architecture.md` explains it.
 */
export const layers: Readonly<Record<string, Layer>> = {
  model: { may: [], because: 'the vocabulary depends on nothing, so that everything can depend on it' },
  desired: {
    may: ['model', 'files'],
    because: 'files are read without knowing clusters, plans or output',
  },
  connect: { may: ['model'], because: 'the REST API is spoken without knowing what it is used for' },
  policy: { may: ['model'], because: 'a rule sees masked values, and nothing that it could act on' },
  plugins: { may: ['model'], because: 'what a plugin defines is a fact, wherever it was read' },
  diff: { may: ['model'], because: 'a difference is a fact, whatever is done about it' },
  plan: { may: ['model'], because: 'the plan is a pure decision over changes' },
  apply: { may: ['model'], typesOf: ['connect'], because: 'the engine knows the worker by its interface' },
  backup: { may: ['model'], because: 'a backup is text and file names; reconcile writes it' },
  files: { may: ['model'], because: 'one place for file modes, fsync and coded errors' },
  git: { may: ['model'], because: 'it is the only place that starts Git' },
  http: { may: ['model'], because: 'one client for every service that is no worker' },
  forge: { may: ['model', 'http'], because: 'it posts text that it is given' },
  metrics: { may: ['model'], because: 'it counts what it is shown' },
  listener: { may: ['model'], because: 'it serves texts that it is given' },
  webhook: { may: ['model', 'http'], because: 'it posts events that it is given' },
  leader: {
    may: ['model', 'files', 'http'],
    because: 'who is active is decided without knowing what for',
  },
  sandbox: { may: ['model'], because: 'the fake worker must not share code with the client that it tests' },
  render: {
    may: ['model'],
    typesOf: ['inspect', 'operations', 'new-connector', 'snapshots', 'upgrade', 'init'],
    because: 'a renderer sees redacted results and nothing else',
  },
  project: {
    may: ['model', 'desired', 'connect', 'plugins', 'git'],
    because: 'it is the one place where files and a connection meet',
  },
  reconcile: {
    may: [
      'model',
      'project',
      'desired',
      'plugins',
      'policy',
      'diff',
      'plan',
      'apply',
      'backup',
      'files',
      'git',
    ],
    typesOf: ['connect'],
    because: 'it is the spine: the only use case that others may call',
  },
  'saved-plan': {
    may: ['model', 'project', 'reconcile', 'desired', 'diff', 'plan', 'files'],
    because: 'a saved plan is a plan that is made again and restricted',
  },
  import: {
    may: ['model', 'project', 'desired', 'files'],
    typesOf: ['connect'],
    because: 'import writes connector files, never a cluster',
  },
  'import/formats': {
    may: [
      'model',
      'desired/json-positions.ts',
      'desired/json-syntax.ts',
      'desired/parse-documents.ts',
      'desired/source-text.ts',
    ],
    because: 'parsers and printers stay pure, and name syntax errors as `validate` does',
  },
  record: {
    may: ['model', 'sandbox', 'files'],
    because: 'it answers requests with a worker of the sandbox, and contacts no cluster',
  },
  operations: {
    may: ['model', 'project', 'reconcile', 'desired', 'diff', 'plan'],
    typesOf: ['connect'],
    because: 'what is done by name runs on the same spine, with another plan',
  },
  inspect: {
    may: ['model', 'project', 'reconcile', 'files'],
    typesOf: ['connect'],
    because: 'it only reads from a cluster',
  },
  doctor: {
    may: ['model', 'project', 'desired', 'inspect', 'forge', 'git'],
    typesOf: ['connect'],
    because: 'it checks what all the others depend on, and changes nothing',
  },
  comment: {
    may: ['model', 'forge', 'files', 'git'],
    because:
      'it gets text, so it needs neither plan nor renderer; Git says where a file is in the repository',
  },
  'new-connector': {
    may: ['model', 'project', 'desired', 'plugins', 'reconcile', 'inspect/find-plugins.ts', 'files'],
    typesOf: ['connect'],
    because: 'it writes one connector file, and reads what a cluster defines',
  },
  snapshots: {
    may: ['model', 'project', 'desired', 'plugins', 'inspect/find-plugins.ts', 'files'],
    typesOf: ['connect', 'inspect'],
    because: 'it reads plugins from a cluster and writes what it read into files, never to a cluster',
  },
  upgrade: {
    may: ['model', 'project', 'desired', 'plugins', 'plan', 'reconcile'],
    typesOf: ['connect'],
    because: 'it compares two clusters or files, and changes nothing',
  },
  controller: {
    may: [
      'model',
      'project',
      'desired',
      'reconcile',
      'inspect/status.ts',
      'inspect/assess-live.ts',
      'plan',
      'files',
      'git',
      'metrics',
      'listener',
      'webhook',
      'leader',
    ],
    typesOf: ['connect', 'inspect'],
    because: 'it runs the same spine again and again, and shows what it saw',
  },
  init: {
    may: ['model', 'desired', 'project/editor-schema-files.ts', 'files', 'git'],
    because: 'questions are asked by the command line through a port',
  },
  public: {
    may: ['model', 'project', 'render', 'sandbox', ...useCases],
    because: 'the library supplies defaults for ports and holds no logic',
  },
  cli: {
    may: ['model', 'render', 'sandbox', ...useCases],
    typesOf: ['project'],
    because: 'neither a stage nor a redactor is reachable from a command',
  },
  'bin.ts': {
    may: ['cli', 'public/system-clock.ts', 'public/version.ts'],
    because: 'the entry point only builds the host',
  },
};

/** The files of use cases that the command line may call: each exports one use case. */
export const entryFiles: readonly string[] = [
  'reconcile/plan-project.ts',
  'reconcile/apply-project.ts',
  'reconcile/detect-drift.ts',
  'reconcile/validate-project.ts',
  'reconcile/list-policies.ts',
  'reconcile/test-policies.ts',
  'reconcile/base-from-commit.ts',
  'reconcile/plan-since.ts',
  'saved-plan/plan-to-file.ts',
  'saved-plan/apply-saved-plan.ts',
  'saved-plan/load-saved-plan.ts',
  'saved-plan/load-posted-plan.ts',
  'saved-plan/drift-base.ts',
  'import/import-connectors.ts',
  'import/import-recordings.ts',
  'record/record-command.ts',
  'operations/manual-action.ts',
  'operations/restore.ts',
  'operations/list-backups.ts',
  'operations/change-offsets.ts',
  'operations/reset-topics.ts',
  'operations/set-log-level.ts',
  'inspect/*',
  'doctor/check-setup.ts',
  'comment/publish-comment.ts',
  'init/create-project.ts',
  'new-connector/create-connector.ts',
  'snapshots/pull-plugins.ts',
  'snapshots/diff-plugins.ts',
  'snapshots/saved-plugins.ts',
  'upgrade/rehearse-upgrade.ts',
  'controller/run-controller.ts',
];

/** Redaction happens in use cases: these folders never see a redactor. */
export const withoutRedaction: readonly string[] = ['cli', 'render'];

interface Fence {
  readonly in: readonly string[];
  readonly because: string;
}

/** Where each library may be imported: path prefixes below `src`. */
export const libraries: Readonly<Record<string, Fence>> = {
  undici: {
    in: ['connect/http.ts', 'connect/http-agents.ts', 'http'],
    because: 'workers have one client, and all other services another',
  },
  'prom-client': { in: ['metrics'], because: 'metrics are printed in one stage' },
  ajv: { in: ['desired', 'plan'], because: 'schemas are checked where untrusted input comes in' },
  '@bufbuild': { in: ['policy'], because: 'expressions of policies are evaluated in one stage' },
  yaml: { in: ['desired', 'render', 'import/formats'], because: 'YAML is read and written at the border' },
  'fast-json-patch': { in: ['diff', 'render'], because: 'patches are made from documents' },
  diff: { in: ['render'], because: 'unified diffs are a format' },
  commander: { in: ['cli'], because: 'only the command line parses arguments' },
  picocolors: { in: ['cli', 'render'], because: 'color is a matter of output' },
  '@clack': {
    in: ['cli/prompt/choose-many.ts', 'cli/prompt/enter-text.ts'],
    because: 'each kind of question has one file',
  },
  tinyglobby: { in: ['desired'], because: 'files are found by the loader' },
  unbash: { in: ['import/formats'], because: 'shell scripts are read at the border' },
  'node-forge': {
    in: ['record/certificate-authority.ts'],
    because: 'only a recording of HTTPS issues certificates',
  },
  dotenv: { in: ['desired'], because: 'environment files are read by the loader' },
  'compare-versions': { in: ['desired'], because: '`requires` is evaluated when the project file is read' },
};

/** Node modules with effects; the pure ones (path, url, util …) are free in every folder but `model`. */
export const effects: Readonly<Record<string, Fence>> = {
  'node:fs': {
    in: [
      'desired',
      'files',
      'git',
      'bin.ts',
      'init/templates.ts',
      'cli/source-stack.ts',
      'public/version.ts',
    ],
    because: 'files are read by `desired` and written by `files`',
  },
  'node:process': { in: ['bin.ts'], because: 'only the entry point knows the process' },
  'node:child_process': {
    in: ['git', 'record/run-recorded-command.ts'],
    because: 'only git starts processes, and the recorder the command that it records',
  },
  'node:http': {
    in: ['sandbox', 'record', 'listener'],
    because: 'the sandbox, the recorder and the controller are the only servers',
  },
  'node:https': { in: [], because: 'HTTP goes through undici' },
  'node:net': {
    in: ['model/proxy-settings.ts'],
    because: 'HTTP goes through undici; the arithmetic of addresses and networks has no effect',
  },
  'node:tls': {
    in: ['connect/read-certificate.ts', 'record/record-tls.ts'],
    because: 'only the recorder serves TLS, and only the certificate of a server is read without HTTP',
  },
  'node:timers': { in: ['public/system-clock.ts'], because: 'time is injected' },
};

/** Modules of Node that `model` may use. */
export const modelModules: readonly string[] = [
  'model/digest.ts -> node:crypto',
  'model/proxy-settings.ts -> node:net',
  'model/content-encoding.ts -> node:zlib',
];

/** Globals with effects, and the files that may use them. */
export const globals: readonly { pattern: RegExp; in: readonly string[]; because: string }[] = [
  { pattern: /\bprocess\.(?!d)/, in: ['bin.ts'], because: 'only the entry point knows the process' },
  {
    pattern: /\bDate\.now\(|new Date\(\)|\bperformance\.now\(/,
    in: ['public/system-clock.ts'],
    because: 'the clock is injected',
  },
  {
    pattern: /\.wallTime\(/,
    in: [
      'cli/output',
      'controller',
      'leader',
      'webhook',
      'doctor',
      'forge/forge-session.ts',
      'reconcile/back-up.ts',
      'reconcile/snapshots/report-snapshots.ts',
      'reconcile/list-policies.ts',
      'reconcile/plan-cluster.ts',
      'reconcile/since/compare-cluster.ts',
      'reconcile/validate-project.ts',
      'record/certificate-authority.ts',
      'sandbox/assemble-worker.ts',
      'sandbox/worker/timing.ts',
      'saved-plan/apply-saved-plan.ts',
      'saved-plan/plan-to-file.ts',
    ],
    because:
      'durations come from the monotonic clock; a time of day is only printed, or compared with a date',
  },
  { pattern: /\bMath\.random\(/, in: ['public/system-clock.ts'], because: 'randomness is injected' },
  {
    pattern: /\bset(Timeout|Interval|Immediate)\(/,
    // Between batches of files it lets others have a turn, and waits for nothing.
    in: ['public/system-clock.ts', 'desired/load-connector-files.ts'],
    because: 'waiting goes through the clock',
  },
  { pattern: /\bconsole\./, in: [], because: 'output goes through the streams of the host' },
  {
    pattern: /\bexitCodes?\b/,
    in: ['cli', 'bin.ts'],
    because: 'exit codes are a matter of the command line; errors carry a category, results a kind',
  },
];
