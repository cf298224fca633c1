// Every page of the example in a real browser, served by `byline serve` with the headers that it sends to everybody: the
// content policy is broken nowhere, nothing is asked of another host, search and the other scripts work.
//
//   node tests/serve_browser_test.mjs PROGRAM [ONLY]
//
// ONLY is a part of addresses. Says so and passes where npm's playwright-core or a Chromium is missing.
import { spawn } from 'node:child_process';
import { browserFlags, browserPath, buildSite, freePort, needPackage, pagePaths } from './built_site.mjs';

const [program, only = ''] = process.argv.slice(2);
if (!program) throw new Error('name the program to test: node tests/serve_browser_test.mjs build/release/byline');
const { chromium } = (await import(needPackage('playwright-core'))).default;
const executablePath = browserPath();

const port = await freePort();
const address = `http://127.0.0.1:${port}/`;
const site = buildSite({ program, source: 'example', baseUrl: address });
const server = spawn(program, ['serve', site.folder, '--port', String(port), '--no-watch'], { stdio: ['ignore', 'pipe', 'inherit'] });
await new Promise((ready) => server.stdout.on('data', (text) => String(text).includes('SIGHUP') && ready()));

const faults = new Map(); // what, and on which pages
const fault = (path, text) => faults.set(text, [...(faults.get(text) ?? []), path]);
const browser = await chromium.launch({ executablePath, args: browserFlags });
try {
  const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  let path;
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith('data:')) fault(path, `asks for ${request.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && !/404 \(Not Found\)/.test(message.text())) fault(path, message.text());
  });
  page.on('pageerror', (error) => fault(path, String(error)));
  const paths = [...pagePaths(site.output), '/no/such/page/'].filter((each) => each.includes(only));
  for (path of paths) {
    const answer = await page.goto(address + path.slice(1).split('/').map(encodeURIComponent).join('/'));
    if (answer.headers()['content-security-policy']?.includes('unsafe')) fault(path, 'the policy allows what is unsafe');
  }
  if (!only) {
    path = 'the search';
    await page.goto(address);
    await page.locator('a[aria-haspopup="dialog"]').first().waitFor(); // the script has taken the link over
    await page.keyboard.press('/');
    await page.locator('.search-input:focus').waitFor();
    await page.locator('.search-input').pressSequentially('queue');
    await page.locator('.search-result a[href*="queue"], a.search-result[href*="queue"]').first().waitFor();
  }
} finally {
  await browser.close();
  server.kill('SIGTERM');
  await new Promise((ended) => server.on('exit', ended));
  site.remove();
}
if (faults.size) {
  for (const [text, paths] of faults) console.log(`${text}\n    on ${paths.length} pages: ${paths.slice(0, 5).join(' ')}`);
  process.exit(1);
}
console.log('the policy holds on every page');
