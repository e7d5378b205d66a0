import { does, type Profile } from '../profile.ts';
import { type Answer, badMessage, jettyPage } from './answer.ts';

/** The parts of a request's target. */
export interface Target {
  /** The path cut at its slashes, each part decoded, without matrix parameters. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
}

/**
 * Parses a request's target as the worker's Jetty does, or returns its refusal (Connect REST contract 9, names in a
 * URL).
 */
export function parseTarget(profile: Profile, method: string, rawTarget: string): Target | Answer {
  const target = rawTarget.replace(/#.*$/s, '');
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1));
  const isJetty12 = does(profile, 'jetty12');
  if (/%(?![0-9a-fA-F]{2})|%00/.test(path)) return badMessage(profile, 400, 'Bad Request');
  if (path === '*') return jettyPage({ profile, method }, 400, isJetty12 ? 'Bad URI path' : 'Bad Request');
  const problem = isJetty12 ? jetty12Problem(path) : jetty9Problem(path);
  if (problem) return jettyPage({ profile, method }, 400, problem);
  const segments = path.split('/').slice(1);
  // A trailing slash works on every path.
  if (segments.length > 1 && segments.at(-1) === '' && segments.at(-2) !== '') segments.pop();
  return { segments: segments.map(decodeSegment), query };
}

function jetty9Problem(path: string): string | undefined {
  return /[{}]/.test(path) ? 'Bad Request' : undefined;
}

/** Each pattern that Jetty 12 refuses, with its reason; the first that fits counts. */
const jetty12Refusals: readonly (readonly [RegExp, string])[] = [
  [/%2f/i, 'Ambiguous URI path separator'],
  [/%25/, 'Ambiguous URI path encoding'],
  [/\/%2e(%2e)?(\/|;|$)/i, 'Ambiguous URI path segment'],
  [/%5c|%0[0-9a-f]|%1[0-9a-f]|%7f/i, 'Suspicious Path Character'],
  [/\\/, 'Suspicious Path Character, Illegal Path Character'],
  [/[{}|"<>^`[\]]/, 'Illegal Path Character'],
  [/\/(?=\/)/, 'Ambiguous URI empty segment'],
];

function jetty12Problem(path: string): string | undefined {
  return jetty12Refusals.find(([pattern]) => pattern.test(path))?.[1] ?? badUtf8(path);
}

function badUtf8(path: string): string | undefined {
  try {
    decodeURIComponent(path);
    return undefined;
  } catch {
    return 'Bad UTF-8 encoding';
  }
}

function decodeSegment(segment: string): string {
  const withoutParameters = segment.split(';', 1)[0] ?? '';
  try {
    return decodeURIComponent(withoutParameters);
  } catch {
    // Jetty 9 accepts bytes that are not UTF-8, and shows a replacement character.
    return Buffer.from(withoutParameters.replace(/%([0-9a-f]{2})/gi, byteOf), 'latin1').toString('utf8');
  }
}

function byteOf(_match: string, digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 16));
}
