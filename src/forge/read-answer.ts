import type { Answer } from './classify-answer.ts';
import { ForgeFailure } from './forge-failure.ts';

/** The object in an answer. @throws ForgeFailure where it holds something else, such as a login page */
export function readObject(answer: Answer, forge: string): Readonly<Record<string, unknown>> {
  const value = parse(answer, forge);
  if (!isObject(value)) throw strange(forge);
  return value;
}

/** The objects of a list in an answer. @throws ForgeFailure where it holds something else */
export function readList(answer: Answer, forge: string): readonly Readonly<Record<string, unknown>>[] {
  const value = parse(answer, forge);
  if (!Array.isArray(value) || !value.every(isObject)) throw strange(forge);
  return value;
}

/** The number of something that a forge stores. @throws ForgeFailure where it is none */
export function readId(value: unknown, forge: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw strange(forge);
  return value;
}

/** What a member of an object holds, where that is an object; else an empty one. */
export function member(value: unknown, name: string): Readonly<Record<string, unknown>> {
  const found = isObject(value) ? value[name] : undefined;
  return isObject(found) ? found : {};
}

/** A text, or undefined for anything else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** What a forge says in words in an error; untrusted. GitHub puts details into `errors`, GitLab anything into `message`. */
export function wordsOf({ text }: Answer): string {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value)) return '';
    const details = Array.isArray(value['errors']) ? value['errors'] : [];
    const parts = [value['message'], value['error'], value['error_description'], ...details.map(detailOf)];
    return parts
      .flatMap((part) => (part === undefined ? [] : [typeof part === 'string' ? part : JSON.stringify(part)]))
      .join('; ')
      .slice(0, longestWords);
  } catch {
    return '';
  }
}

const longestWords = 300;

function detailOf(detail: unknown): unknown {
  return isObject(detail) ? detail['message'] : detail;
}

function parse({ text }: Answer, forge: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw strange(forge);
  }
}

function strange(forge: string): ForgeFailure {
  return new ForgeFailure({
    code: 'forge-answer',
    message: `${forge} answers what its API never does`,
    hint: 'does the URL of the API lead to it, and not to a login page or a proxy?',
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
