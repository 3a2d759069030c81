import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

/** A scenario without fault, to be spoiled or extended; its last line begins a mapping of levers. */
export const sound = `title: { en: A run, zh: 一次训练 }
story: { en: What is asked, zh: 问题 }
actor: CN
date: 2024-09
model: model/deepseek-v3
accelerator: accelerator/h800-sxm
levers:
`;

const root = mkdtempSync(join(tmpdir(), 'scenario-'));
afterAll(() => rmSync(root, { recursive: true }));

/** Writes files into a folder of their own. */
export const folderOf = (files: Readonly<Record<string, string | Uint8Array>>): string => {
  const folder = mkdtempSync(join(root, 'f-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
};
