import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDocumentFile } from './document-file.ts';
import { resolveInside } from './resolve-inside.ts';

let root: string;
let inside: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'documents-'));
  inside = join(root, 'inside');
  mkdirSync(join(inside, 'sub'), { recursive: true });
  writeFileSync(join(root, 'secret.yaml'), 'a: 1\n');
  writeFileSync(join(inside, 'good.yaml'), 'a: 1\n');
  symlinkSync(join(root, 'secret.yaml'), join(inside, 'link.yaml'));
  symlinkSync(root, join(inside, 'up'));
  symlinkSync(join(inside, 'good.yaml'), join(inside, 'sub', 'fair.yaml'));
  writeFileSync(join(inside, 'latin1.yaml'), Buffer.from([0x61, 0x3a, 0x20, 0xe9, 0x0a]));
  writeFileSync(join(inside, 'utf16.yaml'), Buffer.from('\uFEFFa: 1\n', 'utf16le'));
  writeFileSync(join(inside, 'bom.yaml'), '\uFEFFa: 1\r\n');
  writeFileSync(join(inside, 'large.yaml'), 'a: 1\n');
  truncateSync(join(inside, 'large.yaml'), 50_000_000);
});
afterAll(() => rmSync(root, { recursive: true }));

describe('resolveInside', () => {
  it.each([
    ['../secret.yaml', 'path/outside'],
    ['sub/../../secret.yaml', 'path/outside'],
    ['/etc/passwd', 'path/absolute'],
    ['C:\\windows', 'path/absolute'],
    ['', 'path/absolute'],
    ['link.yaml', 'path/outside'],
    ['up/secret.yaml', 'path/outside'],
    ['good.yaml\0.txt', 'path/not-a-path'],
    ['none.yaml', 'path/not-found'],
  ])('refuses %j', (path, code) => {
    expect(resolveInside(inside, path)).toMatchObject({ ok: false, issues: [{ code }] });
  });

  it('allows what stays inside, also through .. and links', () => {
    expect(resolveInside(inside, 'sub/../good.yaml').ok).toBe(true);
    expect(resolveInside(inside, 'sub/fair.yaml').ok).toBe(true);
    expect(resolveInside(inside, '.').ok).toBe(true);
  });
});

describe('readDocumentFile', () => {
  it.each([
    ['large.yaml', 'document/too-large'],
    ['latin1.yaml', 'document/not-utf8'],
    ['utf16.yaml', 'document/not-utf8'],
    ['sub', 'path/not-a-file'],
    ['none.yaml', 'path/not-found'],
    ['../secret.yaml', 'path/outside'],
  ])('refuses %s', (path, code) => {
    const started = performance.now();
    expect(readDocumentFile(path, { root: inside, name: path })).toMatchObject({ ok: false, issues: [{ code, file: path }] });
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('does not wait for a device', () => {
    expect(readDocumentFile('/dev/zero')).toMatchObject({ ok: false, issues: [{ code: 'path/not-a-file' }] });
  });

  it('reads a file with a byte order mark', () => {
    expect(readDocumentFile('bom.yaml', { root: inside })).toMatchObject({ ok: true, value: { value: { a: 1 } } });
  });
});
