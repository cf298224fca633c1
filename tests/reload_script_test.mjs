// Holds the preview's reload script (src/server/reload.js) against pages of every shape in a real browser: whatever a
// page was, it becomes exactly the page that is served now, and what did not change is not touched.
//
//   node tests/reload_script_test.mjs
//
// The server is played by the test: pages are routed, events are handed in. Needs npm's playwright-core and a Chromium
// (CHROMIUM, or /usr/bin/chromium); says so and passes where one of them is missing.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { browserPath, needPackage } from './built_site.mjs';

const patience = 60_000; // only ever reached by a failing test
const origin = 'http://preview.test';

const playwright = createRequire(import.meta.url)(needPackage('playwright-core'));
const chromium = browserPath();

const script = readFileSync(new URL('../src/server/reload.js', import.meta.url), 'utf8');
const empty = '{"build":"1","errors":[],"more":0}';

// What the routed site serves at the moment.
const served = { build: 1, status: 200, head: '', body: '', files: {} };
const html = () => `<!doctype html><html lang="en"><head><meta charset="utf-8">${served.head}</head><body>${served.body}` +
  `<script src="/-/byline/reload.js" data-build="${served.build}" data-page="/page/index.html" defer></script></body></html>`;

const route = (route_) => {
  const path = new URL(route_.request().url()).pathname;
  if (path === '/-/byline/reload.js') return route_.fulfill({ contentType: 'text/javascript', body: script });
  if (path === '/page/') return route_.fulfill({ status: served.status, contentType: 'text/html; charset=utf-8', body: html() });
  const file = served.files[path];
  return file ? route_.fulfill(file) : route_.fulfill({ status: 404, body: '' });
};

// An EventSource whose events come from the test.
const playServer = () => {
  window.EventSource = class extends EventTarget {
    constructor() { super(); window.events = this; }
    close() { window.events = null; }
  };
  window.tell = (name, data) => window.events.dispatchEvent(new MessageEvent(name, { data }));
  window.updates = 0;
  document.addEventListener('byline:update', () => { window.updates += 1; });
};

const open = async (context, { head = '', body }) => {
  Object.assign(served, { build: 1, status: 200, head, body });
  const page = await context.newPage();
  await page.addInitScript(playServer);
  await page.goto(`${origin}/page/`);
  await page.waitForFunction(() => window.events);
  await page.evaluate((data) => window.tell('hello', data), empty);
  return page;
};
const tellChange = (page, paths) => page.evaluate((data) => window.tell('change', data),
  JSON.stringify({ build: String(served.build), paths }));
const change = async (page, { head = served.head, body = served.body }) => {
  const before = await page.evaluate(() => window.updates);
  Object.assign(served, { head, body, build: served.build + 1 });
  await tellChange(page, ['/page/index.html']);
  await page.waitForFunction((count) => window.updates > count, before, { timeout: patience });
};
const bodyOf = (page) => page.evaluate(() => document.body.innerHTML);
const wantedBody = (page) => page.evaluate((text) => new DOMParser().parseFromString(text, 'text/html').body.innerHTML, html());

// A small generator with a seed, so that a failure can be seen again.
const randomFrom = (seed) => {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % bound;
  };
};
const words = ['one', '二', 'three', '四', 'a', 'b'];
const element = (random, depth) => {
  const kind = random(8);
  const id = random(5) === 0 ? ` id="i${random(4)}"` : '';
  if (depth === 0 || kind === 0) return words[random(words.length)];
  if (kind === 1) return `<!--${words[random(words.length)]}-->`;
  const name = ['p', 'div', 'span', 'ul', 'section', 'em'][kind - 2];
  const inner = name === 'p' || name === 'em' ? words[random(words.length)]
    : Array.from({ length: random(5) }, () => element(random, depth - 1)).join(random(2) ? '\n' : '');
  return `<${name}${id}${random(4) === 0 ? ` class="c${random(3)}"` : ''}>${inner}</${name}>`;
};
const pieces = (random) => Array.from({ length: random(8) + 1 }, () => element(random, 3));
// A page made from another as an edit makes it: parts go, come, move.
const edited = (random, list) => {
  const next = [...list];
  for (let count = random(3) + 1; count > 0; count -= 1) {
    const at = random(next.length + 1);
    const act = random(4);
    if (act === 0) next.splice(at, 0, element(random, 3));
    else if (act === 1) next.splice(at, 1);
    else if (act === 2) next[Math.min(at, next.length)] = element(random, 3);
    else next.push(...next.splice(at, 1));
  }
  return next;
};

const checks = {
  async 'any page becomes any other'(context) {
    const page = await open(context, { body: '<p>start</p>' });
    for (let seed = 1; seed <= 120; seed += 1) {
      const random = randomFrom(seed);
      let list = pieces(random);
      await change(page, { body: list.join('\n') });
      list = edited(random, list);
      await change(page, { body: list.join('\n') });
      assert.equal(await bodyOf(page), await wantedBody(page), `seed ${seed}`);
    }
  },

  async 'what did not change stays the same element'(context) {
    const items = Array.from({ length: 50 }, (unused, index) => `<p>Paragraph ${index}</p>`);
    const page = await open(context, { body: `<main>\n${items.join('\n')}\n</main>` });
    await page.evaluate(() => document.querySelectorAll('p').forEach((node) => { node.mark = node.textContent; }));
    const next = [...items];
    next[10] = '<p>Another wording</p>';
    next.splice(30, 1);
    next.splice(20, 0, '<h2>New</h2>', '<p>New paragraph</p>');
    await change(page, { body: `<main>\n${next.join('\n')}\n</main>` });
    assert.equal(await bodyOf(page), await wantedBody(page));
    const kept = await page.evaluate(() => [...document.querySelectorAll('p')].filter((node) => node.mark === node.textContent).length);
    assert.equal(kept, 48);
  },

  async 'typing, focus and what is open survive'(context) {
    const form = '<form><label>名 <input name="q"></label></form><details><summary>s</summary>x</details>';
    const page = await open(context, { body: `<p>old</p>${form}` });
    await page.fill('input', '写到一半');
    await page.evaluate(() => { document.querySelector('details').open = true; });
    await change(page, { body: `<p>new</p><p>more</p>${form}` });
    assert.deepEqual(await page.evaluate(() => [document.querySelector('input').value, document.activeElement.name,
      document.querySelector('details').open, document.querySelectorAll('p').length]), ['写到一半', 'q', true, 2]);
  },

  async 'a theme that a script chose stays'(context) {
    const page = await open(context, { body: '<p>old</p>' });
    await page.evaluate(() => {
      document.documentElement.dataset.theme = 'dark';
      document.body.classList.add('wide');
      document.head.append(Object.assign(document.createElement('style'), { textContent: 'p{color:rgb(9, 9, 9)}' }));
    });
    await change(page, { body: '<p>new</p>' });
    assert.deepEqual(await page.evaluate(() => [document.documentElement.dataset.theme, document.body.className,
      getComputedStyle(document.querySelector('p')).color]), ['dark', 'wide', 'rgb(9, 9, 9)']);
  },

  async 'the head follows, and a new style replaces the old when it is there'(context) {
    served.files['/a.1.css'] = { contentType: 'text/css', body: 'p{color:rgb(1, 0, 0)}' };
    served.files['/a.2.css'] = { contentType: 'text/css', body: 'p{color:rgb(2, 0, 0)}' };
    const head = (title, sheet) => `<title>${title}</title><meta name="description" content="${title}">` +
      `<link rel="stylesheet" href="${sheet}"><script type="application/ld+json">{"name":"${title}"}</script>`;
    const page = await open(context, { head: head('Old', '/a.1.css'), body: '<p>x</p>' });
    await page.evaluate(() => { window.mark = 'kept'; });
    await change(page, { head: head('新', '/a.2.css') });
    await page.waitForFunction(() => document.querySelectorAll('link').length === 1 &&
      getComputedStyle(document.querySelector('p')).color === 'rgb(2, 0, 0)', null, { timeout: patience });
    assert.deepEqual(await page.evaluate(() => [document.title, document.querySelector('meta[name=description]').content,
      document.querySelectorAll('meta[name=description]').length, document.querySelectorAll('title').length,
      document.querySelector('script[type="application/ld+json"]').textContent, window.mark]),
    ['新', '新', 1, 1, '{"name":"新"}', 'kept']);
  },

  async 'a style and a picture of the same address are asked for again'(context) {
    const picture = (width) => ({ contentType: 'image/svg+xml', body: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="5"/>` });
    served.files['/b.css'] = { contentType: 'text/css', body: 'p{color:rgb(1, 1, 1)}' };
    served.files['/%E5%9B%BE.svg'] = picture(11);
    const page = await open(context, { head: '<link rel="stylesheet" href="/b.css">', body: '<p>x</p><img alt="" src="/%E5%9B%BE.svg">' });
    served.files['/b.css'].body = 'p{color:rgb(2, 2, 2)}';
    served.files['/%E5%9B%BE.svg'] = picture(22);
    served.build += 1;
    await tellChange(page, ['/b.css', '/图.svg']);
    await page.waitForFunction(() => getComputedStyle(document.querySelector('p')).color === 'rgb(2, 2, 2)' &&
      document.querySelector('img').naturalWidth === 22 && document.querySelectorAll('link').length === 1, null, { timeout: patience });
    await change(page, { body: '<p>y</p><img alt="" src="/%E5%9B%BE.svg">' });
    assert.equal(await page.evaluate(() => document.querySelectorAll('link').length), 1);
  },

  async 'a changed program loads the page anew'(context) {
    const page = await open(context, { body: '<script>window.program = 1</script><p>x</p>' });
    await page.evaluate(() => { window.mark = 'kept'; });
    Object.assign(served, { build: 2, body: '<script>window.program = 2</script><p>x</p>' });
    await tellChange(page, ['/page/index.html']);
    await page.waitForFunction(() => window.program === 2 && window.mark === undefined, null, { timeout: patience });
  },

  async 'a server that has nothing yet changes nothing'(context) {
    const page = await open(context, { body: '<p>kept</p>' });
    Object.assign(served, { status: 503, body: '<p>not built yet</p>', build: 'other-0' });
    const asked = page.waitForResponse((response) => response.status() === 503);
    await page.evaluate(() => window.tell('hello', '{"build":"other-0","errors":[],"more":0}'));
    await asked;
    assert.match(await bodyOf(page), /kept/);
    Object.assign(served, { status: 200, body: '<p>built</p>', build: 'other-1' });
    await tellChange(page, ['/elsewhere/index.html']); // it is behind, so it asks although it is not named
    await page.waitForFunction(() => document.body.textContent.includes('built'), null, { timeout: patience });
  },

  async 'a page that is not named is not asked for'(context) {
    const page = await open(context, { body: '<p>x</p>' });
    let asked = 0;
    page.on('request', () => { asked += 1; });
    served.build += 1;
    await tellChange(page, ['/other/index.html']);
    await change(page, { body: '<p>y</p>' });
    assert.equal(asked, 1);
  },

  async 'errors are shown as text, with the place marked, and can be closed'(context) {
    const page = await open(context, { body: '<p>x</p>' });
    const errors = [{ severity: 'error', file: '<b>.md', line: 3, column: 4, message: '<img src=x>', remedy: 'write "a"',
      snippet: '标题: 坏', notes: [{ file: 'n.md', line: 1, column: 0, message: 'defined here' }] }];
    await page.evaluate((data) => window.tell('errors', data), JSON.stringify({ build: '1', errors, more: 2 }));
    const shown = await page.evaluate(() => {
      const root = document.querySelector('byline-errors').shadowRoot;
      return [root.textContent, root.querySelector('mark').textContent, root.querySelectorAll('img, b').length];
    });
    for (const part of ['<b>.md:3:4', '<img src=x>', 'write "a"', 'defined here n.md:1', 'and 2 more']) assert.ok(shown[0].includes(part), part);
    assert.deepEqual(shown.slice(1), [' ', 0]);
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.querySelector('byline-errors')), null);
    await page.evaluate((data) => window.tell('errors', data), JSON.stringify({ build: '1', errors, more: 0 }));
    await change(page, { body: '<p>good</p>' });
    assert.equal(await page.evaluate(() => document.querySelector('byline-errors')), null);
  },
};

const browser = await playwright.chromium.launch({
  executablePath: chromium, headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
let failures = 0;
try {
  for (const [name, check] of Object.entries(checks)) {
    const context = await browser.newContext();
    await context.route('**/*', route);
    const complaints = [];
    context.on('page', (page) => page.on('pageerror', (error) => complaints.push(String(error))));
    try {
      await check(context);
      assert.deepEqual(complaints, []);
      console.log(`ok: ${name}`);
    } catch (error) {
      failures += 1;
      console.log(`FAILED: ${name}\n${error.stack}`);
    }
    await context.close();
  }
} finally {
  await browser.close();
}
process.exit(failures === 0 ? 0 : 1);
