import type { ConnectorOffset } from '../connector-offsets.ts';
import { ExactNumber } from '../exact-json.ts';
import { secretMask } from './scrub.ts';
import { saysSecret } from './secret-key-name.ts';

/** Offsets as they may be shown: some plugins write the URL they read from into their partitions, userinfo and all. */
export function viewOffsets(
  entries: readonly ConnectorOffset[],
  scrub: (text: string) => string,
): readonly ConnectorOffset[] {
  const view = (value: unknown): unknown => {
    if (typeof value === 'string') return scrub(value);
    if (Array.isArray(value)) return value.map(view);
    if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [scrub(key), viewMember(key, one)]));
  };
  const viewMember = (key: string, value: unknown): unknown => {
    // Numbers called tokens are positions; called passwords, they are passwords.
    const isNumber = (typeof value === 'number' || value instanceof ExactNumber) && !/token$/i.test(key);
    const isScalar = isNumber || (typeof value === 'string' && value !== '');
    return isScalar && saysSecret(key) ? secretMask : view(value);
  };
  return entries.map(({ partition, offset }) => ({ partition: view(partition), offset: view(offset) }));
}
