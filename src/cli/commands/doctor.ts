import { checkSetup } from '../../doctor/check-setup.ts';
import { toJson } from '../../model/print-json.ts';
import { renderDoctorPage } from '../../render/doctor-page.ts';
import type { AddCommand } from '../command.ts';
import { combineExitCodes, type ExitCode, exitCodeOfError } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput, inspectPorts } from '../inspect-input.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

/** `doctor`: everything that plan and apply depend on. */
export const addDoctorCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('doctor')
      .description('check project, clusters, plugins, secrets and permissions, and say what to do next'),
    ['text', 'json'],
  )
    .addHelpText(
      'after',
      '\nChanges nothing. Without --cluster, checks every cluster of the project file.\n\n' +
        'Examples:\n  connect-sync doctor\n  connect-sync doctor --cluster http://localhost:8083',
    )
    .action(async (options: CommonOptions) =>
      finish(await runCommand(host, options, () => runDoctor(host, options))),
    );
};

async function runDoctor(host: Host, options: CommonOptions): Promise<ExitCode> {
  const run = { host, options };
  const { view, failures } = await checkSetup(inspectInput(run), inspectPorts(run));
  const color = useColor(host, host.stdout, options.color);
  host.stdout.write(options.format === 'json' ? toJson(view) : renderDoctorPage(view, { color }));
  return combineExitCodes(failures.map((category) => exitCodeOfError({ category })));
}
