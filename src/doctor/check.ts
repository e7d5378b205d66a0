import type { CheckName, CheckView } from '../model/doctor-view.ts';

/** A check that found nothing wrong. */
export function ok(check: CheckName, finding: string): CheckView {
  return { check, url: null, result: 'ok', finding, next: null };
}

/** A finding that does not prevent the work; `next`: what to do about it. */
export function warning(check: CheckName, finding: string, next: string | undefined): CheckView {
  return { check, url: null, result: 'warning', finding, next: next ?? null };
}

/** A finding that prevents the work. */
export function failed(check: CheckName, finding: string, next: string | undefined): CheckView {
  return { check, url: null, result: 'failed', finding, next: next ?? null };
}

/** A check that does not apply here, or that an earlier finding prevents. */
export function skipped(check: CheckName, finding: string): CheckView {
  return { check, url: null, result: 'skipped', finding, next: null };
}
