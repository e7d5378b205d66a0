import { toJson } from '../model/print-json.ts';
import type { PlanFormat } from './plan-format.ts';

/** The plan view, as defined by `schemas/plan.schema.json`; with several clusters, an array of views. */
export const jsonFormat: PlanFormat = {
  render: (views) => toJson(views.length === 1 ? views[0] : views),
};
