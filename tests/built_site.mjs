// For tests in a browser: builds a site into a folder of its own, serves it as a good web server would (types, caching,
// compression, a page for what is missing), and finds a browser.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createServer as createSocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const types = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json', '.xml': 'application/xml', '.opml': 'text/x-opml', '.svg': 'image/svg+xml',
  '.png': 'image/png', '.jpg': 'image/jpeg', '.webp': 'image/webp', '.txt': 'text/plain; charset=utf-8',
};
const compressible = /^text\/|json|xml|javascript/;

export const skip = (reason) => {
  console.log(`skipped: ${reason}`);
  process.exit(0);
};

// What npm installed; says so and ends the test where it did not.
export const needPackage = (name) => {
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch {
    return skip(`npm has not installed ${name}; ./dev test does`);
  }
};

export const browserPath = () => {
  const path = process.env.CHROMIUM || '/usr/bin/chromium';
  return existsSync(path) ? path : skip(`there is no ${path}`);
};

// Without what a browser does of itself: it shall ask for the pages under test and nothing else.
export const browserFlags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--hide-scrollbars',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-default-apps'];

// The policy that a server may send with every page: one that needs more than this is at fault.
const policy = "default-src 'self'; style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'";

// Copies the site, has `change(folder)` edit the copy, and builds it for the address where it is going to be served.
export const buildSite = ({ program, source, baseUrl, change = () => {} }) => {
  const folder = mkdtempSync(join(tmpdir(), 'byline-site-'));
  cpSync(source, folder, { recursive: true, filter: (path) => !/\/(public|\.byline)$/.test(path) });
  const configuration = join(folder, 'byline.toml');
  writeFileSync(configuration, readFileSync(configuration, 'utf8').replace(/^base_url = .*$/m, `base_url = "${baseUrl}"`));
  change(folder);
  const built = spawnSync(resolve(program), ['build'], { cwd: folder, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`byline build ended with ${built.status}:\n${built.stderr}`);
  return { folder, output: join(folder, 'public'), remove: () => rmSync(folder, { recursive: true, force: true }) };
};

// Nobody listens there now.
export const freePort = () => new Promise((found) => {
  const probe = createSocketServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => found(port));
  });
});

// Every page below `output`, as its path in the address; redirects left out.
export const pagePaths = (output) => readdirSync(output, { recursive: true })
  .filter((name) => name.endsWith('.html'))
  .filter((name) => !/http-equiv="?refresh/i.test(readFileSync(join(output, name), 'utf8').slice(0, 2000)))
  .map((name) => `/${name.replace(/(^|\/)index\.html$/, '$1')}`)
  .sort();

// The smaller of the two ways in which the client can read it.
const encoded = (body, accepted, cache, key) => {
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : '';
  if (!encoding) return { body, encoding };
  const slot = `${encoding} ${key}`;
  if (!cache.has(slot)) {
    cache.set(slot, encoding === 'br'
      ? brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }) : gzipSync(body));
  }
  return { body: cache.get(slot), encoding };
};

// `getOutput()` names the folder, so that a site can be built after its address is known.
export const serveSite = (getOutput, port = 0) => new Promise((listening) => {
  const cache = new Map();
  const server = createServer((request, reply) => {
    const output = getOutput();
    let path;
    try {
      path = join(output, decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    } catch {
      path = output;
    }
    if (path.startsWith(output) && existsSync(path) && statSync(path).isDirectory()) path = join(path, 'index.html');
    const found = path.startsWith(`${output}/`) && existsSync(path);
    if (!found) path = join(output, '404.html');
    const type = types[extname(path)] ?? 'application/octet-stream';
    const headers = {
      'Content-Type': type, 'X-Content-Type-Options': 'nosniff', 'Content-Security-Policy': policy,
      // Files with a digest in their name never change.
      'Cache-Control': /\/assets\/.*\.[0-9a-f]{8}\./.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    };
    let body = existsSync(path) ? readFileSync(path) : Buffer.from('');
    if (compressible.test(type)) {
      const made = encoded(body, String(request.headers['accept-encoding'] ?? ''), cache, path);
      body = made.body;
      if (made.encoding) Object.assign(headers, { 'Content-Encoding': made.encoding, Vary: 'Accept-Encoding' });
    }
    reply.writeHead(found ? 200 : 404, { ...headers, 'Content-Length': body.length });
    reply.end(request.method === 'HEAD' ? undefined : body);
  });
  server.listen(port, '127.0.0.1', () => listening({ server, address: `http://127.0.0.1:${server.address().port}/` }));
});
