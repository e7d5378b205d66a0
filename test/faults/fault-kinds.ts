import { knownAnswers } from '../../src/sandbox/known-answers.ts';
import type { Canary } from '../support/canaries.ts';
import { quoted } from '../support/canaries.ts';
import type { ArrivedRequest, WireAnswer, WireFault } from '../support/fault-proxy.ts';
import { changesCluster } from '../support/tryout.ts';

/** What a fault may need to know of the world it happens in. */
export interface FaultSetting {
  /** What an answer quotes that gives secrets away. */
  readonly secret: Canary;
}

/** What goes wrong with a request; undefined where it cannot happen to this one. */
type MakeFault = (request: ArrivedRequest, setting: FaultSetting) => WireFault | undefined;

interface FaultMaker {
  /** Which requests it can happen to. */
  readonly meets: 'reads' | 'writes' | 'any';
  readonly make: MakeFault;
}

/** Each kind of thing that is known to go wrong between a client and a worker, by name. */
export const faultKinds = {
  'rebalance: 409 stale configuration': any(instead(knownAnswers.staleConfiguration)),
  'rebalance: 409 conflicting operation': any(instead(knownAnswers.conflictingOperation)),
  'rebalance: 409 no known leader': any(instead(knownAnswers.noKnownLeader)),
  'rebalance: 500 on a read': reads(instead(knownAnswers.rebalanceExpected)),
  '409 exists': writes(existing),
  '500 timed out, never done': writes(instead(knownAnswers.requestTimedOut)),
  '500 timed out, but done': writes(after(knownAnswers.requestTimedOut)),
  '500 timed out, done 8 s later': writes(late(8_000)),
  '500 timed out, done 50 s later': writes(late(50_000)),
  'accepted, but never done': writes(accepting),
  '500 leader refuses the connection': writes(instead(knownAnswers.leaderRefused)),
  '500 leader unknown to the worker': writes(instead(knownAnswers.leaderUnknown)),
  '500 leader not trusted by the worker': writes(instead(knownAnswers.leaderUntrusted)),
  '500 leader cut off, not done': writes(instead(knownAnswers.leaderCutOff)),
  '500 leader cut off, but done': writes(after(knownAnswers.leaderCutOff)),
  '500 config topic after 30 s, but done': writes(slowly(30_000, knownAnswers.configTopicFull)),
  '500 fenced from the config topic': writes(instead(knownAnswers.fencedWrite)),
  '500 shutting down': any(instead(knownAnswers.shuttingDown)),
  'reset before': any(() => ({ kind: 'reset-before' })),
  'reset after': any(() => ({ kind: 'reset-after' })),
  'half a body, then cut': any(() => ({ kind: 'half-body' })),
  'half a body as if it were all': any(() => ({ kind: 'short-body' })),
  'booting: an empty list': reads(emptied),
  'booting: 404': any(notMounted),
  'other JSON': reads(instead(json(200, { status: 'UP' }))),
  'other JSON for a write that was done': writes(after(json(200, { status: 'UP' }))),
  'HTML: a login page': any(instead(knownAnswers.loginPage)),
  'HTML: a login page, but done': writes(after(knownAnswers.loginPage)),
  'HTML: a redirect': any(instead({ status: 302, body: '<html>Found</html>', contentType: 'text/html' })),
  'gateway: 429': any(instead(knownAnswers.tooManyRequests)),
  'gateway: 502': any(instead(knownAnswers.badGateway)),
  'gateway: 502, but done': any(after(knownAnswers.badGateway)),
  'gateway: 503': any(instead(knownAnswers.unavailable)),
  'gateway: 503, but done': any(after(knownAnswers.unavailable)),
  'gateway: 504, but done': any(after(knownAnswers.gatewayTimeout)),
  'gateway: 401': any(instead(knownAnswers.unauthorised)),
  'gateway: 403': any(instead(knownAnswers.forbidden)),
  '500 with secrets in its words': any(withMessage(500, 'Cannot deserialize value')),
  '400 with secrets in its words': writes(withMessage(400, 'Connector configuration is invalid')),
  'a page with secrets in its title': any((_request, { secret }) =>
    answer({ status: 502, body: `<html><title>${quoted(secret)}</title></html>`, contentType: 'text/html' }),
  ),
  'no answer at all': any(() => ({ kind: 'hang' })),
  'no answer at all, but done': any(() => ({ kind: 'hang-after' })),
  // Shorter than the time-out of any request, longer than a reading may be old.
  '5 s of silence before': any(() => ({ kind: 'silence-before', milliseconds: 5_000 })),
  '5 s of silence after': any(() => ({ kind: 'silence-after', milliseconds: 5_000 })),
  '20 s of silence before': any(() => ({ kind: 'silence-before', milliseconds: 20_000 })),
  '20 s of silence after': any(() => ({ kind: 'silence-after', milliseconds: 20_000 })),
} as const satisfies Readonly<Record<string, FaultMaker>>;

/** The name of a kind of fault. */
export type FaultKind = keyof typeof faultKinds;

/** Kinds of faults that only a time-out of the client, or a signal, ends. */
export const endlessKinds = [
  'no answer at all',
  'no answer at all, but done',
] as const satisfies readonly FaultKind[];

/** All kinds of faults. */
export const faultKindNames = Object.keys(faultKinds) as readonly FaultKind[];

/** What a kind of fault does to a request; undefined where it cannot happen to it. */
export function faultOf(
  kind: FaultKind,
  request: ArrivedRequest,
  setting: FaultSetting,
): WireFault | undefined {
  const { make }: FaultMaker = faultKinds[kind];
  return canMeet(kind, isWrite(request) ? 'writes' : 'reads') ? make(request, setting) : undefined;
}

/** Whether a kind of fault happens to requests of this sort at all. */
export function canMeet(kind: FaultKind, sort: 'reads' | 'writes'): boolean {
  const { meets }: FaultMaker = faultKinds[kind];
  return meets === 'any' || meets === sort;
}

/** Whether a request would change the cluster. */
export function isWrite(request: { readonly method: string; readonly path: string }): boolean {
  return changesCluster(request);
}

function answer(text: WireAnswer): WireFault {
  return { kind: 'answer', answer: text };
}

function instead(text: WireAnswer): MakeFault {
  return () => answer(text);
}

function after(text: WireAnswer): MakeFault {
  return () => ({ kind: 'answer-after', answer: text });
}

function slowly(milliseconds: number, text: WireAnswer): MakeFault {
  return () => ({ kind: 'answer-after', answer: text, milliseconds });
}

function late(milliseconds: number): MakeFault {
  return () => ({ kind: 'late', answer: knownAnswers.requestTimedOut, milliseconds });
}

function any(make: MakeFault): FaultMaker {
  return { meets: 'any', make };
}

function reads(make: MakeFault): FaultMaker {
  return { meets: 'reads', make };
}

function writes(make: MakeFault): FaultMaker {
  return { meets: 'writes', make };
}

function json(status: number, value: object): WireAnswer {
  return { status, body: JSON.stringify(value), contentType: 'application/json' };
}

function existing({ method, path, body }: ArrivedRequest): WireFault | undefined {
  if (method !== 'POST' || path !== '/connectors') return undefined;
  const { name } = JSON.parse(body) as { readonly name?: unknown };
  return answer(json(409, { error_code: 409, message: `Connector ${name} already exists` }));
}

/** A configuration or a deletion is answered as if it had been applied. */
function accepting({ method, path, body }: ArrivedRequest): WireFault | undefined {
  if (method === 'DELETE') return answer({ status: 204 });
  const name = /^\/connectors\/([^/]+)\/config$/.exec(path)?.[1];
  if (name === undefined) return undefined;
  const config = { ...(JSON.parse(body) as object), name };
  return answer(json(201, { name, config, tasks: [], type: 'sink' }));
}

function emptied({ path }: ArrivedRequest): WireFault | undefined {
  if (path === '/connectors') return answer(knownAnswers.emptyList);
  return path.startsWith('/connectors?expand=') ? answer(knownAnswers.emptyExpansion) : undefined;
}

/** No resource is mounted yet: GET is answered with a page, all else with nothing. */
function notMounted({ method }: ArrivedRequest): WireFault {
  const page = { body: '<html><title>Error 404 Not Found</title></html>', contentType: 'text/html' };
  return answer({ status: 404, ...(method === 'GET' && page) });
}

/** An error that quotes a secret in every form that a worker may give it. */
function withMessage(status: number, words: string): MakeFault {
  return (_request, { secret }) =>
    answer(json(status, { error_code: status, message: `${words}: ${quoted(secret)}` }));
}
