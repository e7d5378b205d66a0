import { count } from '../model/count.ts';
import type { CheckGroupView, CheckResult, CheckView, DoctorView } from '../model/doctor-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import { type Colors, colorsFor } from './colors.ts';

/** The checks of `doctor`, one line each, with what to do next under each that is not ok. */
export function renderDoctorPage({ groups }: DoctorView, options: { readonly color: boolean }): string {
  const colors = colorsFor(options);
  const checks = groups.flatMap((group) => group.checks);
  const width = Math.max(...checks.map(({ check }) => check.length));
  const pages = groups.map((group) =>
    [colors.bold(headingOf(group)), ...group.checks.flatMap((check) => linesOf(check, width, colors))].join(
      '\n',
    ),
  );
  return `${pages.join('\n')}\n${summaryOf(checks)}\n`;
}

function headingOf({ about, name }: CheckGroupView): string {
  return about === 'project' ? 'project' : toPrintableLine(name ?? about);
}

const widest = 'warning'.length;

function linesOf({ check, result, finding, next }: CheckView, width: number, colors: Colors): string[] {
  const label = paint(result, labels[result].padEnd(widest), colors);
  return [
    `  ${label}  ${check.padEnd(width)}  ${toPrintableLine(finding)}`,
    ...(next === null ? [] : [`${' '.repeat(widest + width + 6)}next: ${toPrintableLine(next)}`]),
  ];
}

const labels: Readonly<Record<CheckResult, string>> = {
  ok: 'ok',
  warning: 'warning',
  failed: 'failed',
  skipped: '-',
};

function paint(result: CheckResult, text: string, colors: Colors): string {
  switch (result) {
    case 'ok':
      return colors.green(text);
    case 'warning':
      return colors.yellow(text);
    case 'failed':
      return colors.red(text);
    case 'skipped':
      return colors.dim(text);
  }
}

function summaryOf(checks: readonly CheckView[]): string {
  const number = (result: CheckResult) => checks.filter((check) => check.result === result).length;
  const [warnings, failures, others] = [number('warning'), number('failed'), number('skipped')];
  return [
    `${count(number('ok'), 'check')} ok`,
    ...(warnings > 0 ? [count(warnings, 'warning')] : []),
    ...(failures > 0 ? [`${failures} failed`] : []),
    ...(others > 0 ? [`${others} not checked`] : []),
  ].join(', ');
}
