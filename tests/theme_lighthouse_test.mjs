// Lighthouse on home, article, talk and list of the example site, in Chinese and English, as a phone and as a desktop:
// accessibility, best practices and search engines must have 100. Performance is a matter of the machine's time: it is
// printed, and held to its bound only when --performance asks for it (./dev bench does).
//
//   node tests/theme_lighthouse_test.mjs PROGRAM [--performance] [--all]
//
// Without --all, four pages are tried, each in one language and as one device. Says so and passes where npm's lighthouse
// or a Chromium is missing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { browserFlags, browserPath, buildSite, needPackage, serveSite } from './built_site.mjs';

const program = process.argv[2];
if (!program) throw new Error('name the program to test: node tests/theme_lighthouse_test.mjs build/release/byline');
const mustBeFast = process.argv.includes('--performance');
const everything = process.argv.includes('--all');
const { default: lighthouse, desktopConfig } = await import(pathToFileURL(needPackage('lighthouse')));
const executablePath = browserPath();

const pages = { home: '', article: 'articles/dns/', talk: 'talks/tail-latency/', list: 'articles/' };
const languages = { en: '', zh: 'zh/' };
const asserted = ['accessibility', 'best-practices', 'seo'];
const few = [['home', 'zh', 'phone'], ['article', 'en', 'phone'], ['talk', 'zh', 'desktop'], ['list', 'en', 'desktop']];
const runs = everything ? Object.keys(pages).flatMap((page) => Object.keys(languages).flatMap((language) =>
  ['phone', 'desktop'].map((device) => [page, language, device]))) : few;

// A browser of its own, and the port at which it takes orders.
const startBrowser = (profile) => new Promise((found, failed) => {
  const child = spawn(executablePath, [...browserFlags, '--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`,
    'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (bytes) => {
    said += bytes;
    const port = said.match(/DevTools listening on ws:\/\/[^:]+:(\d+)\//);
    if (port) found({ child, port: Number(port[1]) });
  });
  child.on('exit', () => failed(new Error(`the browser ended: ${said}`)));
});

let output;
const { server, address } = await serveSite(() => output);
const site = buildSite({ program, source: 'example', baseUrl: address });
output = site.output;
const profile = mkdtempSync(join(tmpdir(), 'byline-lighthouse-'));
const { child, port } = await startBrowser(profile);
let failures = 0;
try {
  for (const [page, language, device] of runs) {
    const { lhr } = await lighthouse(address + languages[language] + pages[page], { port, logLevel: 'error', output: 'json' },
      device === 'desktop' ? desktopConfig : undefined);
    const scores = Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round((score ?? 0) * 100)]);
    console.log(`${page} (${language}, ${device}): ${scores.map(([name, score]) => `${name} ${score}`).join(', ')}`);
    for (const [name, score] of scores) {
      if (score === 100 || !(mustBeFast || asserted.includes(name))) continue;
      failures += 1;
      for (const { id } of lhr.categories[name].auditRefs) {
        const { score: given, title, displayValue = '', details } = lhr.audits[id];
        if (given !== null && given < 1) console.error(`  ${id}: ${title} ${displayValue} ${JSON.stringify(details?.items ?? []).slice(0, 400)}`);
      }
    }
  }
} finally {
  child.removeAllListeners('exit');
  const gone = new Promise((ended) => child.on('exit', ended));
  child.kill();
  await gone;
  server.close();
  site.remove();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
process.exit(failures ? 1 : 0);
