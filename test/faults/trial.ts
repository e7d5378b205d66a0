import { setTimeout as sleep } from 'node:timers/promises';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { type Canary, canary } from '../support/canaries.ts';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { makeProjectFolder } from '../support/project-folder.ts';
import { realClock } from '../support/real-clock.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { faultOf, isWrite } from './fault-kinds.ts';
import { type Hook, type Meddler, type Member, strikesOf, type World } from './world.ts';

/** How many times as fast as life the program and the worker run. */
export const speed = 40;

/** The secret in each live configuration, and the one that the files wish for. */
export const secrets = { live: canary('live'), wished: canary('wished') } as const;

/** A world that has been set up: a worker, a proxy before it, and a project. */
export interface Trial {
  readonly world: World;
  readonly sandbox: Sandbox;
  readonly proxy: FaultProxy;
  /** What a PUT of an identical configuration was sent to: such a write restarts a connector for nothing. */
  readonly identicalWrites: readonly string[];
  /** The connector that somebody else did something to, and the moment in the order of requests. */
  readonly meddled: { readonly name: string; readonly at: number } | undefined;
  /** Lets everything go wrong that the world has in store, and applies. */
  applyDisturbed(): Promise<CliRun>;
  /** Ends all trouble, and waits until nothing is under way any more. */
  calm(): Promise<void>;
  /** Runs a command with nothing in its way. */
  run(command: 'apply' | 'plan'): Promise<CliRun>;
}

/** Sets a world up, hands it over, and leaves nothing behind. */
export async function inTrial(world: World, conduct: (trial: Trial) => Promise<void>): Promise<void> {
  const folder = makeProjectFolder(filesOf(world));
  const sandbox = await startSandbox({
    port: 0,
    connectVersion: world.version,
    anyClass: false,
    clock: realClock(speed),
  });
  const proxy = await startFaultProxy(sandbox.url);
  try {
    populate(sandbox, world);
    await conduct(makeTrial(world, { sandbox, proxy, directory: folder.directory }));
  } finally {
    folder.remove();
    await proxy.close();
    await sandbox.close();
  }
}

/** The name of a member of a world. */
export function nameOf(index: number): string {
  return `c${index}`;
}

/** The configuration that the files wish a member to have; undefined where they wish none. */
export function wishedConfig({ wish }: Member): Readonly<Record<string, string>> | undefined {
  if (wish === 'same') return configWith(secrets.live, '100');
  return wish === 'other' ? configWith(secrets.wished, '200') : undefined;
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

const liveConfig = configWith(secrets.live, '100');

/** Names that no run may ever touch: not owned, and owned but as it shall be. */
export const bystanders = ['foreign', 'c-steady'] as const;

function filesOf({ members }: World): Record<string, string> {
  const steady = { state: 'running', config: inFile(liveConfig) };
  const files = members.flatMap((_, index) => {
    const file = fileOf(members, index);
    return file ? [[`connectors/${nameOf(index)}.yaml`, JSON.stringify(file)] as const] : [];
  });
  return {
    'connect-sync.yaml': JSON.stringify({ version: 1, ownership: { names: ['c*'] } }),
    'connectors/c-steady.yaml': JSON.stringify(steady),
    ...Object.fromEntries(files),
  };
}

/** A connector file; JSON is YAML too. */
function fileOf(members: readonly Member[], index: number): object | undefined {
  const member = members[index];
  if (!member || member.wish === 'unlisted') return undefined;
  if (member.wish === 'absent') return { state: 'absent' };
  return {
    ...(member.state && { state: member.state }),
    ...(dependsOnLast(members, index) && { dependsOn: [nameOf(index - 1)] }),
    config: inFile(wishedConfig(member) ?? {}),
  };
}

/** Whether a member depends on the one before it: both have to be wished for. */
export function dependsOnLast(members: readonly Member[], index: number): boolean {
  const isWished = (member: Member | undefined) => member?.wish === 'same' || member?.wish === 'other';
  return members[index]?.dependsOnLast === true && isWished(members[index]) && isWished(members[index - 1]);
}

const variables = { LIVE_SECRET: secrets.live.secret, WISHED_SECRET: secrets.wished.secret };

function inFile(config: Readonly<Record<string, string>>): Record<string, string> {
  const secret = config['connection.password'] === secrets.live.secret ? 'LIVE_SECRET' : 'WISHED_SECRET';
  return { ...config, 'connection.password': `\${env.${secret}}` };
}

function populate({ worker }: Sandbox, { members }: World): void {
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

interface Parts {
  readonly sandbox: Sandbox;
  readonly proxy: FaultProxy;
  readonly directory: string;
}

function makeTrial(world: World, { sandbox, proxy, directory }: Parts): Trial {
  const { options } = world;
  const identicalWrites: string[] = [];
  let meddled: Trial['meddled'];
  const pruning = options.prune ? ['--prune', '--allow-deletes', '9'] : [];
  const run = (args: readonly string[], interrupt = new AbortController().signal) =>
    runCli(args, {
      directory,
      speed,
      interrupt,
      environment: { CONNECT_SYNC_CLUSTER: proxy.url, ...variables },
    });
  return {
    world,
    sandbox,
    proxy,
    identicalWrites,
    get meddled() {
      return meddled;
    },
    async applyDisturbed() {
      const interrupt = new AbortController();
      const strike = strikesOf(world.strikes);
      proxy.disturb((request) => {
        if (isIdentical(sandbox, request)) identicalWrites.push(request.path);
        if (request.index === world.interruptAt) interrupt.abort('SIGINT');
        if (request.index === world.hook?.at) pull(sandbox, world.hook);
        if (request.index === world.meddler?.at && meddle(sandbox, world, world.meddler)) {
          const at = proxy.requests.at(-1)?.arrived ?? 0;
          meddled = { name: nameOf(world.meddler.member), at };
        }
        const kind = strike({ isWrite: isWrite(request) });
        return kind && faultOf(kind, request, { speed, secret: secrets.live });
      });
      return run(
        [
          ...['apply', '--yes', '--stable-for', '1s', '--timeout', '60s', '-f', options.format, ...pruning],
          ...['--concurrency', String(options.concurrency), '--on-failure', options.onFailure],
          ...(options.wait ? [] : ['--no-wait']),
        ],
        interrupt.signal,
      );
    },
    async calm() {
      proxy.disturb(() => undefined);
      await proxy.quiet();
      sandbox.worker.refuseAfterRebalance(0);
      for (const index of world.members.keys()) sandbox.worker.heal(nameOf(index));
      if (world.hook) await sleep(12_000 / speed);
      await sandbox.worker.settled();
    },
    run(command) {
      if (command === 'plan') return run(['plan', '--detailed-exitcode', ...pruning]);
      return run(['apply', '--yes', '--stable-for', '1s', '--timeout', '60s', ...pruning]);
    },
  };
}

function isIdentical(
  { worker }: Sandbox,
  { method, path, body }: { readonly method: string; readonly path: string; readonly body: string },
): boolean {
  const name = /^\/connectors\/([^/]+)\/config$/.exec(path)?.[1];
  if (method !== 'PUT' || name === undefined) return false;
  const stored = worker.config(name);
  return stored !== undefined && sameConfig(stored, { ...(JSON.parse(body) as object), name });
}

/** Whether two configurations have the same keys with the same values. */
export function sameConfig(one: object, other: object): boolean {
  const text = (config: object) => JSON.stringify(Object.entries(config).sort());
  return text(one) === text(other);
}

function pull({ worker }: Sandbox, { kind }: Hook): void {
  const pulls: Record<Hook['kind'], () => void> = {
    boots: () => worker.boot(5_000),
    rebalances: () => worker.rebalance(3_000),
    'leader dies': () => worker.killWorker({ was: 'leader', sessionTimeout: 10_000 }),
    'follower dies': () => worker.killWorker({ was: 'follower', sessionTimeout: 10_000 }),
    'refuses after each rebalance': () => worker.refuseAfterRebalance(1_000),
    'is slow': () => {
      for (let index = 0; index < 6; index += 1) worker.slowStart(nameOf(index), 3_000);
    },
  };
  pulls[kind]();
}

/** Whether there was anything to do: only what is there can be changed, only what is not can be created. */
function meddle({ worker }: Sandbox, { members }: World, { member, does }: Meddler): boolean {
  const name = nameOf(member);
  if (member >= members.length) return false;
  const isThere = worker.config(name) !== undefined;
  if (isThere === (does === 'create')) return false;
  if (does === 'edit') worker.editConfig(name, { 'batch.size': '300' });
  if (does === 'delete') worker.deleteConnector(name);
  if (does === 'create') worker.seed([{ name, config: configWith(secrets.live, '300') }]);
  return true;
}
