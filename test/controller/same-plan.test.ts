import { expect, it } from 'vitest';
import type { ControllerInput } from '../../src/controller/run-controller.ts';
import type { PlanView } from '../../src/model/plan-view.ts';
import { onlyCluster } from '../support/json-output.ts';
import { fileSource, startTrial } from './trial.ts';

const owned = 'version: 1\nownership: { names: ["*"], protect: ["pay*"] }\n';
const dependent = `dependsOn: [a]\n${fileSource('/tmp/b')}`;
const manyAbsent = Object.fromEntries(
  ['l1', 'l2', 'l3', 'l4', 'l5'].map((name) => [`connectors/${name}.yaml`, 'state: absent\n']),
);

/** What is live beside the files: `a` differs, `f` has failed, the others are in no file. */
const live = ['a', 'f', 'l1', 'l2', 'l3', 'l4', 'l5', 'payments'];

const worlds: readonly (readonly [
  string,
  Readonly<Record<string, string>>,
  ControllerInput['plan'],
  readonly string[],
])[] = [
  ['creations and updates in waves', { 'connectors/b.yaml': dependent }, {}, []],
  [
    'deletions by --prune',
    { 'connect-sync.yaml': owned },
    { prune: true, allowDeletes: 9 },
    ['--prune', '--allow-deletes', '9'],
  ],
  ['more deletions than allowed', manyAbsent, {}, []],
  ['a protected name', { 'connect-sync.yaml': owned, 'connectors/payments.yaml': 'state: absent\n' }, {}, []],
  ['an invalid configuration', { 'connectors/x.yaml': 'config: { connector.class: Nope }\n' }, {}, []],
  [
    'keys that are managed elsewhere',
    { 'connectors/a.yaml': `ignoreKeys: [file]\n${fileSource('/x')}` },
    {},
    [],
  ],
  ['a state', { 'connectors/a.yaml': `state: paused\n${fileSource('/x')}` }, {}, []],
  ['a suspension', { 'connectors/a.yaml': `reconcile: suspended\n${fileSource('/x')}` }, {}, []],
  ['--only', {}, { only: ['f'] }, ['--only', 'f']],
  ['--restart none', {}, { restart: 'none' }, ['--restart', 'none']],
];

it.each(worlds)('the plan of a run is the plan of `plan`: %s', async (_name, files, options, args) => {
  const trial = await startTrial({ mode: 'observe', files: {} });
  for (const name of live)
    trial.sandbox.worker.seed([
      {
        name,
        config: {
          'connector.class': 'FileStreamSource',
          file: `/tmp/${name}`,
          topic: 'lines',
          'tasks.max': '1',
        },
      },
    ]);
  trial.sandbox.worker.failTask('f', 0, 'java.net.ConnectException: refused');
  const all = {
    'connectors/a.yaml': fileSource('/tmp/changed'),
    'connectors/f.yaml': fileSource('/tmp/f'),
    ...files,
  };
  for (const [file, text] of Object.entries(all)) trial.folder.write(file, text);
  await trial.end();
  const { stdout, stderr } = await trial.run(['plan', '-f', 'json', ...args]);
  expect(stdout, stderr).not.toBe('');
  const heal = await startTrial({
    mode: 'heal',
    project: trial.input.project,
    clusters: trial.clusters,
    plan: options,
  });
  await heal.runOnce();
  // The document of `plan` has its digest and counts beside.
  expect(onlyCluster<PlanView>(stdout)).toMatchObject(JSON.parse(JSON.stringify(heal.cluster().plan)));
});
