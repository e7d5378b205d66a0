import { applyPlan, loadProject, planCluster, renderPlan, renderReport, resolveClusters } from 'connect-sync';
import { startSandbox } from 'connect-sync/sandbox';

const sandbox = await startSandbox({ pace: 0.01 });
const project = await loadProject({
  directory: new URL('project', import.meta.url).pathname,
  environment: new Map([['TOPIC', 'lines']]),
});
const [cluster] = await resolveClusters(project, { clusters: [sandbox.url] });
if (!cluster) throw new Error('no cluster');

const plan = await planCluster(cluster);
console.log(renderPlan([plan]));

const run = applyPlan(cluster, plan, { stableForMilliseconds: 100 });
for await (const event of run) {
  if (event.kind === 'finished') console.log(`${event.outcome.name}: ${event.outcome.kind}`);
}
const report = await run.report;
console.log(report ? renderReport(report) : 'nothing to change');
await sandbox.close();
