import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { validate } from '#validation';

const reference = fileURLToPath(new URL('../reference/inference.csv', import.meta.url));

it('lies within a factor of two of published throughputs in nine of ten rows, with nothing fitted to them', () => {
  const checked = validate('inference', reference);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  const { passed, failed, notScored } = checked.value.summary;
  expect(notScored).toBe(0);
  expect(passed + failed).toBe(157);
  expect(passed / (passed + failed)).toBeGreaterThan(0.9);
});
