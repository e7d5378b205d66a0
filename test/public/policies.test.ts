import { expect, it } from 'vitest';
import {
  listPolicies,
  loadProject,
  planCluster,
  resolveClusters,
  testPolicies,
} from '../../src/public/connect-sync.ts';
import { projectFolder } from '../support/project-folder.ts';
import { tryout } from '../support/tryout.ts';

const policy = 'name: few\nassert: plan.total < 1\nexamples: {fail: [{plan: {total: 1}}], pass: [{}]}\n';
const files = {
  'connectors/a.yaml': 'config: {connector.class: FileStreamSink, topics: a, file: /a, tasks.max: 1}\n',
  'policies/few.yaml': policy,
};

it('the library holds a plan to the policies of the project', async () => {
  const { folder, sandbox } = await tryout({ files });
  const project = await loadProject({ directory: folder.directory });
  const [cluster] = await resolveClusters(project, { clusters: [sandbox.url] });
  if (!cluster) throw new Error('no cluster');
  const plan = await planCluster(cluster);
  expect(plan.blockedBy).toBe('policy');
  expect(plan.view.diagnostics).toMatchObject([{ code: 'policy-denied', severity: 'error' }]);
});

it('the library lists policies and evaluates their examples', async () => {
  const { directory } = projectFolder(files);
  const { policies } = await listPolicies({ project: { directory } });
  expect(policies).toMatchObject([{ name: 'few', about: 'plan', examples: 2 }]);
  const { results, untested } = await testPolicies({ project: { directory } });
  expect(results.map(({ expected, actual }) => [expected, actual])).toEqual([
    ['pass', 'pass'],
    ['fail', 'fail'],
  ]);
  expect(untested).toEqual([]);
});

it('a policy with a mistake is an error of the project', async () => {
  const { folder, sandbox } = await tryout({
    files: { ...files, 'policies/bad.yaml': 'name: b\nassert: x\n' },
  });
  const project = await loadProject({ directory: folder.directory });
  await expect(resolveClusters(project, { clusters: [sandbox.url] })).rejects.toMatchObject({
    category: 'invalid-input',
  });
});
