import { describe, expect, it } from 'vitest';
import {
  type Followed,
  followHealth,
  hasEnded,
  startFollowing,
  untilStable,
} from '../../src/apply/follow-health.ts';
import { assessHealth } from '../../src/model/assess-health.ts';
import { type LiveParts, live } from '../support/connectors.ts';

const running: LiveParts = {};
const failed: LiveParts = { tasks: ['FAILED'], taskTrace: 'it broke' };
const moving: LiveParts = { state: 'UNASSIGNED', tasks: ['UNASSIGNED'] };
const idle: LiveParts = { tasks: [] };
const none: LiveParts = { state: null, tasks: [] };

/** Follows readings, one each second from the write on; `before` is the status right before it. */
function follow(readings: readonly LiveParts[], before: LiveParts = running): Followed {
  const baseline = { before: live('orders', before).status, writtenAt: 0 };
  return readings.reduce<Followed>((followed, parts, second) => {
    const { status, taskIds } = live('orders', parts);
    const health = assessHealth({ status, taskIds }, { state: 'running' });
    return followHealth(followed, { health, status, at: second * 1_000 }, baseline);
  }, startFollowing(0));
}

describe('FAILED', () => {
  it('once may pass, twice in a row is the end', () => {
    expect(hasEnded(follow([failed]))).toBe(false);
    expect(hasEnded(follow([failed, running, failed]))).toBe(false);
    expect(hasEnded(follow([failed, failed]))).toBe(true);
    expect(follow([failed, failed, running]).health.kind).toBe('failed');
  });

  it('as before the write is old for ten seconds', () => {
    const asBefore = (seconds: number) => Array<LiveParts>(seconds + 1).fill(failed);
    expect(follow(asBefore(9), failed).health).toEqual({
      kind: 'progressing',
      reason: '1 of 1 task FAILED, as before',
    });
    expect(hasEnded(follow(asBefore(9), failed))).toBe(false);
    expect(hasEnded(follow(asBefore(11), failed))).toBe(true);
  });

  it('with another trace, or after it showed something else, is new', () => {
    const otherwise = { ...failed, taskTrace: 'it broke in another way' };
    expect(hasEnded(follow([otherwise, otherwise], failed))).toBe(true);
    expect(hasEnded(follow([moving, failed, failed], failed))).toBe(true);
  });

  it('is not taken for new because a status was missing in between', () => {
    expect(hasEnded(follow([none, failed, failed], failed))).toBe(false);
  });
});

describe('stable', () => {
  it('is what has been in its desired state for long enough, all together', () => {
    const early = follow([running, running, running]);
    const late = follow([moving, moving, running]);
    expect(untilStable([early], 4_000, 5_000)).toBe(1_000);
    expect(untilStable([early, late], 4_000, 5_000)).toBe(3_000);
    expect(untilStable([early, late], 7_000, 5_000)).toBe(0);
  });

  it('starts again when it left its desired state in between', () => {
    expect(untilStable([follow([running, moving, running])], 4_000, 5_000)).toBe(3_000);
  });

  it('is not what is still moving', () => {
    expect(untilStable([follow([running, moving])], 90_000, 5_000)).toBe(Number.POSITIVE_INFINITY);
  });

  it('does not wait for what has FAILED', () => {
    expect(untilStable([follow([failed, failed])], 0, 5_000)).toBe(0);
  });

  it('takes ten seconds at least without any task, and begins anew when there is one', () => {
    expect(untilStable([follow([idle])], 1_000, 2_000)).toBe(9_000);
    expect(untilStable([follow([idle])], 1_000, 60_000)).toBe(59_000);
    expect(untilStable([follow([idle, idle, running])], 2_500, 2_000)).toBe(1_500);
  });
});
