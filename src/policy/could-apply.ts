import type { DesiredConnector } from '../model/desired-connector.ts';
import { appliesTo } from './applies-to.ts';
import type { CompiledPolicy } from './compile-policies.ts';
import { typeOf } from './world.ts';

/** Whether a policy applies to a declared connector, at least with some change. */
export function couldApplyTo(policy: CompiledPolicy, desired: DesiredConnector, cluster: string): boolean {
  if (policy.about !== 'connector') return false;
  const config = desired.kind === 'present' ? desired.config : new Map<string, string>();
  const change = policy.document.match.change?.[0] ?? 'update';
  const traits = {
    name: desired.name,
    className: config.get('connector.class') ?? '',
    type: typeOf(config),
    change,
  };
  return appliesTo(policy, traits, { cluster, unclearAliases: 'match' });
}
