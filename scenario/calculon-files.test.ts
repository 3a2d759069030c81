import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readDocument } from '#catalog';
import { issueText } from '#messages';
import { readCalculonModel, readCalculonSystem } from './calculon-files.ts';

const inputs = JSON.parse(readFileSync(fileURLToPath(new URL('../validation/reference/plans/inputs.json', import.meta.url)), 'utf8'));
const document = (value: unknown) => {
  const read = readDocument({ text: JSON.stringify(value, null, 1), file: 'system.json' });
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return read.value;
};

it("reads Calculon's own files as they are", () => {
  for (const model of Object.values(inputs.models)) expect(readCalculonModel(document(model))).toEqual({ ok: true, value: model });
  for (const system of Object.values(inputs.systems)) expect(readCalculonSystem(document(system))).toEqual({ ok: true, value: system });
});

it('names every fault with its line, in both languages', () => {
  const system = structuredClone(inputs.systems.a100_80g);
  system.matrix.float16.gflops_efficiency.reverse();
  system.mem1.MB_efficiency.pop();
  system.networks[0].efficiency = 1.5;
  delete system.networks[1].latency;
  const read = readCalculonSystem(document(system));
  if (read.ok) throw new Error('the faults were not found');
  expect(read.issues.map(({ code }) => code).sort()).toEqual([
    'calculon/steps-cover',
    'calculon/steps-fall',
    'document/missing-key',
    'document/too-big',
  ]);
  for (const issue of read.issues) {
    expect(issue.line).toBeGreaterThan(1);
    for (const lang of ['en', 'zh'] as const) expect(issueText(issue, lang).message).not.toContain('undefined');
  }
  expect(readCalculonModel(document({ hidden: 0 })).ok).toBe(false);
});
