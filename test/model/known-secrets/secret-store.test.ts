import { describe, expect, it } from 'vitest';
import { SecretStore } from '../../../src/model/known-secrets/secret-store.ts';
import { KnownSecrets } from '../../../src/model/known-secrets.ts';

const secret = (number: number) => `kestrel-Harbour-${10_000 + number}`;

describe('a store of secrets', () => {
  it('gives the secrets of one run to those of all others, also the earlier ones', () => {
    const store = new SecretStore();
    const earlier = new KnownSecrets(store);
    const later = new KnownSecrets(store);
    later.learn(secret(1));
    expect(earlier.replaceKnown(`with ${secret(1)}`)).toBe('with (sensitive)');
    expect(earlier.isDistinctiveIn(`x${secret(1)}`)).toBe(true);
  });

  it('keeps a value from the environment as one, although it is later found in a configuration', () => {
    const store = new SecretStore();
    const known = new KnownSecrets(store);
    known.learn(secret(1));
    known.learnConfigured(secret(1));
    expect(known.isIn(secret(1))).toBe(true);
    known.learnConfigured(secret(2));
    expect(known.isIn(secret(2))).toBe(false);
    known.learn(secret(2));
    expect(known.isIn(secret(2))).toBe(true);
  });

  it('keeps all values in use, and the last 500 of the others', () => {
    const store = new SecretStore();
    const known = new KnownSecrets(store);
    for (let round = 0; round < 1_000; round += 1) {
      store.startRound();
      known.learn(secret(50_000 + round));
    }
    for (let number = 0; number < 600; number += 1) known.learn(secret(number));
    store.startRound();
    const isKnown = (value: string) => known.replaceKnown(value) === '(sensitive)';
    expect(Array.from({ length: 600 }, (_, number) => isKnown(secret(number)))).not.toContain(false);
    expect(isKnown(secret(50_999))).toBe(true);
    expect(isKnown(secret(50_600))).toBe(true);
    expect(known.isIn(secret(50_100))).toBe(false);
  });
});
