import { type FileKind, type Replayed, type RowKind, rowKind } from '../area.ts';
import { packageMetrics, publishedPackage } from './published-package.ts';
import { type PublishedCheck, publishedWafer } from './published-wafer.ts';

/** `key=value;key=value`; a value may hold further signs of equality. */
const argsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split(';')
      .map((part) => part.trim())
      .filter((part) => part.includes('='))
      .map((part) => [part.slice(0, part.indexOf('=')).trim(), part.slice(part.indexOf('=') + 1).trim()]),
  );

const replay = (check: PublishedCheck): Replayed => {
  if (packageMetrics.has(check.metric)) {
    const prediction = publishedPackage(check);
    if ('missing' in prediction) return { predicted: { central: undefined }, because: prediction.missing };
    return { predicted: { central: prediction.value }, ...(prediction.because === undefined ? {} : { because: prediction.because }) };
  }
  return { predicted: { central: publishedWafer(check) } };
};

const rowsOf = (use: string, when: RowKind['when']): RowKind =>
  rowKind({
    name: `silicon/published/${use}`,
    when,
    inputs: { metric: 'text', node: 'text', tools: 'text', capacity_wpm: 'number', args: 'text', date: 'text' },
    defaults: { node: '', tools: '', capacity_wpm: 0, args: '', date: '' },
    answers: [{ column: 'central', tolerance: { kind: 'band', low: 'low', high: 'high' } }],
    replay: (row) =>
      replay({ metric: row.metric, node: row.node, tools: row.tools, capacity: row.capacity_wpm, args: argsOf(row.args), date: row.date }),
  });

const uses = ['calibration', 'prediction', 'formula'];

/** Published figures with the band in which a prediction must lie. */
export const published: FileKind = {
  name: 'silicon/published',
  recognise: ['case_id', 'metric', 'low', 'high', 'use'],
  selectors: ['use', 'scored'],
  skip: ({ scored }) => (scored === 'no' ? { code: 'printed-only' } : undefined),
  prints: 'quantity',
  given: undefined,
  rows: [...uses.map((use) => rowsOf(use, (row) => row['use'] === use)), rowsOf('other', () => true)],
};
