import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { recordStory } from './record-story.ts';
import { renderSvg } from './render-svg.ts';

// Records the picture of the README from the real program. Usage: npm run docs:recording

const file = path.resolve(import.meta.dirname, '../../docs/public/demo.svg');
const svg = renderSvg(await recordStory());
writeFileSync(file, svg);
process.stdout.write(`${path.relative(process.cwd(), file)}: ${Math.ceil(svg.length / 1024)} kB\n`);
