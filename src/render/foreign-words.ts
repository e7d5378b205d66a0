/** What to use in place of a command of other tools, by its name. */
const commands: Readonly<Record<string, string>> = {
  get: 'list shows connectors, show their configs, describe one in full',
  ls: 'use list',
  ps: 'use status',
  health: 'use status',
  state: 'use status',
  info: 'use cluster',
  ping: 'use doctor',
  sync: 'plan shows the changes, apply makes them',
  deploy: 'use apply',
  create: 'new creates a connector file, apply the connector',
  add: 'new creates a connector file, apply the connector',
  update: 'change the connector file, then use apply',
  upsert: 'change the connector file, then use apply',
  patch: 'change the connector file, then use apply',
  edit: 'change the connector file, then use apply',
  replace: 'change the connector file, then use apply',
  up: 'use apply',
  diff: 'plan compares the files with the cluster; drift exits with 2 if they differ',
  compare: 'plan compares the files with the cluster; render --against compares two clusters',
  destroy: 'use delete',
  down: 'use delete',
  remove: 'use delete',
  rm: 'use delete',
  del: 'use delete',
  prune: 'use apply --prune',
  start: 'use resume',
  unpause: 'use resume',
  logs: 'describe shows states and traces; a worker does not serve its log',
  log: 'loggers shows log levels; describe shows states and traces',
  logger: 'use loggers',
  inspect: 'use describe',
  config: 'use show',
  cat: 'use show',
  connectors: 'use list',
  connector: 'use list',
  clusters: 'use cluster --all-clusters',
  task: 'use tasks',
  topic: 'use topics',
  offset: 'use offsets',
  plugin: 'use plugins',
  'connector-plugins': 'use plugins',
  reset: 'use offsets NAME --reset',
  export: 'import creates connector files from a cluster, show --out writes the live configs',
  dump: 'use show --out DIR',
  backup: 'apply and delete back up what they change; show --out DIR writes the live configs',
  rollback: 'use restore',
  undo: 'use restore',
  check: 'validate checks the files, doctor the whole setup',
  lint: 'use validate',
  test: 'use validate',
  verify: 'use validate',
  template: 'use render',
  refresh: 'nothing is cached: plan reads the cluster each time',
  rollout: 'use restart',
  reload: 'use restart',
  adopt: 'use import',
  version: 'use --version',
};

/** What to use in place of an option of other tools, by its name; `command`: the one that it was given to. */
const options: Readonly<Record<string, string | ((command: string) => string)>> = {
  '-v': 'use --version (-V)',
  '-o': 'use -f json',
  '--output': 'use --format (-f), such as -f json',
  '--json': 'use -f json',
  '-n': 'clusters take the place of namespaces: use --cluster (-c)',
  '--namespace': 'clusters take the place of namespaces: use --cluster (-c)',
  '--context': 'use --cluster (-c)',
  '--kube-context': 'use --cluster (-c)',
  '--kubeconfig': 'clusters are declared in connect-sync.yaml: use --cluster (-c)',
  '--cluster-url': 'use --cluster URL',
  '--url': 'use --cluster URL',
  '--host': 'use --cluster URL',
  '--server': 'use --cluster URL',
  '--endpoint': 'use --cluster URL',
  '--connect-url': 'use --cluster URL',
  '--bootstrap-server': 'the URL of Kafka Connect is needed, not that of a broker: use --cluster URL',
  '-A': 'use --all-clusters',
  '--all-namespaces': 'use --all-clusters',
  '--file': 'files are arguments, without an option',
  '--filename': 'files are arguments, without an option',
  '-k': 'folders are arguments, without an option',
  '-R': 'folders are read with all that is below them',
  '--recursive': 'folders are read with all that is below them',
  '--chdir': 'use --directory (-C)',
  '--target': 'use --only NAME',
  '-l': 'use a glob in place of a name',
  '--selector': 'use a glob in place of a name',
  '--auto-approve': 'use --yes (-y)',
  '-auto-approve': 'use --yes (-y)',
  '--assume-yes': 'use --yes (-y)',
  '--force': 'use --yes (-y) to confirm; safety checks have options of their own',
  '--user': 'credentials belong under auth of the cluster, or into its URL',
  '-u': 'credentials belong under auth of the cluster, or into its URL',
  '--token': 'credentials belong under auth of the cluster',
  '--header': 'headers belong under headers of the cluster',
  '-H': 'headers belong under headers of the cluster',
  '--insecure': 'certificates are always checked: give the authority as tls.ca of the cluster',
  '--debug': 'use --verbose (-v)',
  '--env': 'use --cluster for the environment, --dotenv for a file with variables',
  '--set': 'use --var NAME=VALUE',
  '--values': 'use --var-file FILE',
  '--check': 'use plan --detailed-exitcode, or drift',
  '--dry-run': dryRun,
  '--plan': dryRun,
};

function dryRun(command: string): string {
  if (command === 'apply') return 'connect-sync plan, with the same options, shows what apply would change';
  if (command === 'plan' || command === 'drift' || command === 'validate')
    return `${command} never writes anything`;
  return `${command} shows what it does; without --yes, where it deletes or resets, it asks first`;
}

/** What to use in place of a command that connect-sync does not have. */
export function insteadOfCommand(name: string): string | undefined {
  return Object.hasOwn(commands, name) ? commands[name] : undefined;
}

/** What to use in place of an option that a command does not have. A value behind `=` does not matter. */
export function insteadOfOption(option: string, command: string): string | undefined {
  const [given = ''] = option.split('=');
  // `-ojson`: a value without a blank.
  const name = /^-[on]./.test(given) ? given.slice(0, 2) : given;
  const known = /^--kube/.test(name) && !Object.hasOwn(options, name) ? '--context' : name;
  const instead = Object.hasOwn(options, known) ? options[known] : undefined;
  const hint = typeof instead === 'function' ? instead(command) : instead;
  // The first word of the command line is this option.
  return (
    hint ??
    (command.startsWith('-') ? 'options follow the command, as in: connect-sync plan -c prod' : undefined)
  );
}
