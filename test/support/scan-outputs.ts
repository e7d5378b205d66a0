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
  for (const batch of batchesOf(sources)) {
    const content = batch.map(([text]) => text).join(separator);
    const source = { filePath: 'output.txt', content, contentType: 'text' } as const;
    const { messages } = await lintSource({ source, options: { config, noPhysicFilePath: true } });
    for (const { ruleId, range } of messages)
      findings.push(`${ruleId}: ${fromAt(batch, range[0])}: ${lineAt(content, range[0])}`);
  }
  const characters = [...sources.keys()].reduce((sum, text) => sum + text.length, 0);
  return { outputs: sources.size, characters, findings: [...new Set(findings)] };
}

type Batch = readonly (readonly [text: string, from: string])[];

const separator = '\n\n';
const charactersOfBatch = 500_000;

/** The scanner looks through all its earlier marks for each text: with one scan for each output it takes minutes. */
function batchesOf(sources: ReadonlyMap<string, string>): readonly Batch[] {
  const batches: [string, string][][] = [];
  let room = 0;
  for (const source of sources) {
    if (room <= 0) {
      batches.push([]);
      room = charactersOfBatch;
    }
    batches.at(-1)?.push(source);
    room -= source[0].length;
  }
  return batches;
}

/** Where the text at an offset of a batch comes from. */
function fromAt(batch: Batch, offset: number): string {
  let end = 0;
  for (const [text, from] of batch) {
    end += text.length + separator.length;
    if (offset < end) return from;
  }
  return 'unknown';
}

function lineAt(text: string, index: number): string {
  const start = text.lastIndexOf('\n', index - 1) + 1;
  const end = text.indexOf('\n', index);
  const from = Math.max(start, index - 80);
  return text.slice(from, Math.min(end < 0 ? text.length : end, from + 240));
}
