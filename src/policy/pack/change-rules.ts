import { connectorWith, fails, passes } from './examples.ts';
import type { ReadyMadePolicy } from './ready-made-policy.ts';

const live = connectorWith({ 'connector.class': 'FileStreamSource', topic: 'orders' });

/** Ready-made policies about changes and plans. */
export const changeRules: readonly ReadyMadePolicy[] = [
  {
    name: 'deletion-window',
    description: 'Deletions happen while people are at work who can repair them, so not on a Friday evening.',
    match: { change: ['delete'] },
    assert:
      'string(now.getDayOfWeek(params.zone)) in params.days && now.getHours(params.zone) >= params.from && now.getHours(params.zone) < params.until',
    message:
      'it is deleted outside of the hours from {{ params.from }} to {{ params.until }} ({{ params.zone }})',
    parameters: {
      days: { default: ['1', '2', '3', '4'], description: 'days of the week; 0 is Sunday' },
      from: { default: 8, description: 'the first hour' },
      until: { default: 16, description: 'the hour at which it ends' },
      zone: { default: 'UTC', description: 'a time zone, such as Europe/Berlin' },
    },
    examples: [
      passes({ live, change: { kind: 'delete' }, now: '2026-11-26T09:00:00Z' }),
      fails({ live, change: { kind: 'delete' }, now: '2026-11-27T09:00:00Z' }),
      fails({ live, change: { kind: 'delete' }, now: '2026-11-26T18:00:00Z' }),
    ],
  },
  {
    name: 'max-changes',
    description: 'A plan with very many changes is usually a mistake in a default or a variable.',
    match: {},
    assert: 'plan.total <= params.max',
    message: '{{ plan.total }} connectors change, and at most {{ params.max }} are allowed at once',
    parameters: { max: { default: 50, description: 'the most connectors that change in one run' } },
    examples: [passes({ plan: { total: 50 } }), fails({ plan: { total: 51 } })],
  },
  {
    name: 'max-deletes',
    description: 'Many deletions at once are usually a folder that is missing.',
    match: {},
    assert: 'plan.deletes <= params.max',
    message:
      "{{ plan.deletes }} connectors are deleted ({{ plan.deleted.join(', ') }}), and at most {{ params.max }} are allowed at once",
    parameters: { max: { default: 3, description: 'the most connectors that are deleted in one run' } },
    examples: [
      passes({ plan: { deletes: 3 } }),
      fails({ plan: { deletes: 4, deleted: ['a', 'b', 'c', 'd'] } }),
    ],
  },
  {
    name: 'offset-loss-approved',
    description:
      'Without its offsets a connector starts from the beginning or skips records; somebody must agree.',
    match: { change: ['create', 'update', 'delete', 'set-state', 'restart'] },
    assert: "!change.losesOffsets || connector.labels.get(params.label, '') != ''",
    message:
      'its stored offsets no longer apply after this change; add  x-{{ params.label }}: NAME  beside  name:  once somebody has agreed',
    parameters: { label: { default: 'approved-by', description: 'the label, without x-' } },
    examples: [
      passes({ live, change: { kind: 'update', losesOffsets: false } }),
      passes({
        live,
        connector: connectorWith({}, { labels: { 'approved-by': 'ada' } }),
        change: { kind: 'update', losesOffsets: true },
      }),
      fails({ live, change: { kind: 'update', losesOffsets: true } }),
    ],
  },
  {
    name: 'deletion-approved',
    description: 'Who deletes a connector must say who agreed; a deletion by --prune has no place for that.',
    match: { change: ['delete'] },
    assert: "connector.labels.get(params.label, '') != ''",
    message:
      'its deletion needs an approval: declare it with  state: absent  and  x-{{ params.label }}: NAME',
    parameters: { label: { default: 'approved-by', description: 'the label, without x-' } },
    examples: [
      passes({
        live,
        connector: connectorWith({}, { state: 'absent', labels: { 'approved-by': 'ada' } }),
        change: { kind: 'delete' },
      }),
      fails({ live, change: { kind: 'delete' } }),
    ],
  },
  {
    name: 'healthy-before-change',
    description: 'Two causes at once are hard to tell apart: repair a FAILED connector before you change it.',
    match: { change: ['update'] },
    severity: 'warn',
    assert: "live == null || live.health != 'failed'",
    message: 'it is FAILED before the change',
    parameters: {},
    examples: [
      passes({ live, change: { kind: 'update' } }),
      fails({ live: { ...live, health: 'failed' }, change: { kind: 'update' } }),
    ],
  },
];
