import { problem } from './problem.ts';

const inExpression =
  'the variables are connector, live, change, plan, cluster and now; policies that work:  connect-sync policy list --pack';

/** Problems that policies find. */
export const policyFindings = {
  'policy-denied': problem<{ policy: string; subject: string; text: string; expired?: string | undefined }>({
    severity: 'error',
    message: ({ policy, subject, text }) => `${subject}: denied by the policy "${policy}": ${text}`,
    hint: ({ expired }) =>
      expired === undefined
        ? 'meet the policy, or ask its owners for an exemption'
        : `its exemption has expired on ${expired}; meet the policy, or ask its owners to extend it`,
    means: 'A policy of the project does not allow this connector, or this plan.',
    matters: 'Nothing is written while a policy denies a change, on any cluster of the run.',
    remedy: 'Meet the policy. An exemption in the policy needs a reason and an end.',
  }),
  'policy-warning': problem<{ policy: string; subject: string; text: string }>({
    severity: 'warning',
    message: ({ policy, subject, text }) => `${subject}: the policy "${policy}" warns: ${text}`,
    hint: 'meet the policy if you can; a warning does not keep anything from being applied',
    means: 'A policy with  severity: warn  does not agree with this connector, or this plan.',
    matters: 'It is only a warning, and an error with --strict.',
  }),
  'policy-not-evaluated': problem<{ policy: string; subject: string; reason: string }>({
    severity: 'error',
    message: ({ policy, subject, reason }) =>
      `${subject}: the policy "${policy}" cannot be evaluated, and so denies: ${reason}`,
    hint: 'test for what may be missing: connector.config.get("KEY", "DEFAULT"), "KEY" in connector.config, live != null',
    means:
      'The expression of a policy failed for this connector: it reads a key that does not exist, converts a text that is no number, or takes too many steps.',
    matters: 'A rule that cannot be evaluated must not pass, so it counts as denied.',
    remedy: 'Write the policy for that case too, and add it to its examples.',
  }),
  'expired-exemption': problem<{ policy: string; names: readonly string[]; until: string }>({
    severity: 'warning',
    message: ({ policy, names, until }) =>
      `the exemption of ${names.join(', ')} from the policy "${policy}" has expired on ${until}`,
    hint: 'remove it, or set a later date if the reason still holds',
    means: 'An exemption of a policy ended.',
    matters: 'It no longer counts: the policy applies to the connectors again.',
  }),
};

/** Problems of policies themselves. */
export const policyProblems = {
  'invalid-policy-syntax': problem<{ policy: string; reason: string }>({
    severity: 'error',
    message: ({ policy, reason }) => `the policy "${policy}" has a syntax error: ${reason}`,
    hint: inExpression,
    means: 'The expression in  assert , or in a {{ placeholder }} of the message, is not valid CEL.',
    matters: 'A policy that cannot be read would not protect anything, so nothing is planned or applied.',
  }),
  'invalid-policy-expression': problem<{ policy: string; reason: string; suggestion?: string | undefined }>({
    severity: 'error',
    message: ({ policy, reason }) => `the policy "${policy}": ${reason}`,
    hint: ({ suggestion }) => (suggestion === undefined ? inExpression : `did you mean "${suggestion}"?`),
    means: 'The expression names something that does not exist, or uses a value of a wrong type.',
    matters: 'It could only fail, and a policy that cannot be evaluated denies everything.',
    remedy: 'Correct the name or the type.',
  }),
  'duplicate-policy': problem<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `there are two policies with the name "${name}"`,
    hint: 'rename one of them; a ready-made policy of this name may be in  policy.pack',
    means: 'Two policies have the same name.',
    matters: 'A message names the policy, and must say which one it is.',
  }),
  'invalid-exemption-date': problem<{ until: string }>({
    severity: 'error',
    message: ({ until }) => `"${until}" is no date`,
    hint: 'write the last day of the exemption as YYYY-MM-DD, such as 2026-12-31',
    means: '`until` of an exemption is not a date.',
    matters: 'Without its end it is unknown whether the exemption counts.',
  }),
  'invalid-example': problem<{ key: string; expected: string }>({
    severity: 'error',
    message: ({ key, expected }) => `"${key}" of an example must be ${expected}`,
    hint: 'write it as in this example:  fail: [{ plan: { deletes: 3 }, now: 2026-11-27T16:00:00Z }]',
    means: 'A value of an example has the wrong form.',
    matters: 'The example cannot be evaluated.',
  }),
  'unknown-pack-policy': problem<{ name: string; suggestion: string | undefined }>({
    severity: 'error',
    message: ({ name }) => `there is no ready-made policy "${name}"`,
    hint: ({ suggestion }) =>
      suggestion === undefined
        ? 'connect-sync policy list --pack  shows all of them'
        : `did you mean "${suggestion}"? connect-sync policy list --pack  shows all of them`,
    means: '`policy.pack` names a ready-made policy that does not exist.',
    matters: 'A rule that somebody relies on would not be checked.',
    remedy: 'Use a name of  connect-sync policy list --pack .',
  }),
  'invalid-pack-parameter': problem<{ policy: string; parameter: string; fault: string }>({
    severity: 'error',
    message: ({ policy, parameter, fault }) => `"${parameter}" of the ready-made policy "${policy}" ${fault}`,
    hint: 'connect-sync policy list --pack  shows the parameters of each policy with their defaults',
    means: '`with` has a parameter that the policy does not have, or a value of the wrong form.',
    matters: 'The policy would not do what is meant.',
  }),
  'no-policies': problem<{ place: string }>({
    severity: 'error',
    message: ({ place }) => `${place} has no policy`,
    hint: 'check the folder or the patterns: policies are YAML files with  name:  and  assert:',
    means: 'The place that --policies or  policy.files  names exists, and declares no policy.',
    matters: 'Usually it is a wrong path, and every rule would silently be left out.',
  }),
};
