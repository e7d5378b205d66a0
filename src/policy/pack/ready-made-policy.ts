import type { PolicyDocument, PolicyParameter } from '../../model/policy.ts';

/** A ready-made policy: a policy with parameters, of which each has a default. */
export interface ReadyMadePolicy
  extends Pick<PolicyDocument, 'name' | 'match' | 'examples'>,
    Partial<Pick<PolicyDocument, 'severity'>> {
  /** Why the rule exists. */
  readonly description: string;
  readonly assert: string;
  readonly message: string;
  readonly parameters: Readonly<Record<string, ReadyMadeParameter>>;
}

/** A parameter of a ready-made policy. */
export interface ReadyMadeParameter {
  readonly default: PolicyParameter;
  readonly description: string;
}
