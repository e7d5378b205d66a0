import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { type Canary, canary } from '../support/canaries.ts';
import type { Member, World } from './world.ts';

/** The secret in each live configuration, and the one in the files. */
export const secrets = { live: canary('live'), desired: canary('desired') } as const;

/** Where the files find them. */
export const variables = { LIVE_SECRET: secrets.live.secret, DESIRED_SECRET: secrets.desired.secret };

const liveConfig = configWith(secrets.live, '100');

/** A configuration that no file declares: another client writes it. */
export const strangeConfig = configWith(secrets.live, '300');

/** Names that no run may ever change: not owned, and owned but in the desired state. */
export const bystanders = ['foreign', 'c-steady'] as const;

/** The name of a member of a world. */
export function nameOf(index: number): string {
  return `c${index}`;
}

/** The configuration that the files declare for a member; undefined where they declare none. */
export function desiredConfig({ desired }: Member): Readonly<Record<string, string>> | undefined {
  if (desired === 'same') return liveConfig;
  return desired === 'other' ? configWith(secrets.desired, '200') : undefined;
}

/** Whether a member depends on the one before it: both must be declared. */
export function dependsOnLast(members: readonly Member[], index: number): boolean {
  const isDeclared = (member: Member | undefined) =>
    member?.desired === 'same' || member?.desired === 'other';
  return (
    members[index]?.dependsOnLast === true && isDeclared(members[index]) && isDeclared(members[index - 1])
  );
}

/** The project of a world: its cluster is called `main`. */
export function filesOf({ members }: World, urls: readonly string[]): Record<string, string> {
  const project = { version: 1, clusters: { main: { url: urls } }, ownership: { names: ['c*'] } };
  const files = members.flatMap((_, index) => {
    const file = fileOf(members, index);
    return file ? [[`connectors/${nameOf(index)}.yaml`, JSON.stringify(file)] as const] : [];
  });
  return {
    'connect-sync.yaml': JSON.stringify(project),
    'connectors/c-steady.yaml': JSON.stringify({ state: 'running', config: inFile(liveConfig) }),
    ...Object.fromEntries(files),
  };
}

/** Puts on the worker what is there before the run. */
export function populate({ worker }: Sandbox, { members }: World): void {
  worker.seed(bystanders.map((name) => ({ name, config: liveConfig })));
  for (const [index, { before }] of members.entries()) {
    if (before === 'nothing') continue;
    const name = nameOf(index);
    const state = before === 'paused' || before === 'stopped' ? before : 'running';
    worker.seed([{ name, config: liveConfig, state }]);
    const trace = `org.example.Failure: it failed with ${secrets.live.secret}`;
    if (before === 'broken-task') worker.failTask(name, 1, trace);
    if (before === 'broken-connector') worker.failConnector(name, trace);
  }
}

function configWith(secret: Canary, batchSize: string): Record<string, string> {
  return {
    'connector.class': 'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector',
    'tasks.max': '2',
    topics: 'orders',
    'connection.url': 'http://elasticsearch:9200',
    'connection.username': 'connect',
    'connection.password': secret.secret,
    'batch.size': batchSize,
  };
}

/** A connector file; JSON is YAML too. */
function fileOf(members: readonly Member[], index: number): object | undefined {
  const member = members[index];
  if (!member || member.desired === 'unlisted') return undefined;
  if (member.desired === 'absent') return { state: 'absent' };
  return {
    ...(member.state && { state: member.state }),
    ...(dependsOnLast(members, index) && { dependsOn: [nameOf(index - 1)] }),
    config: inFile(desiredConfig(member) ?? {}),
  };
}

function inFile(config: Readonly<Record<string, string>>): Record<string, string> {
  const variable = config['connection.password'] === secrets.live.secret ? 'LIVE_SECRET' : 'DESIRED_SECRET';
  return { ...config, 'connection.password': `\${env.${variable}}` };
}
