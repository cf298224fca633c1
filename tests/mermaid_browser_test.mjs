// The theme's script for Mermaid's diagrams in a real browser, on pages that `byline serve` sends with its content policy: drawn
// in the page's colours, again when these change, after a save in the preview, without one style that the policy refuses; what is
// wrong stays text. Mermaid itself is 150 MB of packages: its place takes a script that writes into the page in the ways that it does.
//
//   node tests/mermaid_browser_test.mjs PROGRAM
//
// Says so and passes where npm's playwright-core or a Chromium is missing.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { browserFlags, browserPath, freePort, needPackage } from './built_site.mjs';

const program = process.argv[2];
if (!program) throw new Error('name the program to test: node tests/mermaid_browser_test.mjs build/release/byline');
const { chromium } = (await import(needPackage('playwright-core'))).default;
const executablePath = browserPath();

// Measures a label as styled, shows it in a box; styles come by an element, by attributes, and in texts that are parsed twice.
const standIn = `(() => {
  let options = {};
  self.mermaid = {
    initialize: (given) => { options = given; },
    render: async (id, text) => {
      const box = document.createElement('div');
      box.setAttribute('id', 'd' + id);
      document.body.append(box);
      if (text.includes('wrong')) throw new Error('line 1 of ' + text);
      box.innerHTML = '<svg id="' + id + '" width="300" height="60"></svg>';
      const svg = box.firstChild;
      const style = document.createElement('style');
      const { primaryColor, primaryTextColor } = options.themeVariables;
      style.innerHTML = '#' + id + ' rect{fill:' + primaryColor + ';}#' + id + ' > g > text{fill:' + primaryTextColor + ';font:30px monospace;}';
      svg.insertBefore(style, svg.firstChild);
      await null;
      await null;
      const g = svg.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'g'));
      g.innerHTML = '<rect height="60" style="stroke-width: 7px"/><text y="40"></text>';
      g.lastChild.textContent = text.trim();
      g.firstChild.setAttribute('width', g.lastChild.getBBox().width);
      g.lastChild.setAttribute('style', 'letter-spacing: 1px');
      const parsed = new DOMParser().parseFromString(svg.outerHTML, 'text/html').body.innerHTML;
      box.remove();
      return { svg: parsed };
    },
  };
  addEventListener('load', () => { if (options.startOnLoad !== false) document.title = 'Mermaid began by itself'; });
})();
`;
const article = (text) => `---
title: 图 Diagrams
date: 2026-01-02
---
\`\`\`mermaid
${text}
\`\`\`

\`\`\`mermaid
wrong -- > 错
\`\`\`

\`\`\`cpp
int i;
\`\`\`
`;

const faults = [];
const equal = (seen, wanted, what) => {
  if (JSON.stringify(seen) !== JSON.stringify(wanted)) faults.push(`${what}: ${JSON.stringify(seen)} instead of ${JSON.stringify(wanted)}`);
};
const folder = mkdtempSync(join(tmpdir(), 'byline-mermaid-'));
const started = (command, port) => new Promise((ready, failed) => {
  const child = spawn(resolve(program), [command, '--port', String(port)], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const hear = (text) => {
    said += text;
    const address = said.match(/http:\/\/(127\.0\.0\.1|localhost):\d+\//);
    if (address && /Ctrl\+C/.test(said)) ready({ child, address: address[0] });
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  child.on('exit', (code) => failed(new Error(`${command} ended with ${code}: ${said}`)));
});
const ended = (child) => new Promise((done) => {
  child.removeAllListeners('exit');
  child.on('exit', done);
  child.kill('SIGTERM');
});
const file = join(folder, 'content/articles/m.md');
mkdirSync(join(folder, 'content/articles'), { recursive: true });
mkdirSync(join(folder, 'static'));
writeFileSync(join(folder, 'byline.toml'), 'base_url = "https://example.org/"\ntitle = "t"\n');
writeFileSync(join(folder, 'static/mermaid.min.js'), standIn);
writeFileSync(file, article('甲 --> Ab'));

const look = () => {
  const of = (element, name) => element && getComputedStyle(element)[name];
  const [svg] = document.querySelectorAll('pre.mermaid svg');
  const rect = svg?.querySelector('rect');
  const text = svg?.querySelector('text');
  return {
    text: text?.textContent, fill: of(rect, 'fill'), stroke: of(rect, 'strokeWidth'), ink: of(text, 'fill'), size: of(text, 'fontSize'),
    spacing: of(text, 'letterSpacing'), fits: Math.abs(Number(rect?.getAttribute('width')) - (text?.getComputedTextLength() ?? 0)) < 12,
  };
};
const drawn = (page, text) => page.waitForFunction((wanted) => document.querySelector('pre.mermaid.drawn svg text')?.textContent === wanted, text);
const browser = await chromium.launch({ executablePath, args: browserFlags });
try {
  const { child: built } = await new Promise((done) => {
    const child = spawn(resolve(program), ['build'], { cwd: folder });
    child.on('exit', () => done({ child }));
  });
  equal(built.exitCode, 0, 'the site builds');
  const server = await started('serve', await freePort());
  const page = await (await browser.newContext({ colorScheme: 'light' })).newPage();
  page.on('console', (message) => { if (message.type() === 'error' && !message.text().startsWith('Failed to load')) faults.push(message.text()); });
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(`${server.address}articles/m/`);
  await drawn(page, '甲 --> Ab');
  const light = await page.evaluate(look);
  equal({ ...light, fill: '', ink: '' }, { text: '甲 --> Ab', fill: '', stroke: '7px', ink: '', size: '30px', spacing: '1px', fits: true }, 'the picture');
  await page.waitForFunction(() => document.title !== 'Mermaid began by itself' && document.readyState === 'complete');
  equal(await page.title(), '图 Diagrams · t', 'Mermaid leaves the drawing to the theme');
  equal(await page.locator('pre.mermaid').nth(1).evaluate((pre) => [pre.textContent, pre.className]), ['wrong -- > 错\n', 'mermaid'], 'what is wrong stays text');
  equal(await page.locator('body > div[id^="dmermaid"]').count(), 0, 'nothing is left beside the page');
  equal(await page.locator('pre.mermaid + .copy').count(), 0, 'a picture is not copied');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.waitForFunction((fill) => {
    const rect = document.querySelector('pre.mermaid svg rect');
    return rect && getComputedStyle(rect).fill !== fill && getComputedStyle(rect).fill !== 'rgb(0, 0, 0)';
  }, light.fill);
  const dark = await page.evaluate(look);
  equal([dark.ink !== light.ink, dark.text], [true, '甲 --> Ab'], 'drawn again on dark ground');
  equal(await page.evaluate(() => document.adoptedStyleSheets.length), 1, 'the rules of the first picture are gone');
  equal(await page.evaluate(() => document.createElement('style').localName), 'style', 'other scripts make what they ask for');
  await ended(server.child);

  const preview = await started('preview', await freePort());
  await page.goto(`${preview.address}articles/m/`);
  await drawn(page, '甲 --> Ab');
  writeFileSync(file, article('乙 --> Cd').replace('int i;', 'int j;'));
  await drawn(page, '乙 --> Cd');
  equal(await page.locator('.prose pre code').textContent(), 'int j;\n', 'the page changed in place');
  await ended(preview.child);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
if (faults.length) {
  console.log(faults.join('\n'));
  process.exit(1);
}
console.log('diagrams are drawn under the policy');
