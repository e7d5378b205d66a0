import type { RunView } from '../../model/controller-view.ts';
import { describeRun } from '../controller-lines.ts';
import { type Html, html } from './html.ts';
import { timeElement } from './time-element.ts';

/** The runs on a cluster, folded; the latest first. */
export function runTable(runs: readonly RunView[], now: number): Html {
  if (runs.length === 0) return html`<p>Not run yet.</p>`;
  const rows = runs.map(
    (run) =>
      html`<tr><th scope="row">${timeElement(run.startedAt, now)}</th><td>${describeRun(run)}</td><td>${run.trigger}</td><td>${run.reason ?? ''}</td></tr>
`,
  );
  return html`<details><summary>${runs.length === 1 ? 'Last run' : `Last ${runs.length} runs`}</summary><table><thead><tr><th scope="col">Started</th><th scope="col">Outcome</th><th scope="col">Trigger</th><th scope="col">Reason</th></tr></thead><tbody>${rows}</tbody></table></details>`;
}
