import { count } from '../model/count.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { ConnectorFingerprint, SavedClusterPlan } from '../model/saved-plan.ts';

const namedAtMost = 3;

/**
 * A warning for plans without a plan key: a secret that they write can be replaced before they are applied, and the
 * change would not become stale. Undefined if they write no secret.
 */
export function undetectableRotations(
  clusters: readonly Pick<SavedClusterPlan, 'fingerprints'>[],
  when: 'saving' | 'applying',
): string | undefined {
  const secrets = clusters.flatMap(({ fingerprints }) => fingerprints.flatMap(writtenSecrets));
  if (secrets.length === 0) return undefined;
  const named = secrets.slice(0, namedAtMost).join(', ');
  const more = secrets.length > namedAtMost ? ` and ${secrets.length - namedAtMost} more` : '';
  const subject = `${count(secrets.length, 'secret')} of the plan (${toPrintableLine(named)}${more})`;
  return `${subject} ${sentences[when]}`;
}

const sentences = {
  saving:
    'can be replaced undetected until it is applied; set CONNECT_SYNC_PLAN_KEY for plan and apply to detect that',
  applying:
    'cannot be compared with the current environment: that requires CONNECT_SYNC_PLAN_KEY when the plan is made',
};

function writtenSecrets({ name, secrets }: ConnectorFingerprint): readonly string[] {
  return secrets
    .filter(({ comparison }) => comparison === 'different' || comparison === 'added')
    .map(({ key }) => `${key} of ${name}`);
}
