// Every page of the example site, light on a desktop and dark on a phone, against axe-core: no violation. With the
// weights that the default theme promises: its style sheet, its scripts, and nothing asked of another host.
//
//   node tests/theme_axe_test.mjs PROGRAM [ONLY]
//
// ONLY is a part of addresses. Says so and passes where npm's playwright-core, axe-core or a Chromium is missing.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserFlags, browserPath, buildSite, needPackage, pagePaths, serveSite } from './built_site.mjs';

const [program, only = ''] = process.argv.slice(2);
if (!program) throw new Error('name the program to test: node tests/theme_axe_test.mjs build/release/byline');
needPackage('esbuild');
const { chromium } = (await import(needPackage('playwright-core'))).default;
const axeSource = readFileSync(needPackage('axe-core/axe.min.js'), 'utf8');
const executablePath = browserPath();

const bounds = { 'style.css': 15_000, scripts: 15_000 }; // bytes as served, before compression
const desktop = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };
// Each size and each scheme once. Colours do not depend on the size: the other two ways are looked at when BYLINE_WAYS=4.
const tags = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
const ways = [
  { name: 'desktop, light', size: desktop, colorScheme: 'light' },
  { name: 'phone, dark', size: phone, colorScheme: 'dark' },
  { name: 'desktop, dark', size: desktop, colorScheme: 'dark' },
  { name: 'phone, light', size: phone, colorScheme: 'light' },
].slice(0, Number(process.env.BYLINE_WAYS ?? 2));

const faults = [];
const fault = (text) => faults.push(text);

// Of what an article has: its style sheet; the scripts that its page names, and the dialog that the search's fetches.
const weights = (output) => {
  const page = readFileSync(join(output, 'articles/dns/index.html'), 'utf8');
  const size = (address) => readFileSync(join(output, address.replace(/[?#].*/, ''))).length;
  const named = [...page.matchAll(/<script [^>]*src="([^"]+)"/g)].map(([, address]) => address);
  const dialog = named.filter((address) => address.startsWith('/search/')).map(() => 'search/dialog.js');
  return {
    'style.css': size(page.match(/[^"]*\/assets\/style\.[0-9a-f]+\.css/)[0]),
    scripts: [...named, ...dialog].reduce((sum, address) => sum + size(address), 0),
  };
};

// What is served of the theme's scripts is what their sources say.
const examineScripts = () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'byline-scripts-'));
  const ended = spawnSync('sh', ['-c', `node_modules/.bin/${scripts['theme-scripts'].replace('themes/default/assets', folder)}`]);
  if (ended.status !== 0) fault(`npm run theme-scripts fails: ${ended.stderr}`);
  for (const name of readdirSync('themes/scripts')) {
    const made = existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '';
    if (!made || made !== readFileSync(join('themes/default/assets', name), 'utf8')) fault(`${name} is not made of its source: npm run theme-scripts`);
  }
  rmSync(folder, { recursive: true });
};

// The whole site in one theme.
const examine = async (browser, theme, wanted) => {
  let output;
  const { server, address } = await serveSite(() => output);
  const site = buildSite({
    program, source: 'example', baseUrl: address,
    change: (folder) => {
      const file = join(folder, 'byline.toml');
      if (theme !== 'field') writeFileSync(file, readFileSync(file, 'utf8').replace('theme = "field"', `theme = "${theme}"`));
    },
  });
  output = site.output;
  const paths = [...pagePaths(output), '/no/such/page/'].filter((path) => path.includes(only) && wanted.test(path));
  const work = async () => {
    const context = await browser.newContext({ viewport: desktop, reducedMotion: 'reduce' });
    await context.addInitScript(axeSource);
    const page = await context.newPage();
    let path;
    page.on('request', (request) => {
      if (!request.url().startsWith(address) && !request.url().startsWith('data:')) fault(`${path} asks for ${request.url()}`);
    });
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) fault(`${path}: ${message.text()}`);
    });
    page.on('pageerror', (error) => fault(`${path}: ${error}`));
    while (paths.length) {
      path = paths.shift();
      await page.goto(address + path.slice(1).split('/').map(encodeURIComponent).join('/'));
      for (const { name, size, colorScheme } of ways) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme });
        const found = await page.evaluate(async (only) => {
          const { violations } = await axe.run(document, { runOnly: only, resultTypes: ['violations'] });
          const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
          return { wide, violations: violations.map(({ id, help, nodes }) => ({ id, help, count: nodes.length,
            first: nodes[0].html.slice(0, 200), why: (nodes[0].failureSummary ?? '').replace(/\s+/g, ' ').slice(0, 300) })) };
        }, tags);
        if (found.wide > 0) fault(`${theme} ${path} (${name}): ${found.wide} pixels wider than the screen`);
        for (const { id, help, count, first, why } of found.violations)
          fault(`${theme} ${path} (${name}): ${id}, ${help}, ${count} times\n    ${first}\n    ${why}`);
      }
    }
    await context.close();
  };
  const number = paths.length;
  await Promise.all([work(), work()]);
  for (const [name, bytes] of Object.entries(weights(output))) {
    console.log(`${theme}: ${name} has ${bytes} bytes`);
    if (theme === 'field' && (bytes === 0 || bytes > bounds[name])) fault(`${name} has ${bytes} bytes; ${bounds[name]} are the most`);
  }
  server.close();
  site.remove();
  return number;
};

examineScripts();
const browser = await chromium.launch({ executablePath, args: browserFlags });
try {
  // The second theme has the pages of the first; one of each sort tells what it adds.
  for (const [theme, wanted] of [['field', /./], ['terminal', /^\/(zh\/)?(articles\/(dns\/)?|talks\/tail-latency\/|archive\/|tags\/|no\/.*)?$/]])
    console.log(`${theme}: ${await examine(browser, theme, wanted)} pages, each in ${ways.length} ways`);
} finally {
  await browser.close();
}
if (faults.length) {
  console.error(`${faults.slice(0, 60).join('\n')}\n${faults.length} faults`);
  process.exit(1);
}
