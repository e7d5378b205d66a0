import { count } from '../model/count.ts';
import type {
  ExampleView,
  ExemptionView,
  PolicyListView,
  PolicyTestView,
  PolicyView,
} from '../model/policy-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import { formatSource } from '../model/source.ts';
import { type Colors, colorsFor } from './colors.ts';

/** Each policy with what it requires, what it is limited to, and its exemptions. */
export function renderPolicyList({ policies }: PolicyListView, options: { readonly color: boolean }): string {
  const colors = colorsFor(options);
  if (policies.length === 0) return noPolicies;
  return `${policies.map((policy) => linesOf(policy, colors).join('\n')).join('\n\n')}\n`;
}

const noPolicies =
  'No policies. Write one into policies/NAME.yaml, or take ready-made ones:\n' +
  '  connect-sync policy list --pack    shows them; list their names under policy.pack of the project file\n';

function linesOf(policy: PolicyView, colors: Colors): string[] {
  const { name, severity, source, description, match, about, connectors } = policy;
  const from = source ? formatSource(source) : 'ready-made';
  const limits = Object.entries(match).map(([key, words]) => `${key} ${words.join(', ')}`);
  const scope = [`each ${about}`, ...limits].join('; ');
  const number = connectors === null ? '' : ` (${count(connectors, 'connector')})`;
  return [
    `${colors.bold(toPrintableLine(name))}  ${severity}  ${colors.dim(toPrintableLine(from))}`,
    ...(description === null ? [] : [field('why', description)]),
    field('for', `${scope}${number}`),
    field('requires', policy.assert),
    ...(policy.message === null ? [] : [field('message', policy.message)]),
    ...Object.entries(policy.parameters).map(([key, value]) =>
      field('with', `${key}: ${typeof value === 'object' ? `[${value.join(', ')}]` : value}`),
    ),
    ...policy.exemptions.map((one) => field('exempt', exemptionText(one))),
    field('examples', policy.examples === 0 ? 'none' : String(policy.examples)),
  ];
}

function field(name: string, text: string): string {
  return `  ${name.padEnd('requires'.length)}  ${toPrintableLine(text.replace(/\s+/g, ' '))}`;
}

function exemptionText({ names, reason, until, daysLeft }: ExemptionView): string {
  const left = daysLeft === 0 ? 'expired' : `${count(daysLeft, 'day')} left`;
  return `${names.join(', ')} until ${until} (${left}): ${reason}`;
}

/** The examples that do not end as expected, and a summary. */
export function renderPolicyTest(
  { results, untested }: PolicyTestView,
  options: { readonly color: boolean },
): string {
  const colors = colorsFor(options);
  if (results.length === 0 && untested.length === 0) return noPolicies;
  const wrong = results.filter(({ expected, actual }) => expected !== actual);
  const policies = new Set(results.map(({ policy }) => policy)).size;
  const all = `${count(results.length, 'example')} of ${policies === 1 ? '1 policy' : `${policies} policies`}`;
  return [
    ...wrong.flatMap((one) => wrongLines(one, colors)),
    ...(untested.length > 0 ? [`Without examples: ${untested.map(toPrintableLine).join(', ')}.`] : []),
    wrong.length === 0 ? `Passed: ${all}.` : `Failed: ${wrong.length} of ${all}.`,
    '',
  ].join('\n');
}

function wrongLines({ policy, source, expected, actual, message }: ExampleView, colors: Colors): string[] {
  const outcome = actual === 'error' ? 'cannot be evaluated' : actual === 'pass' ? 'passes' : 'fails';
  const place = source ? `  ${colors.dim(formatSource(source))}` : '';
  return [
    `${colors.red('failed')}  ${toPrintableLine(policy)}: an example that must ${expected} ${outcome}${place}`,
    ...(message === null ? [] : [`        ${toPrintableLine(message)}`]),
  ];
}
