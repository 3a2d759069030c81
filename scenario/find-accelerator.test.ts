import { describe, expect, it } from 'vitest';
import { openCatalog } from '#catalog';
import { findAccelerator } from './find-accelerator.ts';

const opened = openCatalog({});
if (!opened.ok) throw new Error('the catalogue does not open');
const catalog = opened.value;

describe('an accelerator named in a table', () => {
  it.each([
    ['MI250X', 'mi250x', false],
    ['MI250', 'mi250x', true],
    ['MI350X', 'mi355x', true],
    ['C500', 'metax-c500', true],
    ['A100', 'a100-sxm-80gb', false],
    ['NVIDIA H100-80GB-HBM3', 'h100-sxm', false],
    ['v5p-128', 'tpu-v5p', false],
  ])('%s is %s, under another name: %s', (name, id, byAlias) => {
    const found = findAccelerator(catalog, name);
    expect(found?.thing.id).toBe(`accelerator/${id}`);
    expect(found?.byAlias).toBe(byAlias);
  });

  it('is none where the catalogue lacks it, rather than one with a number that begins alike', () => {
    expect(findAccelerator(catalog, 'V100')?.thing.id).not.toBe('accelerator/tpu-v1');
  });
});
