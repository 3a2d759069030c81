import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { root } from './support/root.ts';

const budget = 30_000;

test(`chokepoint/model fits in ${budget / 1000} kB gzipped and runs in a browser`, async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(root, 'model/index.ts')],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['chokepoint-source'],
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const bytes = gzipSync(outputFiles[0]!.contents, { level: 9 }).byteLength;
  const line = `chokepoint/model: ${(bytes / 1000).toFixed(1)} kB gzipped of ${budget / 1000} kB`;
  console.log(line);
  expect(bytes).toBeGreaterThan(1000);
  expect(bytes).toBeLessThanOrEqual(budget);
  // Built-ins of Node would have stopped the bundle; packages must not have come along either.
  expect(Object.keys(metafile.inputs).filter((file) => !file.startsWith('model/'))).toEqual([]);
});
