// Presents a deck in a real browser: readable without a script, keys, clicks and hashes, a speaker's window that keeps step,
// slides that hold too much, and one page a slide on paper.
//
//   node tests/deck_browser_test.mjs PROGRAM [SCREENSHOTS]
//
// Needs npm's playwright-core and a Chromium (CHROMIUM, or /usr/bin/chromium); says so and passes where one is missing.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';

import { browserPath, needPackage } from './built_site.mjs';

const [, , program, screenshots] = process.argv;
const patience = 60_000; // only ever reached by a failing test
const origin = 'http://deck.test';
const playwright = createRequire(import.meta.url)(needPackage('playwright-core'));
const chromium = browserPath();
if (!program) throw new Error('name the program to test: node tests/deck_browser_test.mjs build/release/byline');

const site = mkdtempSync(join(tmpdir(), 'byline-deck-'));
if (!process.env.KEEP) process.on('exit', () => rmSync(site, { recursive: true, force: true }));
const write = (path, text) => {
  mkdirSync(join(site, path, '..'), { recursive: true });
  writeFileSync(join(site, path), text);
};
write('byline.toml', `title = "Decks"\nbase_url = "${origin}"\nlanguage = "en"\n[languages.zh]\nname = "中文"\n`);
write('content/talks/x/index.md', '---\ntitle: Queues\ndate: 2026-01-02\nevent: Conference\n---\n\nThe text.\n');
write('content/talks/x/index.zh.md', '---\ntitle: 队列\ndate: 2026-01-02\n---\n\n文字稿。\n');
const long = Array.from({ length: 34 }, (unused, i) => `    line ${i} of a program that is longer than a slide`).join('\n');
const notes = (text) => `\n:::notes\n${text}\n:::\n`;
const slides = [
  `# Queues {.opening}\n${notes('Say hello.')}`, `## Waiting\n\n- one\n- two\n${notes('Wait **here**.')}`, `## A program\n\n${long}\n`,
  '## Picture\n\n![tall](tall.svg)\n', `## End {.center}\n\n[the text](index.md)\n${notes('Thank them.')}`];
write('content/talks/x/deck.md', slides.join('\n---\n\n'));
write('content/talks/x/deck.zh.md', '# 队列 {.opening}\n\n---\n\n## 等待\n\n排队的时候，“快”与“慢”都是别人的。\n\n:::notes\n停一下。\n:::\n');
write('content/talks/x/tall.svg', '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 600" width="900" height="6000"><rect width="90" height="600" fill="#888"/></svg>');
execFileSync(resolve(program), ['build', '--strict', site], { stdio: 'pipe' });

const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
const policy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'";
const serve = (route) => {
  const path = new URL(route.request().url()).pathname;
  const file = join(site, 'public', path.endsWith('/') ? `${path}index.html` : path);
  if (!existsSync(file)) return route.fulfill({ status: 404, body: '' });
  return route.fulfill({ body: readFileSync(file), contentType: types[extname(file)] ?? 'text/plain', headers: { 'content-security-policy': policy } });
};

const browser = await playwright.chromium.launch({
  executablePath: chromium,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const faults = [];
const open = async (options = {}, path = '/talks/x/deck/') => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(patience);
  await context.route('**/*', serve);
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await page.goto(origin + path);
  return page;
};
const visible = (page, selector) => page.locator(selector).evaluateAll((all) => all.filter((one) => one.checkVisibility({ visibilityProperty: true })).length);
const shown = (page) => page.locator('.frame').evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.parentElement.id).join());
const until = (page, id) => page.waitForFunction((wanted) => document.querySelector('.slide.now')?.id === wanted, id);
const pagesOf = (pdf) => (pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;
const picture = async (page, name) => screenshots && page.screenshot({ path: join(screenshots, `deck-${name}.png`), fullPage: !name.includes('show') && !name.includes('speaker') });

try {
  for (const scheme of ['light', 'dark']) { // without a script: a page to read
    const page = await open({ javaScriptEnabled: false, colorScheme: scheme });
    assert.equal(await page.locator('section.slide').count(), slides.length);
    assert.equal(await visible(page, '.slide'), slides.length);
    assert.equal(await visible(page, '.notes'), 3);
    assert.equal(await visible(page, '.deck button'), 0, 'no button that does nothing');
    assert.equal(await page.locator('h1').count(), 1);
    assert.deepEqual(await page.locator('.slide').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label'))),
      slides.map((unused, i) => `Slide ${i + 1} of ${slides.length}`));
    assert.match(await page.locator('.notes').nth(1).innerHTML(), /Wait <strong>here<\/strong>/);
    assert.equal(await page.locator('#slide\\.5.center a').getAttribute('href'), '/talks/x/');
    const clipped = await page.locator('.frame').evaluateAll((all) => all.filter((one) => one.scrollHeight > one.clientHeight + 2).length);
    assert.equal(clipped, 0, 'nothing is cut off');
    await picture(page, `page-${scheme}`);
    await page.context().close();
  }
  { // a phone
    const page = await open({ viewport: { width: 390, height: 844 } });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing wider than a phone');
    await picture(page, 'page-phone');
    await page.locator('[data-do=present]').click();
    await until(page, 'slide.1');
    await picture(page, 'show-phone');
    await page.context().close();
  }
  { // the presentation
    const page = await open();
    await page.waitForLoadState('load');
    await page.locator('[data-do=present]').click();
    await until(page, 'slide.1');
    assert.equal(await shown(page), 'slide.1');
    assert.equal(await visible(page, '.notes'), 0, 'notes are for the speaker');
    assert.equal(await visible(page, 'header *'), 0);
    const steps = [['ArrowRight', 2], ['Space', 3], ['PageDown', 4], ['End', 5], ['ArrowRight', 5], ['ArrowLeft', 4], ['PageUp', 3], ['Shift+Space', 2], ['Home', 1], ['ArrowDown', 2]];
    for (const [key, number] of steps) {
      await page.keyboard.press(key);
      assert.equal(await shown(page), `slide.${number}`, key);
      assert.equal(new URL(page.url()).hash, `#slide.${number}`);
      assert.equal(await page.locator('progress.stage').evaluate((bar) => bar.value), number);
    }
    await picture(page, 'show-light');
    await page.mouse.click(1000, 600);
    assert.equal(await shown(page), 'slide.3', 'a click goes on');
    const inside = await page.locator('.now .frame').evaluate((frame) => [frame.scrollHeight - frame.clientHeight, frame.getBoundingClientRect().height - innerHeight, frame.getBoundingClientRect().width - innerWidth]);
    assert.ok(inside.every((over) => over <= 1), `a full slide fits: ${inside}`);
    await picture(page, 'show-full');
    await page.mouse.click(20, 600);
    assert.equal(await shown(page), 'slide.2', 'a click on the left goes back');
    await page.keyboard.press('b');
    assert.equal(await visible(page, '.now .frame'), 0, 'black');
    await page.keyboard.press('b');
    assert.equal(await visible(page, '.now .frame'), 1);
    await page.evaluate(() => { location.hash = '#slide.4'; });
    await until(page, 'slide.4');

    // The speaker's window keeps step, both ways.
    const [speaker] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('s')]);
    await until(speaker, 'slide.4');
    assert.equal(await shown(speaker), 'slide.4,slide.5');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await until(speaker, 'slide.2');
    assert.match(await speaker.locator('.now .notes').innerText(), /Wait here/);
    assert.equal(await visible(speaker, 'header *'), 0);
    const over = await speaker.locator('.next .frame').evaluate((frame) => frame.scrollHeight - frame.clientHeight);
    assert.ok(over <= 1, `the next slide fits there too: ${over}`);
    assert.match(await speaker.locator('.speaker-bar time').innerText(), /^\d\d:\d\d$/);
    assert.match(await speaker.locator('.speaker-bar').innerText(), /2 \/ 5/);
    await picture(speaker, 'speaker');
    await speaker.bringToFront();
    await speaker.keyboard.press('ArrowRight');
    await until(page, 'slide.3');
    await speaker.keyboard.press('b');
    await page.waitForFunction(() => document.documentElement.classList.contains('black'));
    await speaker.keyboard.press('b');
    await page.waitForFunction(() => !document.documentElement.classList.contains('black'));
    await speaker.close();

    await page.bringToFront();
    await page.evaluate(() => document.exitFullscreen().catch(() => {}));
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.documentElement.classList.contains('presenting'));
    assert.equal(await visible(page, '.slide'), slides.length, 'the page is back');
    assert.equal(pagesOf(await page.pdf({ preferCSSPageSize: true })), slides.length, 'a page a slide');
    await page.context().close();
  }
  { // Chinese, dark, beginning at the address of a slide
    const page = await open({ colorScheme: 'dark' }, '/zh/talks/x/deck/#slide.2');
    await page.keyboard.press('f');
    await until(page, 'slide.2');
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh');
    await picture(page, 'show-zh-dark');
    await page.keyboard.press('End');
    assert.equal(pagesOf(await page.pdf({ preferCSSPageSize: true })), 2, 'printed while it is presented');
    await page.context().close();
  }
  assert.deepEqual(faults.filter((fault) => !/favicon/.test(fault)), []);
} finally {
  await browser.close();
}
console.log('ok');
