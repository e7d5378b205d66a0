import { ConnectSyncError } from '../../model/error.ts';
import { allPages, type CodePage } from '../../model/explain-code.ts';
import { nearestName } from '../../model/nearest-name.ts';
import { toJson } from '../../model/print-json.ts';
import { renderCodeList, renderCodePage } from '../../render/code-page.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { type CommonOptions, outputOnly, withCommonOptions } from '../options/project-options.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

/** `explain`: the page of a diagnostic code, or the list of all codes. It reads no files and contacts no cluster. */
export const addExplainCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('explain')
      .argument('[code]', 'diagnostic code, such as duplicate-key (default: list all codes)')
      .description('explain a diagnostic: what it means, why it matters and how to fix it'),
    ['text', 'json'],
    outputOnly,
  )
    .addHelpText('after', '\nExample:\n  connect-sync explain plaintext-secret')
    .action(async (code: string | undefined, options: CommonOptions) =>
      finish(await runCommand(host, options, async () => runExplain(host, options, code))),
    );
};

function runExplain(host: Host, options: CommonOptions, code: string | undefined): ExitCode {
  const look = { color: useColor(host, host.stdout, options.color) };
  const shown = code === undefined ? allPages() : pageOf(code);
  if (options.format === 'json') host.stdout.write(toJson(shown));
  else host.stdout.write('code' in shown ? renderCodePage(shown, look) : renderCodeList(shown, look));
  return exitCodes.success;
}

/** Accepts a code as it is printed, such as `error[duplicate-key]:`. */
function pageOf(typed: string): CodePage {
  const code = /^(?:error|warning)\[(.*)\]:?$/.exec(typed)?.[1] ?? typed;
  const pages = allPages();
  const page = pages.find((one) => one.code === code);
  if (page) return page;
  const codes = pages.map((one) => one.code);
  const near = nearestName(code, codes) ?? codes.find((one) => one.includes(code));
  throw new ConnectSyncError({
    code: 'unknown-code',
    message: `unknown diagnostic code "${code}"`,
    hint: near === undefined ? 'to list all codes: connect-sync explain' : `did you mean ${near}?`,
    category: 'failure',
  });
}
