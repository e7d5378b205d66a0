import { compare, connectSync, type Row } from '../row.ts';

const bare = { args: ['-e', '0'] };

/** What everybody pays at every call. */
export const startUpRows: readonly Row[] = [['--version'], ['--help'], ['plan', '--help']].map((args) => ({
  name: args.join(' '),
  bound: 'bare node -e 0',
  bar: 1.3,
  run: (effort) =>
    compare(
      { ours: { ...connectSync(args), expects: /./ }, bound: bare },
      { ...effort, runs: effort.runs * 3 },
    ),
}));
