// For the tests of the studio: small sites that are served with comments, readers who write, and servers beside them.
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSite } from './built_site.mjs';

const servers = [];
const freePort = () => new Promise((found) => {
  const probe = createServer().listen(0, '127.0.0.1', () => { const at = probe.address().port; probe.close(() => found(at)); });
});
// A server for tests in Python: what it says first. It ends with its input.
export const helper = (name, ...words) => new Promise((found, failed) => {
  const child = spawn('/usr/bin/python3', ['-B', fileURLToPath(new URL(name, import.meta.url)), ...words], { stdio: ['pipe', 'pipe', 'inherit'] });
  servers.push({ kill: () => child.stdin.end() });
  let said = '';
  child.stdout.on('data', (bytes) => { said += bytes; if (said.includes('\n')) found(said.slice(0, said.indexOf('\n'))); });
  child.on('exit', () => failed(new Error(`${name} ended: ${said}`)));
});
const sites = [];
// A small site, served with comments; `link` is that of the first visit.
export const served = async (program, language, rules = '', environment = {}) => {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}/`;
  const source = mkdtempSync(join(tmpdir(), 'byline-source-'));
  const title = language === 'en' ? 'Lin Yan' : '林砚';
  writeFileSync(join(source, 'byline.toml'), `title = "${title}"\nbase_url = ""\nlanguage = "${language}"\nutc_offset = "+08:00"\n[author]\nname = "${title}"\n[comments]\nenabled = true\nleast_seconds = 0\nmost_a_minute = 100000\nmost_a_day = 100000\n${rules}`);
  mkdirSync(join(source, 'content/articles'), { recursive: true });
  for (const [slug, name] of [['dns', language === 'en' ? 'The names of things' : '名字与解析'], ['off-cpu', language === 'en' ? 'Where the time goes' : '时间去哪儿了']]) {
    writeFileSync(join(source, `content/articles/${slug}.md`), `---\ntitle: ${name}\ndate: 2026-01-02\n---\n\n${name}。\n`);
  }
  const site = buildSite({ program, source, baseUrl: address });
  rmSync(source, { recursive: true });
  sites.push(site);
  const child = spawn(resolve(program), ['serve', '--port', String(port)], { cwd: site.folder, env: { ...process.env, ...environment } });
  servers.push(child);
  const link = await new Promise((found, failed) => {
    let said = '';
    child.stdout.on('data', (bytes) => { said += bytes; const at = said.match(/http\S+\/studio\/begin\/\S+/); if (at) found(at[0]); });
    child.on('exit', () => failed(new Error(`byline serve ended: ${said}`)));
  });
  return { address, link, child, folder: site.folder, studio: `${address}studio/` };
};

export const post = async (request, address, comment) => {
  const page = `/${comment.page ?? 'articles/dns/'}`;
  const headers = { Origin: address.slice(0, -1) };
  const field = (html, name) => html.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? '';
  const form = { page, parent: '', name: 'Ada', email: '', website: '', body: 'x', subject: '', ...comment.fields };
  const preview = await (await request.post(`${address}conversation/preview`, { form, headers })).text();
  const sent = await request.post(`${address}conversation/send`, { form: { ...form, age: field(preview, 'age'), form_token: field(preview, 'form_token') }, headers, maxRedirects: 0 });
  if (sent.status() !== 303) throw new Error(`${form.name}: a comment was answered ${sent.status()}`);
};

export const codeOf = (key, moment) => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...key.replaceAll(' ', '')].map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from(bits.match(/.{8}/g).map((each) => parseInt(each, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(moment / 30_000)));
  const sum = createHmac('sha1', secret).update(counter).digest();
  return String((sum.readUInt32BE(sum[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
};

// Of everything that was started.
export const endAll = () => {
  for (const server of servers) server.kill();
  for (const site of sites) site.remove();
};
