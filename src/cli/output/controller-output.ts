import type { RunControllerPorts } from '../../controller/run-controller.ts';
import {
  renderControllerEvent,
  renderControllerEventLine,
  renderRunLine,
} from '../../render/controller-lines.ts';
import { renderEventLine } from '../../render/event-line.ts';
import { renderControllerPage } from '../../render/html/controller-page.ts';
import { collectGarbage } from '../collect-garbage.ts';
import type { CommandRun } from '../command.ts';
import { portsOf } from '../project-input.ts';
import { reportError } from '../report-error.ts';

/**
 * What `reconcile` prints: a line for each run and each event; with `-f json` one document a line, of events and of what
 * the engine does. A controller whose output is no longer read, as after `… | head`, ends as after SIGTERM.
 */
export function controllerOutput({ host, options }: CommandRun): RunControllerPorts {
  const isJson = options.format === 'json';
  const now = () => host.clock.wallTime();
  const note = (message: string) => {
    if (options.quiet !== true) host.stderr.write(`${message}\n`);
  };
  const unread = new AbortController();
  const ports = portsOf(host, options);
  const write = (text: string) => {
    endIfUnread();
    host.stdout.write(text);
  };
  const endIfUnread = () => {
    if (!host.stdout.isClosed || unread.signal.aborted) return;
    note('nothing reads the output any more: the controller ends');
    unread.abort('SIGTERM');
  };
  return {
    ...ports,
    signal: AbortSignal.any([ports.signal, unread.signal]),
    onChange: endIfUnread,
    onApplyEvent(event) {
      if (isJson) write(renderEventLine(event, now()));
    },
    onUnexpected: (error) => void reportError(error, host),
    onIdle: collectGarbage,
    onRun(cluster, run) {
      if (!isJson) write(renderRunLine(cluster, run));
    },
    onEvents(events) {
      for (const event of events)
        write(isJson ? renderControllerEventLine(event) : renderControllerEvent(event));
    },
    onProblem: (message) => host.stderr.write(`warning: ${message}\n`),
    onListening: (url) => note(`listening on ${url}`),
    onTrigger: (run) => host.onHangup(run),
    renderPage: (view, query) => renderControllerPage(view, { query, now: now() }),
  };
}
