import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What to serve, and from which port on. */
export interface ServedReport {
  /** The page at `/`. */
  readonly html: string;
  /** First port to try; 0 lets the system choose. */
  readonly port?: number;
}

/** A report being served. */
export interface ReportServer {
  readonly url: string;
  /** Stops serving. */
  readonly close: () => void;
  /** Settles when serving has ended, by `close` or by a signal. */
  readonly closed: Promise<void>;
}

const host = '127.0.0.1';
const defaultPort = 4173;
const portsToTry = 50;

/**
 * Serves a self-contained report to this machine only, until the process is told to end.
 *
 * @param report the page and the first port to try; the next free port is taken where it is in use
 * @throws when none of the ports can be had
 */
export async function serveReport(report: ServedReport): Promise<ReportServer> {
  const page = toPage(report.html);
  const server = createServer((request, response) => answer(page, request, response));
  const port = await listen(server, report.port ?? defaultPort);

  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  process.once('SIGINT', close);
  process.once('SIGTERM', close);
  const closed = new Promise<void>((resolve) => {
    server.once('close', () => {
      process.off('SIGINT', close);
      process.off('SIGTERM', close);
      resolve();
    });
  });
  return { url: `http://${host}:${port}/`, close, closed };
}

interface Page {
  readonly body: Buffer;
  readonly policy: string;
}

function toPage(html: string): Page {
  return { body: Buffer.from(html), policy: contentPolicy(html) };
}

/** Lets the page run exactly the scripts and styles that stand in it, and reach for nothing else. */
function contentPolicy(html: string): string {
  const hashes = (element: 'script' | 'style'): string => {
    const texts = html.matchAll(new RegExp(`<${element}\\b[^>]*>([\\s\\S]*?)</${element}\\s*>`, 'gi'));
    const sources = [...texts].map(([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
    return sources.length > 0 ? [...new Set(sources)].join(' ') : "'none'";
  };
  return [
    "default-src 'none'",
    `script-src ${hashes('script')}`,
    `style-src ${hashes('style')}`,
    'img-src data:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function answer(page: Page, request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cache-Control', 'no-store');

  const path = (request.url ?? '/').replace(/[?#].*$/, '');
  const refusal = refuse(request, path);
  if (refusal !== undefined) {
    response.writeHead(refusal, refusal === 405 ? { Allow: 'GET, HEAD' } : {});
    response.end();
    return;
  }
  response.setHeader('Content-Security-Policy', page.policy);
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Content-Length', page.body.byteLength);
  response.writeHead(200);
  response.end(request.method === 'HEAD' ? undefined : page.body);
}

/** The status that turns a request away, where one does. */
function refuse(request: IncomingMessage, path: string): number | undefined {
  // A name of someone else's that resolves to this machine must not let their page read this one.
  const name = request.headers.host?.replace(/:\d+$/, '');
  if (name !== host && name !== 'localhost') return 421;
  if (request.method !== 'GET' && request.method !== 'HEAD') return 405;
  // Browsers ask for an icon unasked; a 404 would stand as an error in their console.
  if (path === '/favicon.ico') return 204;
  return path === '/' ? undefined : 404;
}

async function listen(server: Server, first: number): Promise<number> {
  for (let port = first; ; port += 1) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          resolve();
        });
      });
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if ((code !== 'EADDRINUSE' && code !== 'EACCES') || port + 1 >= first + portsToTry) throw error;
      server.removeAllListeners('error');
    }
  }
}
