// Searches in a real browser, as a reader does: keys, results, filters, excerpts, Chinese, typing errors, failure; under a
// policy that allows no inline script or style, below a base path, and by the rules of axe-core.
//
//   node tests/search_browser_test.mjs INDEXER [SCREENSHOTS]
//
// INDEXER is byline_search_index. Needs npm's playwright-core and a Chromium (CHROMIUM, or /usr/bin/chromium); says so and
// passes where one of them is missing. axe-core is asked where it is installed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { browserPath, needPackage } from './built_site.mjs';

const [, , indexer, screenshots] = process.argv;
const patience = 60_000; // only ever reached by a failing test
const origin = 'http://search.test';
const require = createRequire(import.meta.url);

const playwright = require(needPackage('playwright-core'));
const executablePath = browserPath();
if (!indexer) throw new Error('name the program to test: node tests/search_browser_test.mjs build/release/byline_search_index');

const folder = mkdtempSync(join(tmpdir(), 'byline-search-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const pages = [
  ['/blog/dns/', 'How names are cached', 'en', 'article', '2024-05-01', 'dns', [['', '', 'Names have addresses.'], ['caching', 'Caching', 'A resolver caches the answer for a while.']]],
  ['/blog/zh/', '全文搜索引擎', 'zh', 'article', '2024-06-02', '数据库', [['', '', '倒排索引记下每个词在哪里。'], ['er-yuan', '二元切分', '把相邻的两个字当作一个词项，就能找到任何子串。']]],
  ['/blog/talk/', 'A talk on resolvers', 'en', 'talk', '2024-07-03', 'dns', [['', '', 'Why every resolver needs <b>patience</b> & "care".']]],
  ...Array.from({ length: 30 }, (unused, i) => [`/blog/note/${i}/`, `Note ${i}`, 'en', 'note', '2023-01-01', 'daily', [['', '', `Ordinary words of day ${i}.`]]]),
];
const makeIndex = () => {
  writeFileSync(join(folder, 'documents'), pages.map(([address, title, language, kind, date, tags, sections]) =>
    [[address, title, language, kind, date, '', tags].join('\x1f'), ...sections.map((section) => section.join('\x1f'))].join('\x1e') + '\x1c').join(''));
  execFileSync(indexer, ['build', join(folder, 'documents'), join(folder, 'index'), '2']);
};

const style = 'mark{background:#fe8}.search{width:40em;max-height:80vh}.search-result{display:block;color:#000}.search-result>span{display:block}'
  + '.search-result[aria-selected=true]{outline:2px solid #00c}[hidden]{display:none}.search-status a{color:#00c}';
const html = (language) => `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>Page</title><link rel="stylesheet" href="/blog/style.css">`
  + '<script type="module" src="/blog/search/search.js"></script></head><body><main><h1>Page</h1><p><input aria-label="other"></p>'
  + `<a id="open" href="/blog/archive/" data-search="/blog/search/" data-search-language="${language}" data-search-phrases='{"kind.note":"Jottings"}'>Search</a></main></body></html>`;
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

const served = { broken: false, asked: [] };
const route = (asked) => {
  const path = new URL(asked.request().url()).pathname;
  served.asked.push(path);
  if (served.broken) return asked.abort();
  if (path === '/blog/style.css') return asked.fulfill({ contentType: 'text/css', body: style });
  const file = join(folder, 'index', path.replace('/blog/search/', ''));
  if (path.startsWith('/blog/search/')) {
    if (!existsSync(file)) return asked.fulfill({ status: 404, body: '' });
    return asked.fulfill({ contentType: path.endsWith('.js') ? 'text/javascript' : path.endsWith('.json') ? 'application/json' : 'application/octet-stream', body: readFileSync(file) });
  }
  const language = path.startsWith('/blog/zh-page/') ? 'zh' : 'en';
  return asked.fulfill({ contentType: 'text/html; charset=utf-8', headers: { 'content-security-policy': policy }, body: html(language) });
};

const wrongs = [];
const openPage = async (context, path = '/blog/page/') => {
  const page = await context.newPage();
  page.on('pageerror', (error) => wrongs.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error' && !served.broken) wrongs.push(message.text()); });
  page.setDefaultTimeout(patience);
  await page.goto(origin + path);
  await page.locator('a[aria-haspopup="dialog"]').waitFor();
  return page;
};
const openSearch = async (page) => {
  await page.keyboard.press('/');
  await page.locator('.search-input:focus').waitFor();
};
const type = async (page, query, wanted) => {
  await page.locator('.search-input').fill('');
  await page.locator('.search-input').pressSequentially(query);
  await page.waitForFunction((text) => document.querySelector('.search:not([aria-busy]) .search-result')?.textContent.includes(text), wanted);
};
const state = (page) => page.evaluate(() => ({
  state: document.querySelector('.search').dataset.state,
  status: document.querySelector('.search-status').textContent,
  hrefs: [...document.querySelectorAll('.search-result')].map((result) => result.getAttribute('href')),
  marks: [...document.querySelectorAll('.search-result:first-child mark')].map((mark) => mark.textContent),
  chosen: document.querySelector('.search-result[aria-selected="true"]')?.getAttribute('href') ?? null,
  active: document.getElementById(document.querySelector('.search-input').getAttribute('aria-activedescendant'))?.getAttribute('href') ?? null,
  expanded: document.querySelector('.search-input').getAttribute('aria-expanded'),
}));
const screenshot = async (page, name) => { if (screenshots) await page.screenshot({ path: join(screenshots, `${name}.png`) }); };
const assertAccessible = async (page) => {
  let axe;
  try {
    axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  } catch {
    return console.log('skipped: npm has not installed axe-core');
  }
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
  assert.deepEqual(violations.map((violation) => [violation.id, ...violation.nodes.map((node) => node.html)]), []);
  return undefined;
};

const testKeys = async (context) => {
  const page = await openPage(context);
  assert.ok(!served.asked.some((path) => path.includes('dialog.js') || path.includes('index.txt')), 'nothing of the search is loaded before it is wanted');
  await page.locator('input[aria-label="other"]').pressSequentially('a/b');
  assert.equal(await page.locator('.search').count(), 0, 'a slash in a field is a slash');
  await page.locator('h1').click();
  await openSearch(page);
  await type(page, 'resolv', 'A talk');
  const found = await state(page);
  assert.equal(found.state, 'found');
  assert.equal(found.status, '2 results');
  assert.equal(found.expanded, 'true');
  assert.deepEqual([...found.hrefs].sort(), ['/blog/dns/#caching', '/blog/talk/']);
  assert.ok(found.marks.includes('resolver') || found.marks.includes('resolvers'), String(found.marks));
  await screenshot(page, 'search-en');
  await assertAccessible(page);
  await page.keyboard.press('ArrowDown');
  assert.equal((await state(page)).chosen, found.hrefs[0]);
  await page.keyboard.press('ArrowDown');
  const second = await state(page);
  assert.equal(second.chosen, found.hrefs[1]);
  assert.equal(second.active, found.hrefs[1]);
  await assertAccessible(page);
  await page.keyboard.press('ArrowDown');
  assert.equal((await state(page)).chosen, found.hrefs[0], 'behind the last is the first');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.waitForURL(origin + found.hrefs[1]);
  await page.close();
};

const testWays = async (context) => {
  const page = await openPage(context);
  await page.locator('#open').click();
  await page.locator('.search-input:focus').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.search').waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => document.activeElement.id), 'open', 'the focus is back where it was');
  await openSearch(page);
  await type(page, 'resovler ', 'A talk');
  assert.match((await state(page)).status, /2 results · Showing results for “resolver”/);
  await type(page, 'patience', 'A talk');
  assert.match(await page.locator('.search-excerpt').first().textContent(), /needs <b>patience<\/b> & "care"/);
  await page.locator('.search-input').fill('quux zyzzyva');
  await page.locator('.search[data-state="none"]').waitFor();
  assert.equal((await state(page)).status, 'Nothing was found for “quux zyzzyva”. All pages by date');
  assert.equal(await page.locator('.search-status a').getAttribute('href'), `${origin}/blog/archive/`);
  await assertAccessible(page);
  await page.locator('.search-input').fill('');
  await page.locator('.search[data-state="empty"]').waitFor();
  await type(page, 'ordinary', 'Note');
  assert.equal((await state(page)).hrefs.length, 10);
  await page.locator('.search-more').click();
  await page.waitForFunction(() => document.querySelectorAll('.search-result').length === 20);
  assert.equal((await state(page)).chosen, (await state(page)).hrefs[10], 'the first of the new ones is chosen');
  await page.close();
};

const testFilters = async (context) => {
  const page = await openPage(context);
  await openSearch(page);
  await page.locator('select[name="tag"]').waitFor();
  assert.deepEqual(await page.locator('select[name="kind"] option').allTextContents(), ['Any', 'Articles (2)', 'Jottings (30)', 'Talks (1)']);
  assert.deepEqual(await page.locator('select[name="language"] option').allTextContents(), ['Any', 'English (32)', 'Chinese (1)']);
  await type(page, 'resolver', 'A talk');
  await page.locator('select[name="kind"]').selectOption('talk');
  await page.waitForFunction(() => document.querySelectorAll('.search-result').length === 1);
  assert.deepEqual((await state(page)).hrefs, ['/blog/talk/']);
  await page.locator('select[name="tag"]').selectOption('daily');
  await page.locator('.search[data-state="none"]').waitFor();
  await page.close();
};

const testChinese = async (context) => {
  const page = await openPage(context, '/blog/zh-page/');
  await openSearch(page);
  assert.equal(await page.locator('.search-input').getAttribute('placeholder'), '搜索本站');
  await type(page, '两个字', '全文');
  const found = await state(page);
  assert.equal(found.status, '1 条结果');
  assert.deepEqual(found.hrefs, ['/blog/zh/#er-yuan']);
  assert.deepEqual(found.marks, ['两个字']);
  await screenshot(page, 'search-zh');
  await assertAccessible(page);
  // What an input method is still composing is not searched for.
  await page.evaluate(() => {
    const input = document.querySelector('.search-input');
    input.value = "suo'yin";
    input.dispatchEvent(new InputEvent('input', { isComposing: true, bubbles: true }));
    input.value = '索引';
    input.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
  });
  await page.waitForFunction(() => document.querySelector('.search-result mark')?.textContent === '索引');
  await page.close();
};

const testFailure = async (context) => {
  const page = await openPage(context);
  await openSearch(page);
  served.broken = true;
  await page.locator('.search-input').fill('resolver');
  await page.locator('.search[data-state="failed"]').waitFor();
  assert.match((await state(page)).status, /cannot be reached.*All pages by date/);
  served.broken = false;
  await type(page, 'resolver', 'A talk');
  await page.close();
  // Where not even the dialog can be loaded, the link leads where it leads without script.
  const other = await openPage(context);
  await other.route('**/dialog.js', (asked) => asked.abort());
  await other.locator('#open').click();
  await other.waitForURL(`${origin}/blog/archive/`);
  await other.close();
};

makeIndex();
const browser = await playwright.chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-quic'] });
try {
  for (const test of [testKeys, testWays, testFilters, testChinese, testFailure]) {
    const context = await browser.newContext({ viewport: { width: 1000, height: 700 }, locale: 'en-US' });
    await context.route('**/*', route);
    served.asked = [];
    await test(context);
    await context.close();
    console.log(`passed: ${test.name}`);
  }
  assert.deepEqual(wrongs.filter((wrong) => !/ERR_FAILED|404/.test(wrong)), []);
} finally {
  await browser.close();
}
