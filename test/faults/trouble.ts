import type { Clock } from '../../src/model/clock.ts';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import type { ArrivedRequest, FaultProxy } from '../support/fault-proxy.ts';
import { nameOf, secrets, strangeConfig } from './arrange.ts';
import { faultOf, isWrite } from './fault-kinds.ts';
import { type Hook, type Intruder, strikesOf, type World } from './world.ts';

/** What has happened in a world beside the run. The moments are those of the proxy's requests. */
export interface Happened {
  /** What a PUT of an identical configuration was sent to: such a write restarts a connector for nothing. */
  readonly identicalWrites: readonly string[];
  /** The connector that another client changed. */
  readonly intruded: { readonly name: string; readonly at: number } | undefined;
  readonly interruptedAt: number | undefined;
  /** How long the run went on after it, in milliseconds of the clock; undefined as long as it runs. */
  readonly wentOnFor: number | undefined;
}

/** Where faults are injected. */
export interface Stage {
  readonly world: World;
  readonly sandbox: Sandbox;
  readonly proxy: FaultProxy;
  readonly clock: Clock;
  /** Sends the run its SIGINT. */
  readonly interrupt: () => void;
}

/** The faults of one world. */
export interface Trouble {
  readonly happened: Happened;
  /** From now on everything goes wrong that the world has in store, each at its request. */
  begin(): void;
  /** The run has come to its end. */
  ended(): void;
  /** Sends the run its signal, whatever the world has. */
  interrupt(): void;
}

/** Prepares the faults of a world. */
export function makeTrouble(stage: Stage): Trouble {
  const { world, sandbox } = stage;
  const identicalWrites: string[] = [];
  const happened: { -readonly [Key in keyof Happened]: Happened[Key] } = {
    identicalWrites,
    intruded: undefined,
    interruptedAt: undefined,
    wentOnFor: undefined,
  };
  const now = () => stage.proxy.requests.at(-1)?.arrived ?? 0;
  let interruptedTime = Number.NaN;
  const interrupt = () => {
    happened.interruptedAt = now();
    interruptedTime = stage.clock.now();
    stage.interrupt();
  };
  const strike = strikesOf(world.strikes);
  const { hook, intruder, interruptAt } = world;
  const decide = (request: ArrivedRequest) => {
    if (isIdentical(sandbox, request)) identicalWrites.push(request.path);
    if (request.index === hook?.at) pull(hook, stage);
    if (request.index === intruder?.at && intrude(sandbox, world, intruder)) {
      happened.intruded = { name: nameOf(intruder.member), at: now() };
    }
    if (request.index === interruptAt) interrupt();
    const kind = strike({ isWrite: isWrite(request) });
    return kind && faultOf(kind, request, { secret: secrets.live });
  };
  const ended = () => {
    if (happened.interruptedAt !== undefined) happened.wentOnFor = stage.clock.now() - interruptedTime;
  };
  return { happened, interrupt, begin: () => stage.proxy.disturb(decide), ended };
}

function isIdentical({ worker }: Sandbox, { method, path, body }: ArrivedRequest): boolean {
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

function pull({ kind }: Hook, { sandbox, proxy }: Pick<Stage, 'sandbox' | 'proxy'>): void {
  const { worker } = sandbox;
  const pulls: Record<Hook['kind'], () => void> = {
    boots: () => worker.boot(5_000),
    rebalances: () => worker.rebalance(3_000),
    'leader dies': () => worker.killWorker({ was: 'leader', sessionTimeout: 10_000 }),
    'follower dies': () => worker.killWorker({ was: 'follower', sessionTimeout: 10_000 }),
    'refuses after each rebalance': () => worker.refuseAfterRebalance(1_000),
    'is slow': () => {
      for (let index = 0; index < 6; index += 1) worker.slowStart(nameOf(index), 3_000);
    },
    lags: () => worker.lagReads(500),
    'refuses connections': () => proxy.unplug(4_000),
  };
  pulls[kind]();
}

/** Whether there was anything to do: only what is there can be changed, only what is not can be created. */
function intrude({ worker }: Sandbox, { members }: World, { member, does }: Intruder): boolean {
  const name = nameOf(member);
  if (member >= members.length) return false;
  const isThere = worker.config(name) !== undefined;
  if (isThere === (does === 'create')) return false;
  if (does === 'edit') worker.editConfig(name, { 'batch.size': '300' });
  if (does === 'delete') worker.deleteConnector(name);
  if (does === 'create') worker.seed([{ name, config: strangeConfig }]);
  return true;
}
