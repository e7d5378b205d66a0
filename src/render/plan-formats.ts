import { toJson } from '../model/print-json.ts';
import { diffFormat } from './diff-format.ts';
import { githubFormat } from './github-format.ts';
import { jsonPatchFormat } from './json-patch-format.ts';
import { markdownFormat } from './markdown-format.ts';
import type { PlanFormat } from './plan-format.ts';
import { textFormat } from './text-format.ts';

/** The plan view, as defined by `schemas/plan.schema.json`; with several clusters, an array of views. */
const jsonFormat: PlanFormat = {
  render: (views) => toJson(views.length === 1 ? views[0] : views),
};

/** Every plan format by its `--format` name. A new format is a new file and a line here. */
export const planFormats = {
  text: textFormat,
  diff: diffFormat,
  'json-patch': jsonPatchFormat,
  json: jsonFormat,
  markdown: markdownFormat,
  github: githubFormat,
} satisfies Record<string, PlanFormat>;

/** The name of a format of a plan. */
export type PlanFormatName = keyof typeof planFormats;
