import { changeRules } from './pack/change-rules.ts';
import { configurationRules } from './pack/configuration-rules.ts';
import { namingRules } from './pack/naming-rules.ts';
import type { ReadyMadePolicy } from './pack/ready-made-policy.ts';
import { securityRules } from './pack/security-rules.ts';

/** All ready-made policies, sorted by name. None is in force unless a project takes it. */
export const readyMadePolicies: readonly ReadyMadePolicy[] = [
  ...configurationRules,
  ...securityRules,
  ...namingRules,
  ...changeRules,
].sort((one, other) => (one.name < other.name ? -1 : 1));
