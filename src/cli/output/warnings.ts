import type { WarningsView } from '../../project/warnings.ts';
import { renderDiagnostics } from '../../render/diagnostics.ts';
import type { CommandRun } from '../command.ts';
import { useColor } from '../use-color.ts';

/** Prints warnings on stderr, unless `--quiet`. */
export function printWarnings({ host, options }: CommandRun): (warnings: WarningsView) => void {
  return ({ diagnostics, files }) => {
    const shown = diagnostics.filter(({ severity }) => severity === 'error' || options.quiet !== true);
    if (shown.length === 0) return;
    const color = useColor(host, host.stderr, options.color);
    host.stderr.write(renderDiagnostics(shown, { color, filesChecked: files }));
  };
}
