import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { root } from '../test/support/root.ts';
import { type ReportServer, serveReport } from './serve.ts';

const html = '<!doctype html><style>p{color:red}</style><p>报告</p><script>console.log(1)</script>';
let server: ReportServer | undefined;

afterEach(async () => {
  server?.close();
  await server?.closed;
  server = undefined;
});

const ask = async (path: string, options: { method?: string; host?: string } = {}) => {
  const { port } = new URL(server!.url);
  const outgoing = request({
    host: '127.0.0.1',
    port,
    path,
    method: options.method ?? 'GET',
    headers: { host: options.host ?? `127.0.0.1:${port}` },
  });
  outgoing.end();
  const [response] = await once(outgoing, 'response');
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) body += chunk;
  return { status: response.statusCode as number, headers: response.headers as Record<string, string>, body };
};

test('serves the page to GET and HEAD', async () => {
  server = await serveReport({ html, port: 0 });
  expect(await ask('/?lang=zh')).toMatchObject({ status: 200, body: html });
  const head = await ask('/', { method: 'HEAD' });
  expect(head).toMatchObject({ status: 200, body: '' });
  expect(head.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(Number(head.headers['content-length'])).toBe(Buffer.byteLength(html));
});

test('its policy names the very scripts and styles of the page, and no place on the network', async () => {
  server = await serveReport({ html, port: 0 });
  const policy = (await ask('/')).headers['content-security-policy']!;
  // printf 'console.log(1)' | openssl dgst -sha256 -binary | base64
  expect(policy).toContain(`script-src 'sha256-CihokcEcBW4atb/CW/XWsvWwbTjqwQlE9nj9ii5ww5M='`);
  expect(policy).toMatch(/style-src 'sha256-[^']+'/);
  expect(policy).not.toMatch(/https?:|\*|unsafe/);
});

test.each([
  ['/nothing', {}, 404],
  ['/../package.json', {}, 404],
  ['/favicon.ico', {}, 204],
  ['/', { method: 'POST' }, 405],
  ['/', { host: 'evil.example' }, 421],
])('%s %o is answered with %i', async (path, options, status) => {
  server = await serveReport({ html, port: 0 });
  expect((await ask(path, options)).status).toBe(status);
});

test('takes the next free port when the first is in use', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  server = await serveReport({ html, port });
  expect(Number(new URL(server.url).port)).toBeGreaterThan(port);
  expect((await ask('/')).status).toBe(200);
  other.close();
});

test('ends on a signal, and says so', async () => {
  server = await serveReport({ html, port: 0 });
  process.emit('SIGTERM', 'SIGTERM');
  await server.closed;
  await expect(ask('/')).rejects.toThrow(/ECONNREFUSED/);
});

test.each([false, true])(
  '`--port` is enough to serve the report, and `--html` beside it writes it too: %s',
  async (written) => {
    const folder = mkdtempSync(join(tmpdir(), 'serve-'));
    const file = join(folder, 'out.html');
    const run = spawn(process.execPath, [
      join(root, 'dist/cli/main.js'),
      'run',
      'train-us',
      '--samples',
      '10',
      '--port',
      '0',
      '--lang',
      'en',
      ...(written ? ['--html', file] : []),
    ]);
    try {
      let out = '';
      for await (const text of run.stdout.setEncoding('utf8')) {
        out += text;
        if (/http:\/\/127\.0\.0\.1:\d+\/\S* /.test(out)) break;
      }
      const [url = ''] = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(out) ?? [];
      const served = await (await fetch(url)).text();
      expect(served).toMatch(/^<!doctype html>/i);
      if (written) expect(readFileSync(file, 'utf8')).toBe(served);
      else expect(existsSync(file)).toBe(false);
    } finally {
      run.kill('SIGTERM');
      if (run.exitCode === null && run.signalCode === null) await once(run, 'exit');
      rmSync(folder, { recursive: true });
    }
  },
  60_000,
);
