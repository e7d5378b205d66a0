import type { Host } from '../cli/host.ts';
import type { CommonOptions } from '../cli/options/project-options.ts';
import { count } from '../model/count.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { ConnectorFingerprint } from '../model/saved-plan.ts';

const namedAtMost = 3;

/** The plans that are spoken of. */
interface UnseenRotations {
  readonly clusters: readonly { readonly fingerprints: readonly ConnectorFingerprint[] }[];
  readonly when: 'saving' | 'applying';
}

/**
 * Says where a plan without a key is blind: a secret that is to be written may be exchanged for another one before the
 * plan is applied, and nobody would see it.
 */
export function noteUnseenRotations(
  { stderr }: Pick<Host, 'stderr'>,
  { quiet }: Pick<CommonOptions, 'quiet'>,
  { clusters, when }: UnseenRotations,
): void {
  const secrets = clusters.flatMap(({ fingerprints }) => fingerprints.flatMap(writtenSecrets));
  if (secrets.length === 0 || quiet === true) return;
  const named = secrets.slice(0, namedAtMost).join(', ');
  const more = secrets.length > namedAtMost ? ` and ${secrets.length - namedAtMost} more` : '';
  const words = `${count(secrets.length, 'secret')} of the plan (${toPrintableLine(named)}${more})`;
  stderr.write(`note: ${words} ${sentences[when]}\n`);
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
