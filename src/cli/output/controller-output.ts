import type { RunControllerPorts } from '../../controller/run-controller.ts';
import { renderRunLine } from '../../render/controller-lines.ts';
import { renderEventLine } from '../../render/event-line.ts';
import type { CommandRun } from '../command.ts';
import { portsOf } from '../project-input.ts';
import { reportError } from '../report-error.ts';

/** What `reconcile` prints: a line for each run, and with `-f json` also what the engine does, one document a line. */
export function controllerOutput({ host, options }: CommandRun): RunControllerPorts {
  const isJson = options.format === 'json';
  const now = () => host.clock.wallTime();
  return {
    ...portsOf(host, options),
    onApplyEvent(event) {
      if (isJson) host.stdout.write(renderEventLine(event, now()));
    },
    onUnexpected: (error) => void reportError(error, host),
    onRun(cluster, run) {
      if (!isJson) host.stdout.write(renderRunLine(cluster, run));
    },
    onChange: () => undefined,
    onListening: (url) => host.stderr.write(`listening on ${url}\n`),
    onTrigger: (run) => host.onHangup(run),
  };
}
