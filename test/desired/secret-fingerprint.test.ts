import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeFingerprintRule } from '../../src/desired/fingerprint-secrets.ts';
import { findSecrets } from '../../src/model/redaction/find-secrets.ts';
import { desiredOf, theConnectorOf } from '../support/desired-of.ts';
import { runs, seed } from '../support/property-runs.ts';

const fingerprintKey = 'sync.fingerprint';
const project = `version: 1\nsecrets: {fingerprint: ${fingerprintKey}}\n`;
const hmacKey = 'a-key-of-the-pipeline-0001';
const source = { file: 'connect-sync.yaml', line: 2, column: 1 };

interface Given {
  readonly connector: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly others?: Readonly<Record<string, string>>;
  readonly hmacKey?: string;
}

/** The fingerprint of a connector whose `secrets` come from the environment. */
function fingerprintOf(given: Given): string | undefined {
  const environment = new Map([['CONNECT_SYNC_FINGERPRINT_KEY', given.hmacKey ?? hmacKey]]);
  const resolved = {
    config: new Map(Object.entries({ ...given.others, ...given.secrets })),
    origins: new Map(),
    removed: new Map(),
    secretKeys: new Set(Object.keys(given.secrets)),
    diagnostics: [],
    secrets: [],
    unknown: new Set<string>(),
    unusedUnsets: [],
  };
  const rule = makeFingerprintRule({ key: fingerprintKey, source }, environment);
  const options = { ignoreKeys: [], unsetEnvironment: 'error' } as const;
  return rule.add(given.connector, resolved, options).config.get(fingerprintKey);
}

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
const configKey = fc
  .string({ minLength: 1, maxLength: 8 })
  .filter((key) => key !== fingerprintKey && key !== '__proto__');
const secretsOf = fc.dictionary(configKey, text, { minKeys: 1, maxKeys: 4, noNullPrototype: true });
const given = fc.record({ connector: text, secrets: secretsOf });

describe('the fingerprint of secrets', () => {
  it('is equal for equal secrets of one connector, in any order and with any other keys, and differs otherwise', () => {
    fc.assert(
      fc.property(given, given, (one, other) => {
        const reversed = Object.fromEntries(Object.entries(one.secrets).reverse());
        const others = { topic: 'orders' };
        expect(fingerprintOf({ ...one, secrets: reversed, others })).toBe(fingerprintOf(one));
        const isSame = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        expect(fingerprintOf(one) === fingerprintOf(other)).toBe(isSame);
      }),
      { numRuns: runs, seed },
    );
  });

  it('differs when one value, one key, the connector or the HMAC key differs', () => {
    fc.assert(
      fc.property(given, text, configKey, (one, more, anotherKey) => {
        const [first] = Object.entries(one.secrets);
        if (!first) return;
        const [key, value] = first;
        const { [key]: _, ...rest } = one.secrets;
        const other = [
          { ...one, secrets: { ...rest, [key]: value + more } },
          { ...one, connector: one.connector + more },
          { ...one, hmacKey: `${hmacKey}-other` },
          ...(anotherKey in one.secrets ? [] : [{ ...one, secrets: { ...rest, [anotherKey]: value } }]),
          // The border between key and value counts.
          { ...one, secrets: { ...rest, [`${key}${value.slice(0, 1)}`]: value.slice(1) || 'x' } },
        ];
        for (const changed of other) expect(fingerprintOf(changed)).not.toBe(fingerprintOf(one));
      }),
      { numRuns: runs, seed },
    );
  });

  it('is short, contains no secret, and is not taken for one', () => {
    const secret = fc.string({ minLength: 4, maxLength: 30 });
    fc.assert(
      fc.property(
        fc.dictionary(configKey, secret, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
        (secrets) => {
          const made = fingerprintOf({ connector: 'orders', secrets }) ?? '';
          expect(made).toMatch(/^v1:[\w-]{8}:[\w-]{20}(?:\.[\w-]{20})*$/);
          expect(findSecrets(made).spans).toEqual([]);
          for (const value of Object.values(secrets)) {
            // A text of four characters may stand in it by chance.
            if (value.length > 6) expect(made).not.toContain(value);
          }
        },
      ),
      { numRuns: runs, seed },
    );
  });

  it('shows equal secrets of two keys or two connectors as different', () => {
    const made = [
      fingerprintOf({ connector: 'a', secrets: { password: 'same' } }),
      fingerprintOf({ connector: 'b', secrets: { password: 'same' } }),
      fingerprintOf({ connector: 'a', secrets: { password: 'same', token: 'same' } }),
    ];
    const entries = made.flatMap((one) => one?.split(':')[2]?.split('.') ?? []);
    const digests = entries.map((entry) => entry.slice(4));
    expect(digests).toHaveLength(4);
    // The first connector has the same password twice.
    expect(new Set(digests).size).toBe(3);
  });
});

function sorted({ connector, secrets }: Given) {
  return [connector, Object.entries(secrets).sort(([one], [other]) => (one < other ? -1 : 1))];
}

describe('a connector of a project that declares secrets.fingerprint', () => {
  const environment = new Map([
    ['CONNECT_SYNC_FINGERPRINT_KEY', hmacKey],
    ['PW', 'from-the-environment'],
  ]);
  const connector = (config: string, more = '') => ({
    'connect-sync.yaml': project,
    'connectors/a.yaml': `${more}config: {connector.class: X, ${config}}\n`,
  });

  it('carries a fingerprint of values from the environment, of secret keys and of secret forms', async () => {
    const { connectors } = await desiredOf(
      connector(
        'login: "u-${env.PW}", ssl.key.password: literal, url: "https://u:pass@db/", api.token: "${file:/x:t}", topic: t',
      ),
      { environment },
    );
    const [one] = connectors;
    if (one?.kind !== 'present') throw new Error('there is no connector');
    const { fingerprint, config, origins } = one;
    expect([...(fingerprint?.entries.keys() ?? [])]).toEqual([
      'api.token',
      'login',
      'ssl.key.password',
      'url',
    ]);
    expect(config.get(fingerprintKey)).toMatch(/^v1:/);
    expect(origins.get(fingerprintKey)).toMatchObject({ source: { file: 'connect-sync.yaml', line: 2 } });
  });

  it('has the same fingerprint in each run', async () => {
    const files = connector('password: "${env.PW}"');
    const [one, other] = await Promise.all([
      theConnectorOf(files, { environment }),
      theConnectorOf(files, { environment }),
    ]);
    expect(one?.config.get(fingerprintKey)).toBe(other?.config.get(fingerprintKey));
  });

  it('carries none without a secret', async () => {
    const { config } = await theConnectorOf(connector('topic: t'), { environment });
    expect(config.has(fingerprintKey)).toBe(false);
  });

  it('leaves out secrets that are managed elsewhere', async () => {
    const { fingerprint } = await theConnectorOf(
      connector('db.password: "${env.PW}", other.password: "${env.PW}"', 'ignoreKeys: [db.*]\n'),
      { environment },
    );
    expect([...(fingerprint?.entries.keys() ?? [])]).toEqual(['other.password']);
  });

  it('uses the plan key where there is no key of fingerprints', async () => {
    const files = connector('password: "${env.PW}"');
    const withPlanKey = new Map([
      ['CONNECT_SYNC_PLAN_KEY', hmacKey],
      ['PW', 'from-the-environment'],
    ]);
    const one = await theConnectorOf(files, { environment });
    const other = await theConnectorOf(files, { environment: withPlanKey });
    expect(other.config.get(fingerprintKey)).toBe(one.config.get(fingerprintKey));
    const both = new Map([...withPlanKey, ['CONNECT_SYNC_FINGERPRINT_KEY', `${hmacKey}-other`]]);
    const third = await theConnectorOf(files, { environment: both });
    expect(third.config.get(fingerprintKey)).not.toBe(one.config.get(fingerprintKey));
  });

  it('keeps the live fingerprint, with a warning, where there is no key', async () => {
    const { connectors, problems } = await desiredOf(connector('password: "${env.PW}"'), {
      environment: new Map([['PW', 'x-y-z']]),
    });
    expect(problems).toEqual(['warning fingerprint-key-missing connect-sync.yaml:2:24']);
    expect(connectors[0]).toMatchObject({ kind: 'present', ignoreKeys: [fingerprintKey] });
    expect(connectors[0]).not.toHaveProperty('fingerprint');
  });

  it('is not warned about a missing key where the environment is not needed, as in the pull request of a fork', async () => {
    const { problems } = await desiredOf(connector('password: "${env.PW}"'), { unsetEnvironment: 'warning' });
    expect(problems).toEqual([expect.stringContaining('unset-environment-variable')]);
  });

  it('carries none where a value of the environment is missing', async () => {
    const { connectors } = await desiredOf(connector('password: "${env.GONE}"'), {
      environment,
      unsetEnvironment: 'warning',
    });
    expect(connectors[0]).toMatchObject({ ignoreKeys: [fingerprintKey] });
  });

  it('cannot use the key of the ownership marker', async () => {
    const marked = project.replace(
      'secrets',
      'ownership: {marker: sync.fingerprint, repository: us}\nsecrets',
    );
    const { problems } = await desiredOf({ ...connector('topic: t'), 'connect-sync.yaml': marked });
    expect(problems).toEqual(['invalid-fingerprint-key connect-sync.yaml:3:24']);
  });
});

describe('the comparison with the stored fingerprint', () => {
  const declared = (password: string, hmac = hmacKey) =>
    theConnectorOf(
      {
        'connect-sync.yaml': project,
        'connectors/a.yaml':
          'config: {connector.class: X, db.password: "${env.PW}", api.token: "${env.TOKEN}"}\n',
      },
      {
        environment: new Map([
          ['CONNECT_SYNC_FINGERPRINT_KEY', hmac],
          ['PW', password],
          ['TOKEN', 'a-token'],
        ]),
      },
    );
  const nothing = { same: [], rotated: [], added: [], isOther: false };

  it('names the key whose secret differs', async () => {
    const [before, after] = await Promise.all([declared('first'), declared('second')]);
    expect(after.fingerprint?.compare(before.config)).toEqual({
      ...nothing,
      same: ['api.token'],
      rotated: ['db.password'],
    });
    expect(after.fingerprint?.compare(after.config)).toEqual({
      ...nothing,
      same: ['api.token', 'db.password'],
    });
  });

  it('says that nothing is known where the fingerprint was made with another key', async () => {
    const [before, after] = await Promise.all([declared('first', `${hmacKey}-old`), declared('first')]);
    expect(after.fingerprint?.compare(before.config)).toEqual({ ...nothing, isOther: true });
    const foreign = { config: new Map([[fingerprintKey, 'something else']]) };
    expect(after.fingerprint?.compare(foreign.config)).toEqual({ ...nothing, isOther: true });
  });

  it('says that a secret is new where there is no fingerprint, and nothing where it is masked', async () => {
    const after = await declared('first');
    expect(after.fingerprint?.compare(new Map())).toEqual({
      ...nothing,
      added: ['api.token', 'db.password'],
    });
    const masked = { config: new Map([[fingerprintKey, '********']]) };
    expect(after.fingerprint?.compare(masked.config)).toEqual(nothing);
  });
});
