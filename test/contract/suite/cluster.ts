import { beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import type { Answer, RestClient } from './rest-client.ts';
import { connectorPath, restClient } from './rest-client.ts';
import type { ConnectorBody, StatusBody, Subject } from './subject.ts';
import { create, errorMessage, expectError, reach, sourceConfig, uniqueName } from './subject.ts';

/** A second worker: its answers while it boots, those of a follower, and those after the leader has died. */
export function describeCluster(subject: Subject): void {
  describe('a cluster of two', () => {
    let second: RestClient;
    let whileBooting: readonly ConnectorReading[] = [];
    const steady = uniqueName('cluster-steady');

    beforeAll(async () => {
      await create(subject, steady, sourceConfig(subject, steady, { 'a.key': 'first' }));
      const last = sourceConfig(subject, steady, { 'a.key': 'last' });
      await subject.rest.put(connectorPath(steady, '/config'), last);
      const { url, ready } = subject.worker().startSecond();
      second = restClient(() => url);
      whileBooting = await watchBoot(second, ready);
    });

    const parts: Parts = { subject, second: () => second, whileBooting: () => whileBooting, steady };
    describeBoot(parts);
    describeFollower(parts);
    describeDeadLeader(parts);
  });
}

interface Parts {
  readonly subject: Subject;
  readonly second: () => RestClient;
  /** All answers of the second worker from its start until it was ready. */
  readonly whileBooting: () => readonly ConnectorReading[];
  /** A connector that existed before the second worker. */
  readonly steady: string;
}

/** The answers of a booting worker to a read of one connector, and to the list requested right after it. */
interface ConnectorReading {
  readonly one: Answer;
  readonly list: Answer;
}

async function watchBoot(rest: RestClient, ready: Promise<void>): Promise<readonly ConnectorReading[]> {
  const looks: ConnectorReading[] = [];
  let isBooting = true;
  const look = async () => {
    const one = await rest.get(connectorPath('nobody'));
    looks.push({ one, list: await rest.get('/connectors?expand=info') });
  };
  const watching = (async () => {
    while (isBooting) {
      await look().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  await ready.finally(() => {
    isBooting = false;
  });
  await watching;
  await look();
  return looks;
}

function describeBoot({ subject, second, whileBooting, steady }: Parts): void {
  it('gains a worker that answers 404 in HTML, or not at all, until it serves', async () => {
    const strange = whileBooting()
      .flatMap(({ one, list }) => [one, list])
      .filter((answer) => answer.json === undefined)
      .filter((answer) => answer.status !== 404 || answer.mediaType !== 'text/html');
    expect(strange).toEqual([]);
  });

  it('gains a worker whose list is complete once it has answered for one connector', async () => {
    // Before that, while it reads its topic, it lists nothing, a part, or old configurations, with 200.
    const served = whileBooting().filter(({ one }) => errorMessage(one) === 'Connector nobody not found');
    expect(served.length).toBeGreaterThan(0);
    const incomplete = served.filter(({ list }) => {
      const listed = list.json as Record<string, { info: ConnectorBody }>;
      return listed[steady]?.info.config['a.key'] !== 'last';
    });
    expect(incomplete).toEqual([]);
  });

  it('lists the same connectors on both', async () => {
    const lists = async () => [
      ((await subject.rest.get('/connectors')).json as string[]).sort(),
      ((await second().get('/connectors')).json as string[]).sort(),
    ];
    await eventually(async () => {
      const [one, other] = await lists();
      expect(one).toEqual(other);
    });
  });
}

function describeFollower({ subject, steady }: Parts): void {
  const { rules } = subject;
  const wrapped = (message: string) =>
    rules.followerPassesStatus ? message : `Error trying to forward REST request: ${message}`;

  it(`${rules.followerPassesStatus ? 'passes on' : 'turns into 500'} a refusal of the leader, requested through the follower`, async () => {
    const follower = await clientOfFollower(subject);
    const missing = await follower.delete(connectorPath('nobody'));
    expectError(missing, rules.followerPassesStatus ? 404 : 500, wrapped('Connector nobody not found'));
    const taken = await follower.post('/connectors', { name: steady, config: sourceConfig(subject, steady) });
    expectError(taken, rules.followerPassesStatus ? 409 : 500, wrapped(`Connector ${steady} already exists`));
  });

  it('accepts writes through the follower', async () => {
    const follower = await clientOfFollower(subject);
    const name = uniqueName('through-follower');
    const made = await follower.put(connectorPath(name, '/config'), sourceConfig(subject, name));
    expect(made.status, made.text).toBe(201);
    await reach(subject, name, 'RUNNING', ['RUNNING']);
    expect((await follower.put(connectorPath(name, '/pause'))).status).toBe(202);
    await reach(subject, name, 'PAUSED', ['PAUSED']);
    expect((await follower.delete(connectorPath(name))).status).toBe(204);
    await eventually(async () => expect((await subject.rest.get('/connectors')).json).not.toContain(name));
  });
}

async function clientOfFollower(subject: Subject): Promise<RestClient> {
  const url = await subject.worker().followerUrl();
  return restClient(() => url);
}

function describeDeadLeader({ subject, second, steady }: Parts): void {
  let firstLed = false;

  it('still shows the connectors of a killed worker as RUNNING, and accepts a pause', async () => {
    const rest = second();
    const statuses = async () =>
      Object.values(
        (await rest.get('/connectors?expand=status')).json as Record<string, { status: StatusBody }>,
      );
    const statesOn = async (workerId: string) =>
      (await statuses())
        .flatMap(({ status }) => [status.connector, ...status.tasks])
        .flatMap((each) => (each.worker_id === workerId ? [each.state] : []));
    const first = new URL(subject.worker().url).host;
    await eventually(async () => expect(await statesOn(first)).toContain('RUNNING'));
    firstLed = (await subject.worker().followerUrl()) === rest.url();

    expect(await statesOn(await subject.worker().kill())).toContain('RUNNING');
    expect((await rest.put(connectorPath(steady, '/pause'))).status).toBe(202);
  });

  it('answers reads while the leader is dead; writes hang or are refused with known messages, then succeed', async () => {
    const rest = second();
    const config = sourceConfig(subject, steady, { 'batch.size': '9' });
    const refusals: string[] = [];
    const before = performance.now();
    await eventually(async () => {
      expect((await rest.get('/connectors')).json).toContain(steady);
      expect((await rest.get('/connectors?expand=status')).status).toBe(200);
      const answer = await rest.put(connectorPath(steady, '/config'), config);
      if (answer.status !== 200) refusals.push(`${answer.status} ${errorMessage(answer)}`);
      expect(answer.status, answer.text).toBe(200);
    });
    expect(refusals.filter((refusal) => !isKnownRefusal(refusal))).toEqual([]);
    // No worker accepts a write before the session of the dead leader has timed out, which takes seconds.
    if (firstLed) expect(performance.now() - before).toBeGreaterThan(1_000);
    await reach({ ...subject, rest }, steady, 'PAUSED');
  });
}

/** A follower's answers to writes while there is no leader: it could not forward them, or knows no leader yet. */
function isKnownRefusal(refusal: string): boolean {
  return [
    /^500 IO Error trying to forward REST request: .*(Connection refused|EOFException)/,
    /^409 Cannot complete request momentarily due to no known leader URL/,
    /^409 Cannot complete request because of a conflicting operation/,
  ].some((known) => known.test(refusal));
}
