import { leaseMilliseconds } from './lease-times.ts';
import type { LockRecord } from './lock-record.ts';

/** A Lease (coordination.k8s.io/v1) as the API server sent it. What an election does not need is sent back as it is. */
export interface Lease {
  readonly metadata: { readonly resourceVersion: string };
  readonly spec: LeaseSpec;
}

interface LeaseSpec {
  readonly holderIdentity?: string | null;
  readonly renewTime?: string | null;
  readonly acquireTime?: string | null;
  readonly leaseDurationSeconds?: number | null;
  readonly leaseTransitions?: number | null;
}

const apiVersion = 'coordination.k8s.io/v1';
/** What client-go writes, too, when it gives a Lease back: an edit by hand leaves the duration as it is. */
const givenBackSeconds = 1;

/** The Lease in the text of an answer; a string: why it is none. */
export function parseLease(text: string): Lease | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text.trim() === '' ? 'an empty text' : 'a text that is not JSON';
  }
  if (!isObject(value) || value['kind'] !== 'Lease') return 'JSON that is not a Lease';
  const { metadata, spec = {} } = value;
  if (!isObject(metadata) || typeof metadata['resourceVersion'] !== 'string' || !metadata['resourceVersion'])
    return 'a Lease without metadata.resourceVersion';
  if (!isObject(spec)) return 'a Lease whose spec is not an object';
  const wrong = Object.entries(types).find(([key, type]) => !isOfType(spec[key], type));
  if (wrong) return `a Lease whose spec.${wrong[0]} is not a ${wrong[1]}`;
  return { ...value, metadata: { ...metadata, resourceVersion: metadata['resourceVersion'] }, spec };
}

const types = {
  holderIdentity: 'string',
  renewTime: 'string',
  acquireTime: 'string',
  leaseDurationSeconds: 'number',
  leaseTransitions: 'number',
} as const;

/** Who holds a Lease; undefined: it has no holder, and its last one did not give it back. */
export function recordOf({ spec }: Lease): LockRecord | undefined {
  const holder = spec.holderIdentity ?? '';
  if (holder === '' && spec.leaseDurationSeconds !== givenBackSeconds) return undefined;
  return { holder, renewed: spec.renewTime ?? '' };
}

/** The Lease with another record, or a new one. */
export function leaseWith(
  { holder, renewed }: LockRecord,
  before: Lease | undefined,
  place: { readonly name: string; readonly namespace: string },
): object {
  const { holderIdentity, acquireTime, leaseTransitions } = before?.spec ?? {};
  const isSame = holderIdentity === holder;
  const isNewHolder = before !== undefined && !isSame && holder !== '';
  return {
    ...before,
    ...{ apiVersion, kind: 'Lease' },
    metadata: { ...before?.metadata, ...place },
    spec: {
      ...before?.spec,
      holderIdentity: holder,
      leaseDurationSeconds: holder === '' ? givenBackSeconds : leaseMilliseconds / 1_000,
      renewTime: renewed,
      acquireTime: isSame ? (acquireTime ?? renewed) : renewed,
      leaseTransitions: (leaseTransitions ?? 0) + (isNewHolder ? 1 : 0),
    },
  };
}

function isOfType(value: unknown, type: 'string' | 'number'): boolean {
  return value === undefined || value === null || typeof value === type;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
