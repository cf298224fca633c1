// Drives `byline preview` with a real browser: an edit changes the open page in place, an error lies over the page and
// heals, a changed style is swapped, a page that was missing appears, a restarted server is found again.
//
//   node tests/preview_browser_test.mjs PROGRAM
//
// PROGRAM is byline (or anything that takes `preview --port N DIR` and prints its address). Needs npm's playwright-core
// and a Chromium (CHROMIUM, or /usr/bin/chromium); says so and passes where one of them is missing.
import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import assert from 'node:assert/strict';

import { browserPath, needPackage } from './built_site.mjs';

const program = process.argv[2];
const patience = 60_000; // only ever reached by a failing test

const playwright = createRequire(import.meta.url)(needPackage('playwright-core'));
const chromium = browserPath();
if (!program) throw new Error('name the program to test: node tests/preview_browser_test.mjs build/release/byline');

const site = mkdtempSync(join(tmpdir(), 'byline-preview-'));
const article = 'content/articles/dns.md';
const file = (path) => join(site, path);
const write = (path, text) => {
  mkdirSync(dirname(file(path)), { recursive: true });
  writeFileSync(file(path), text);
};
// As most editors save: written beside, then renamed over.
const save = (path, text) => {
  write(`${path}.new`, text);
  renameSync(file(`${path}.new`), file(path));
};

const sections = (change) => Array.from({ length: 120 }, (unused, index) =>
  index === 100 ? change : `Paragraph ${index} 段落 of a long page.`).join('\n\n');
const text = (title, change) => `---\ntitle: ${title}\ndate: 2024-05-01\n---\n${sections(change)}\n\n` +
  '<details id="more">\n<summary>More</summary>\nhidden\n</details>\n';

const makeSite = () => {
  write('byline.toml', 'title = "Preview"\nbase_url = "https://example.org/"\nlanguage = "en"\n');
  write('static/tint.css', 'body { outline-color: rgb(1, 2, 3) }\n');
  write(article, text('Names', 'The first wording.'));
};

// The preview's process, once it has printed where it is.
const startPreview = (port) => new Promise((found, failed) => {
  const child = spawn(resolve(program), ['preview', '--port', String(port), site], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  const read = (bytes) => {
    printed += bytes;
    const address = printed.match(/http:\/\/[^\s\x1b]+\//);
    if (address) found({ child, address: address[0] });
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  child.on('exit', () => failed(new Error(`the preview ended: ${printed}`)));
});
const stopPreview = ({ child }) => new Promise((stopped) => {
  child.removeAllListeners('exit');
  child.on('exit', stopped);
  child.kill('SIGINT');
});

const shows = (page, wanted) => page.waitForFunction((words) => document.body.innerText.includes(words), wanted,
  { timeout: patience });
const overlayText = (page) => page.evaluate(() => document.querySelector('byline-errors')?.shadowRoot.textContent ?? '');

// A page that was loaded anew has lost its mark; one that changed in place keeps it, its scroll and what is open.
const mark = (page) => page.evaluate(() => {
  window.markOfThisPage = 'kept';
  document.querySelector('#more').open = true;
  document.querySelectorAll('main p, p')[60].scrollIntoView({ behavior: 'instant' });
  return window.scrollY;
});
const assertInPlace = async (page, scroll) => {
  const state = await page.evaluate(() => ({
    mark: window.markOfThisPage, scroll: window.scrollY, open: document.querySelector('#more').open,
  }));
  assert.deepEqual(state, { mark: 'kept', scroll, open: true });
};

const checks = {
  async 'an edit changes the page in place'({ page }) {
    const scroll = await mark(page);
    assert.ok(scroll > 500, `scrolled to ${scroll}`);
    save(article, text('Names', 'The second wording, 第二稿.'));
    await shows(page, 'The second wording, 第二稿.');
    assert.ok(!(await page.evaluate(() => document.body.innerText)).includes('The first wording.'));
    await assertInPlace(page, scroll);
  },

  async 'a new paragraph above leaves what is open and the title changes'({ page }) {
    write(article, text('Names and 域名', 'The third wording.').replace('Paragraph 3 ', 'One more.\n\nParagraph 3 '));
    await shows(page, 'One more.');
    await page.waitForFunction(() => document.title.includes('域名'), null, { timeout: patience });
    const state = await page.evaluate(() => ({
      mark: window.markOfThisPage, open: document.querySelector('#more').open,
      paragraphs: [...document.querySelectorAll('p')].filter((node) => /^Paragraph \d+ /.test(node.textContent)).length,
    }));
    assert.deepEqual(state, { mark: 'kept', open: true, paragraphs: 119 });
  },

  async 'an error lies over the page, escaped, and heals'({ page }) {
    const scroll = await mark(page);
    save(article, text('[a, "<img src=x onerror=document.title=1>"]', 'The broken wording.'));
    await page.waitForFunction(() => document.querySelector('byline-errors'), null, { timeout: patience });
    const shown = await overlayText(page);
    assert.match(shown, /dns\.md:2(:\d+)?/);
    assert.ok(shown.includes('title'), shown);
    assert.equal(await page.evaluate(() => document.querySelector('byline-errors').shadowRoot.querySelector('img')), null);
    assert.ok((await page.evaluate(() => document.body.innerText)).includes('The third wording.'));
    await assertInPlace(page, scroll);
    const later = await page.context().newPage(); // who comes while it is broken is told too
    await later.goto(page.url());
    await later.waitForFunction(() => document.querySelector('byline-errors'), null, { timeout: patience });
    await later.close();
    save(article, text('Names', 'The healed wording.'));
    await shows(page, 'The healed wording.');
    await page.waitForFunction(() => !document.querySelector('byline-errors'), null, { timeout: patience });
    assert.equal(await page.evaluate(() => window.markOfThisPage), 'kept');
  },

  async 'a changed style is swapped without loading the page'({ page, address }) {
    await page.evaluate((href) => new Promise((loaded) => {
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = href;
      link.onload = loaded;
      document.head.append(link);
    }), new URL('tint.css', address).pathname);
    const scroll = await mark(page);
    save('static/tint.css', 'body { outline-color: rgb(4, 5, 6) }\n');
    await page.waitForFunction(() => getComputedStyle(document.body).outlineColor === 'rgb(4, 5, 6)', null,
      { timeout: patience });
    await assertInPlace(page, scroll);
  },

  async 'a page that was missing appears'({ page, address }) {
    const missing = await page.context().newPage();
    const reply = await missing.goto(new URL('articles/later/', address).href);
    assert.equal(reply.status(), 404);
    write('content/articles/later.md', '---\ntitle: Later\ndate: 2024-05-02\n---\nIt is here 在这里。\n');
    await shows(missing, 'It is here 在这里。');
    await missing.close();
  },

  async 'a draft is shown'({ page, address }) {
    write('content/articles/sketch.md', '---\ntitle: Sketch\ndraft: true\n---\nNot for everyone yet.\n');
    const draft = await page.context().newPage();
    await draft.goto(new URL('articles/sketch/', address).href);
    await shows(draft, 'Not for everyone yet.');
    await draft.close();
  },

  async 'a server that was started again is found'({ page, running }) {
    await page.evaluate(() => { window.markOfThisPage = 'kept'; });
    await stopPreview(running.preview);
    save(article, text('Names', 'Written while nobody listened.'));
    running.preview = await startPreview(new URL(page.url()).port);
    await shows(page, 'Written while nobody listened.');
    assert.equal(await page.evaluate(() => window.markOfThisPage), 'kept');
  },
};

const running = {};
let browser;
let failures = 0;
try {
  makeSite();
  running.preview = await startPreview(0);
  const { address } = running.preview;
  browser = await playwright.chromium.launch({
    executablePath: chromium, headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(new URL('articles/dns/', address).href);
  await shows(page, 'The first wording.');
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check({ page, address, running });
      console.log(`ok: ${name}`);
    } catch (error) {
      failures += 1;
      console.log(`FAILED: ${name}\n${error.stack}\n${readFileSync(file(article), 'utf8').slice(0, 80)}`);
    }
  }
  assert.deepEqual(complaints, []);
} finally {
  await browser?.close();
  if (running.preview) await stopPreview(running.preview);
  rmSync(site, { recursive: true, force: true });
}
process.exit(failures === 0 ? 0 : 1);
