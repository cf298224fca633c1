// Every page of the example site, light on a desktop and dark on a phone, against axe-core: no violation. With the
// weights that the default theme promises: its style sheet, its scripts, and nothing asked of another host.
//
//   node tests/theme_axe_test.mjs PROGRAM [ONLY]
//
// ONLY is a part of addresses. Says so and passes where npm's playwright-core, axe-core or a Chromium is missing.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { browserFlags, browserPath, buildSite, needPackage, pagePaths, serveSite } from './built_site.mjs';

const [program, only = ''] = process.argv.slice(2);
if (!program) throw new Error('name the program to test: node tests/theme_axe_test.mjs build/release/byline');
const { chromium } = (await import(needPackage('playwright-core'))).default;
const axeSource = readFileSync(needPackage('axe-core/axe.min.js'), 'utf8');
const executablePath = browserPath();

const bounds = { 'style.css': 15_000, 'theme.js': 1_700 }; // bytes as served, before compression
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
  for (const [name, most] of Object.entries(bounds)) {
    const href = readFileSync(join(output, 'index.html'), 'utf8').match(new RegExp(`/assets/${name.replace('.', '\\.[0-9a-f]+\\.')}`));
    const bytes = href ? readFileSync(join(output, href[0])).length : 0;
    console.log(`${theme}: ${name} has ${bytes} bytes`);
    if (theme === 'field' && (bytes === 0 || bytes > most)) fault(`${name} has ${bytes} bytes; ${most} are the most`);
  }
  server.close();
  site.remove();
  return number;
};

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
