import { assessHealth } from '../model/assess-health.ts';
import type { DesiredConnector, PresentConnector } from '../model/desired-connector.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { type LiveConnector, observedState } from '../model/live-connector.ts';
import type { ActiveChange, Plan, PlannedStep } from '../model/plan.ts';
import type { PluginClasses } from '../model/plugin-classes.ts';
import type { Redactor } from '../model/redaction/redactor.ts';
import type { CompiledPolicy } from '../policy/compile-policies.ts';
import type { PolicySubject } from '../policy/evaluate-policies.ts';
import type { ChangeFacts, ClusterFacts, ConnectorFacts } from '../policy/world.ts';
import type { Project } from '../project/load-project.ts';
import { compiledPolicies } from './compiled-policies.ts';

/** What the policies about the desired state are evaluated for. */
export interface DesiredToCheck {
  readonly project: Project;
  readonly connectors: readonly DesiredConnector[];
  readonly cluster: Partial<ClusterFacts>;
  readonly label: string;
  /** Called only where there are policies: masking takes time. */
  readonly redactor: () => Redactor;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Evaluates the policies about the desired state for every connector of a cluster. */
export async function checkDesired(input: DesiredToCheck): Promise<readonly Diagnostic[]> {
  const { project, connectors, cluster, label, now } = input;
  const { policies } = await compiledPolicies(project);
  if (policies.length === 0) return [];
  const [stage, world] = await loadStage();
  const redactor = input.redactor();
  const subjects = connectors.flatMap((desired): PolicySubject[] => {
    if (desired.kind === 'absent') return [];
    const { name, source, config } = desired;
    const values = {
      connector: () => world.connectorValue(declaredFacts(desired), maskerOf(redactor, name)),
      live: () => null,
      change: () => null,
    };
    const traits = { name, className: config.get('connector.class') ?? '', type: world.typeOf(config) };
    return [{ ...traits, change: undefined, values, desired, source }];
  });
  return [
    ...stage.expiredExemptions(policies, now),
    ...stage.evaluatePolicies({
      ...{ policies, subjects, plan: undefined, label, now },
      cluster: { name: '', version: '', kafkaClusterId: '', url: '', ...cluster },
      unclearAliases: 'differ',
      show: project.scrub,
    }),
  ];
}

/** What the policies of a plan are evaluated for. */
export interface PlanToCheck {
  readonly project: Project;
  readonly plan: Plan;
  readonly desired: readonly DesiredConnector[];
  readonly cluster: ClusterFacts;
  /** What messages call the cluster. */
  readonly label: string;
  readonly redactor: Redactor;
  readonly now: number;
  /** `none`: no policy, as in commands that only compare; `without-live`: those that refer to nothing live. */
  readonly which: 'all' | 'without-live' | 'none';
  /** The connector classes of the worker; undefined where it does not list them. */
  readonly readClasses: () => Promise<PluginClasses | undefined>;
}

/** Evaluates all policies for what a plan changes, and for the plan itself. */
export async function checkPlan(planned: PlanToCheck): Promise<readonly Diagnostic[]> {
  const { project, plan, now, which, label, cluster } = planned;
  const policies = which === 'none' ? [] : await policiesFor(project, which);
  if (policies.length === 0) return [];
  const [stage, world] = await loadStage();
  const labelsOf = new Map(planned.desired.map((one) => [one.name as string, one]));
  const changed = plan.steps.map((step) => ({ step, declared: labelsOf.get(step.name) }));
  const classes = await readNeededClasses(planned, policies);
  const subjects = [
    ...changed.map(({ step, declared }) => subjectOf(step, { declared, planned, world })),
    ...unchangedIn(plan, policies).map((change) =>
      subjectOf({ change }, { declared: change.desired, planned, world }),
    ),
  ];
  const lossOf = (kind: (step: PlannedStep) => boolean) => plan.steps.filter(kind).map(({ name }) => name);
  const count = (kind: ActiveChange['kind']) =>
    plan.steps.filter(({ change }) => change.kind === kind).length;
  const ofKind = (kind: ActiveChange['kind']) => lossOf(({ change }) => change.kind === kind);
  return [
    ...stage.expiredExemptions(policies, now),
    ...stage.evaluatePolicies({
      ...{ policies, subjects, label, now, classes },
      plan: world.planValue({
        states: count('set-state'),
        restarts: count('restart'),
        declared: plan.connectorsDeclared,
        live: plan.connectorsLive,
        names: lossOf(() => true),
        created: ofKind('create'),
        updated: ofKind('update'),
        deleted: ofKind('delete'),
        losesOffsets: lossOf(losesOffsets),
      }),
      cluster,
      unclearAliases: which === 'all' ? 'match' : 'differ',
      show: project.scrub,
    }),
  ];
}

async function policiesFor(
  project: Project,
  which: Exclude<PlanToCheck['which'], 'none'>,
): Promise<readonly CompiledPolicy[]> {
  const { policies } = await compiledPolicies(project);
  return which === 'all' ? policies : policies.filter(({ variables }) => !variables.has('live'));
}

/** Loaded only where there are policies. */
async function loadStage() {
  return Promise.all([import('../policy/evaluate-policies.ts'), import('../policy/world.ts')]);
}

/** Reads the plugins only where they decide whether a policy applies. */
async function readNeededClasses(
  { plan, readClasses }: PlanToCheck,
  policies: readonly CompiledPolicy[],
): Promise<PluginClasses | undefined> {
  const { needsClasses } = await import('../policy/applies-to.ts');
  const names = new Set(plan.steps.map(({ change }) => classOf(change)));
  const isNeeded = policies.some((policy) => [...names].some((name) => needsClasses(policy, name)));
  return isNeeded ? readClasses() : undefined;
}

/** Most policies are not about what stays as it is. */
function unchangedIn({ unchanged }: Plan, policies: readonly CompiledPolicy[]): Plan['unchanged'] {
  return policies.some(({ document }) => document.match.change?.includes('none')) ? unchanged : [];
}

interface SubjectContext {
  readonly declared: DesiredConnector | undefined;
  readonly planned: PlanToCheck;
  readonly world: typeof import('../policy/world.ts');
}

function subjectOf(
  step: Partial<Omit<PlannedStep, 'change'>> & { readonly change: AnyChange },
  { declared, planned, world }: SubjectContext,
): PolicySubject {
  const { change } = step;
  const { name } = change;
  const live = 'live' in change ? change.live : undefined;
  const mask = maskerOf(planned.redactor, name);
  const config = configOf(change);
  const type = live && live.type !== 'unknown' ? live.type : world.typeOf(config);
  const facts = declared?.kind === 'present' ? { ...declaredFacts(declared), config } : undefined;
  return {
    ...{ name, type, className: config.get('connector.class') ?? '', change: change.kind },
    values: {
      connector: () =>
        world.connectorValue({ ...(facts ?? undeclaredFacts(name, declared, config)), type }, mask),
      live: () => (live ? world.connectorValue(liveFacts(live, declared), mask) : null),
      change: () =>
        world.changeValue({
          kind: change.kind,
          keys: keysOf(change),
          losesOffsets: losesOffsets(step),
          dataEffects: (step.keyEffects ?? []).map(({ effect }) => effect),
          effects: step.effects ?? [],
        } satisfies ChangeFacts),
    },
    desired: declared,
    source: step.source ?? declared?.source,
  };
}

function maskerOf(redactor: Redactor, name: string) {
  return (key: string, text: string) => redactor.value(name, key, text);
}

function declaredFacts({ name, config, state, labels, secretKeys }: PresentConnector): ConnectorFacts {
  return { name, type: undefined, state: state ?? '', config, labels, environmentKeys: secretKeys };
}

/** Of a connector that is deleted: its configuration is the live one, its labels are those of its declaration. */
function undeclaredFacts(
  name: string,
  declared: DesiredConnector | undefined,
  config: ConnectorFacts['config'],
): ConnectorFacts {
  const state = declared ? 'absent' : '';
  return { name, type: undefined, state, config, labels: declared?.labels, environmentKeys: undefined };
}

function liveFacts(live: LiveConnector, declared: DesiredConnector | undefined): ConnectorFacts {
  return {
    name: live.name,
    type: live.type === 'unknown' ? undefined : live.type,
    state: observedState(live),
    config: live.config,
    labels: undefined,
    environmentKeys: declared?.kind === 'present' ? declared.secretKeys : undefined,
    running: { tasks: live.taskIds.length, health: assessHealth(live, {}).kind },
  };
}

type AnyChange = ActiveChange | Plan['unchanged'][number];

function configOf(change: AnyChange): ConnectorFacts['config'] {
  if ('target' in change) return change.target;
  if ('desired' in change && change.desired.kind === 'present') return change.desired.config;
  return 'live' in change ? (change.live?.config ?? new Map()) : new Map();
}

function classOf(change: AnyChange): string {
  return configOf(change).get('connector.class') ?? '';
}

function keysOf(change: AnyChange): readonly string[] {
  if (change.kind === 'create') return [...change.target.keys()].sort();
  return change.kind === 'update' ? change.fields.map(({ key }) => key).sort() : [];
}

function losesOffsets({ keyEffects = [] }: Partial<Pick<PlannedStep, 'keyEffects'>>): boolean {
  return keyEffects.some((effect) => effect.losesOffsets);
}
