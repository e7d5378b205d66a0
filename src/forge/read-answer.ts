import type { Answer } from './forge-answer.ts';
import { ForgeFailure } from './forge-failure.ts';

/** The JSON object in a response. @throws ForgeFailure for anything else, such as a login page */
export function readObject(answer: Answer, forge: string): Readonly<Record<string, unknown>> {
  const value = parse(answer, forge);
  if (!isObject(value)) throw unexpected(forge);
  return value;
}

/** The JSON array of objects in a response. @throws ForgeFailure for anything else */
export function readList(answer: Answer, forge: string): readonly Readonly<Record<string, unknown>>[] {
  const value = parse(answer, forge);
  if (!Array.isArray(value) || !value.every(isObject)) throw unexpected(forge);
  return value;
}

/** A numeric id. @throws ForgeFailure for anything else */
export function readId(value: unknown, forge: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw unexpected(forge);
  return value;
}

/** The object in a member of an object; an empty object if there is none. */
export function member(value: unknown, name: string): Readonly<Record<string, unknown>> {
  const found = isObject(value) ? value[name] : undefined;
  return isObject(found) ? found : {};
}

/** A string, or undefined for anything else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The message of an error response, which is untrusted. GitHub has details in `errors`, GitLab any JSON in `message`. */
export function messageOf({ text }: Answer): string {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value)) return '';
    const details = Array.isArray(value['errors']) ? value['errors'] : [];
    const parts = [value['message'], value['error'], value['error_description'], ...details.map(detailOf)];
    return parts
      .flatMap((part) => (part === undefined ? [] : [typeof part === 'string' ? part : JSON.stringify(part)]))
      .join('; ')
      .slice(0, longestMessage);
  } catch {
    return '';
  }
}

const longestMessage = 300;

function detailOf(detail: unknown): unknown {
  return isObject(detail) ? detail['message'] : detail;
}

function parse({ text }: Answer, forge: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw unexpected(forge);
  }
}

function unexpected(forge: string): ForgeFailure {
  return new ForgeFailure({
    code: 'forge-answer',
    message: `${forge} sent a response that its API does not define`,
    hint: 'check that the API URL leads to the forge, and not to a login page or a proxy',
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
