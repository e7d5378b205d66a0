import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import type { RecordedOutput } from './record-output.ts';

/** What a public scanner finds in everything that the program wrote. */
export interface Scan {
  /** Different texts. */
  readonly outputs: number;
  readonly characters: number;
  /** The rule, where the text comes from, and the line. */
  readonly findings: readonly string[];
}

const rule = '@secretlint/secretlint-rule-preset-recommend';
const config = { rules: [{ id: rule, rule: creator, options: {}, rules: [] }] };

/** Searches the recorded outputs for secrets with the recommended rules of secretlint. */
export async function scanOutputs(folder: string): Promise<Scan> {
  const sources = new Map<string, string>();
  for (const file of readdirSync(folder)) {
    for (const line of readFileSync(path.join(folder, file), 'utf8').split('\n')) {
      if (line === '') continue;
      const { from, text } = JSON.parse(line) as RecordedOutput;
      if (!sources.has(text)) sources.set(text, from);
    }
  }
  const findings: string[] = [];
  let characters = 0;
  for (const [text, from] of sources) {
    characters += text.length;
    const source = { filePath: 'output.txt', content: text, contentType: 'text' } as const;
    const { messages } = await lintSource({ source, options: { config, noPhysicFilePath: true } });
    findings.push(...messages.map(({ ruleId, range }) => `${ruleId}: ${from}: ${lineAt(text, range[0])}`));
  }
  return { outputs: sources.size, characters, findings: [...new Set(findings)] };
}

function lineAt(text: string, index: number): string {
  const start = text.lastIndexOf('\n', index - 1) + 1;
  const end = text.indexOf('\n', index);
  const from = Math.max(start, index - 80);
  return text.slice(from, Math.min(end < 0 ? text.length : end, from + 240));
}
