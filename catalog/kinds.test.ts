import { describe, expect, it } from 'vitest';
import { kinds, type Term, type Words } from './kinds.ts';

const terms = (kind: string): readonly (readonly [key: string, term: Term])[] => {
  const { attributes, facts } = kinds[kind]!;
  return [...Object.entries(attributes), ...Object.entries(facts)];
};
const texts: readonly Words[] = Object.values(kinds).flatMap(({ label, meaning, attributes, facts }) => [
  label,
  meaning,
  ...[...Object.values(attributes), ...Object.values(facts)].flatMap((term) =>
    term.meaning === undefined ? [term.label] : [term.label, term.meaning],
  ),
]);

describe('kinds', () => {
  it.each(Object.keys(kinds))('%s: labels are short and tell its fields apart, in both languages', (kind) => {
    for (const lang of ['en', 'zh'] as const) {
      const labels = terms(kind).map(([, { label }]) => label[lang]);
      expect(labels.filter((label) => label.length > 28)).toEqual([]);
      expect(labels.filter((label, i) => labels.indexOf(label) !== i)).toEqual([]);
    }
  });

  it('are in Chinese, but for names that are the same there', () => {
    const latin = texts.filter(({ zh }) => !/[\u4e00-\u9fff]/.test(zh)).map(({ zh }) => zh);
    expect([...new Set(latin)]).toEqual(['PUE']);
  });

  it('use full-width marks in Chinese and none in English', () => {
    expect(texts.filter(({ zh }) => /[\u4e00-\u9fff][,;:()]|[,;:()][\u4e00-\u9fff]/.test(zh))).toEqual([]);
    expect(texts.filter(({ en }) => /[\u3000-\u9fff\uff00-\uffef]/.test(en))).toEqual([]);
  });
});
