// A reader without JavaScript answers an article in a real browser: previews, sends, edits, likes and takes back, deletes.
// Then a second `byline serve` over the same store shows what the first one took, and scripts that are posted run nowhere.
//
//   node tests/comments_browser_test.mjs PROGRAM [SCREENSHOTS]
//
// SCREENSHOTS is a folder for pictures of what was seen. Says so and passes where npm's playwright-core or a Chromium is
// missing.
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { browserFlags, browserPath, buildSite, needPackage } from './built_site.mjs';

const [program, pictures] = process.argv.slice(2);
if (!program) throw new Error('name the program to test: node tests/comments_browser_test.mjs build/release/byline');
const { chromium } = (await import(needPackage('playwright-core'))).default;
const executablePath = browserPath();

const freePort = () => new Promise((found) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => found(port));
  });
});
const faults = [];
const check = (is, what) => { if (!is) faults.push(what); };

const port = await freePort();
const address = `http://127.0.0.1:${port}/`;
const site = buildSite({
  program,
  source: 'example',
  baseUrl: address,
  change: (folder) => appendFileSync(join(folder, 'byline.toml'), '\n[comments]\nenabled = true\nhold = "none"\nleast_seconds = 0\nmost_links = 50\nmost_a_minute = 1000\nmost_a_day = 1000\n'),
});
const serve = async (at) => {
  const server = spawn(program, ['serve', site.folder, '--port', String(at), '--no-watch'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((ready) => server.stdout.on('data', (text) => String(text).includes('SIGHUP') && ready()));
  return server;
};
const article = 'articles/dns/';
const much = 'articles/rebuild/';  // 260 comments, the last an answer to the first of its part
const said = (id) => JSON.stringify({ id, kind: 'comment', state: 'published', page: `/${much}`, name: `读者 ${id}`, created_ms: 1_700_000_000_000 + id * 60_000, markdown: `No. ${id}.`, ...(id === 260 ? { answers: 201 } : {}) });
writeFileSync(join(site.folder, 'much.jsonl'), Array.from({ length: 260 }, (_, i) => said(i + 1)).join('\n'));
execFileSync(program, ['import', join(site.folder, 'much.jsonl'), '--site', site.folder]);
const built = readFileSync(join(site.output, article, 'index.html'), 'utf8');
check(!built.includes('<form class="said-form"'), 'a static site shows a form that nobody answers');

const servers = [await serve(port)];
const browser = await chromium.launch({ executablePath, args: browserFlags });
const seen = async (page, name) => { if (pictures) await page.locator('.talk-back').screenshot({ path: join(pictures, `${name}.png`), timeout: 20_000 }).catch(() => {}); };
const until = async (what, is) => {
  for (let turn = 0; turn < 100; ++turn) {
    if (await is()) return;
    await new Promise((later) => { setTimeout(later, 50); });
  }
  faults.push(`never: ${what}`);
};
// By the keyboard: a page without scripts never tells when it stands still, which a click waits for.
const press = async (page, what) => {
  await page.locator(what).first().press('Enter');
  await page.waitForLoadState();
};
const fill = async (page, comment) => {
  await page.fill('#at\\.form [name=name]', comment.name);
  await page.fill('#at\\.form [name=website]', comment.website ?? '');
  await page.fill('#at\\.form [name=body]', comment.body);
  await press(page, '#at\\.form .said-main');
};
const post = async (page, comment) => {
  await page.goto(address + (comment.at ?? article));
  await fill(page, comment);
  await press(page, '#at\\.form .said-main');
};

// What tries to run, by name, website and text: each family of such texts once.
const attacks = [
  '<script>parent.hit=1</script>', '<img src=x onerror=hit=1>', '"><svg/onload=hit=1>', "';hit=1;//",
  '<iframe srcdoc="<script>top.hit=1</script>">', '[a](javascript:hit=1)', '[a](JaVa\tScript:hit=1)', '[a](data:text/html,<script>hit=1</script>)',
  '![a](x"onerror="hit=1)', '<a href="java&#115;cript:hit=1">a</a>', '<math><mtext><table><mglyph><style><img src=x onerror=hit=1>',
  '<svg></p><style><a id="</style><img src=1 onerror=hit=1>">', '<noscript><p title="</noscript><img src=x onerror=hit=1>">',
  '`<script>hit=1</script>`', '```"><script>hit=1</script>\nx\n```', '<!--<img src="--><img src=x onerror=hit=1//">',
  '</textarea><script>hit=1</script>', '</section><form action=//evil.example><button autofocus onfocus=hit=1>',
  '{{ 7*7 }}{% raw %}', '<!--/byline:conversation--><script>hit=1</script>', '<base href=//evil.example/>',
  '<meta http-equiv=refresh content="0;url=javascript:hit=1">', '[x]: javascript:hit=1\n\n[x]', '<javascript:hit=1>',
];
try {
  const quiet = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1200, height: 900 } });
  const page = await quiet.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(`${address}${article}#at.conversation`);
  await seen(page, 'empty');
  const comment = { name: '王小明', body: 'A *good* text.\n\n很有收获。' };
  await fill(page, comment);
  check(await page.locator('.said-preview em').innerText() === 'good', 'the preview is not rendered');
  await seen(page, 'preview');
  check((await page.goto(address + article)).ok() && await page.locator('.u-comment').count() === 0, 'a preview was stored');
  await post(page, comment);
  check(page.url().includes('/sent/'), `sent, and then at ${page.url()}`);
  check((await page.locator('#at\\.notice').innerText()).includes('on the page'), 'nobody says that it was stored');
  await seen(page, 'sent');
  const sent = page.url();
  await press(page, '#at\\.notice .said-button');
  await page.fill('#at\\.form [name=body]', 'A *much better* text.');
  await press(page, '#at\\.form [value=preview]');
  check(await page.locator('.said-preview em').innerText() === 'much better', 'an edit has no preview');
  check(await page.inputValue('#at\\.form [name=body]') === 'A *much better* text.', 'the preview of an edit loses its text');
  await seen(page, 'edit-preview');
  check((await (await page.request.get(sent)).text()).includes('<em>good</em>'), 'the preview of an edit was stored');
  await page.fill('#at\\.form [name=body]', 'A *better* text.\n\n很有收获。');
  await press(page, '#at\\.form .said-main');
  check((await page.locator('.u-comment').innerText()).includes('better'), 'the edit is not to be seen');
  await until('the comment on its page', async () => (await page.goto(address + article)) && (await page.locator('.u-comment em').count()) === 1);
  await press(page, '.u-comment form button');
  check(page.url().includes('/liked'), 'a like leads nowhere');
  check((await page.locator('.u-comment form button').innerText()).includes('1'), 'the like is not counted');
  await press(page, '#at\\.notice button');
  check(!(await page.locator('.u-comment form button').innerText()).includes('1'), 'the like cannot be taken back');
  await press(page, '.u-comment a.said-button');
  await fill(page, { name: 'Ada', body: 'I agree.' });
  await press(page, '#at\\.form .said-main');
  check(await page.locator('.said-depth-1').count() === 1, 'the answer does not stand below what it answers');
  await fill(page, { name: '   ', body: 'kept' });
  check(await page.locator('.said-fault').count() > 0 && await page.inputValue('#at\\.form [name=body]') === 'kept', 'a form loses its text');

  // Another process over the same store.
  const other = await freePort();
  servers.push(await serve(other));
  const second = `http://127.0.0.1:${other}/`;
  const answer = await page.goto(second + article);
  check((await page.locator('.u-comment').count()) === 2, 'the second process does not show the comments of the first');
  await post(page, { name: 'Bo', body: 'across' });
  await until('a comment of one process on the page of the other', async () => (await page.goto(second + article)) && (await page.locator('.u-comment').count()) === 3);
  check((await page.request.get(second + article, { headers: { 'If-None-Match': answer.headers().etag } })).status() === 200, 'a page that changed is said to be the old one');

  // Text of other scripts runs its own way, and a heap of marks stays where it was written.
  await post(page, { name: 'ليلى', body: `هذا تعليق قصير. 123\n\nA${'\u0301'.repeat(400)}` });
  await until('text from right to left', async () => (await page.goto(address + article)) && (await page.locator('.u-comment').count()) === 4);
  const rtl = await page.locator('.u-comment:has-text("هذا") .said-text p').first().evaluate((paragraph) => {
    const range = document.createRange();
    range.selectNodeContents(paragraph);
    const [text, room] = [range.getBoundingClientRect(), paragraph.getBoundingClientRect()];
    return { ends: room.right - text.right, begins: text.left - room.left };
  });
  check(rtl.ends < 2 && rtl.begins > 50, `Arabic does not begin on the right: ${JSON.stringify(rtl)}`);
  check(await page.locator('.u-comment').last().evaluate((one) => getComputedStyle(one).overflowY) === 'clip', 'marks are drawn over what others said');

  // A long conversation is laid out a part at a time; a link to a comment opens its part.
  const folded = '.said-more';
  await page.goto(address + much);
  check((await page.locator(`${folded} > summary`).allInnerTexts()).join() === 'Comments 201 to 260', 'a long conversation stands there in one piece');
  check(await page.locator(`.said-list >> text="No. 200."`).isVisible() && !(await page.getByText('No. 201.').isVisible()), 'the wrong part of a long conversation is open');
  const last = await page.locator('.said-one').last().getAttribute('id');
  await page.goto('about:blank');
  await page.goto(`${address}${much}#${last}`);
  check(await page.locator(folded).evaluate((part) => part.open) && await page.getByText('No. 259.').isVisible(), 'a link to a comment does not open its part');
  await seen(page, 'much');

  // Writes that no page of ours sent.
  for (const path of ['conversation/send', `conversation/like/${article}`, 'conversation/comments/1/like', new URL(sent).pathname.replace('/sent/', '/delete/').slice(1)]) {
    const foreign = await page.request.post(address + path, { form: { page: `/${article}` }, headers: { Origin: 'https://evil.example' } });
    check(foreign.status() === 403, `${path} from elsewhere is answered ${foreign.status()}`);
    const bare = await page.request.post(address + path, { form: { page: `/${article}` } });
    check(bare.status() === 403, `${path} without a token is answered ${bare.status()}`);
  }

  // With scripts allowed, none of a reader's runs.
  const loud = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  const victim = await loud.newPage();
  const asked = [];
  victim.on('request', (request) => { if (!request.url().startsWith(address) && !request.url().startsWith('data:')) asked.push(request.url()); });
  victim.on('dialog', (dialog) => { faults.push('a dialog'); dialog.dismiss(); });
  const paths = ['articles/queues-that-say-no/', 'articles/off-cpu/', 'articles/postmortems/', 'articles/index-promise/', 'articles/first-server/'];
  const token = (text, name) => new RegExp(`class="said-form"[^]*?name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';
  let turn = 0;
  const attacked = [];
  for (const attack of attacks) {
    for (const website of attack.startsWith('[') ? ['', 'https://e.example/"onmouseover="hit=1', 'javascript:hit=1'] : ['']) {
      const at = paths[turn++ % paths.length];
      const form = { page: `/${at}`, parent: '', name: `${turn} ${attack.replace(/\s+/g, ' ')}`.slice(0, 60), email: '', website, body: `${turn}\n\n${attack}` };
      const text = await (await page.request.post(`${address}conversation/preview`, { form })).text();
      if (website.startsWith('javascript')) check(text.includes('said-fault'), 'a script is taken for a website');
      else attacked.push(await page.request.post(`${address}conversation/send`, { form: { ...form, age: token(text, 'age'), form_token: token(text, 'form_token') } }));
    }
  }
  check(attacked.every((reply) => reply.status() === 200 && reply.url().includes('/sent/')), `not stored: ${attacked.map((reply) => reply.status())}`);
  await until('all that was posted', async () => (await (await page.request.get(address + paths[(turn - 1) % paths.length])).text()).includes(`<p>${turn}</p>`));
  for (const at of paths) {
    await victim.goto(address + at);
    check(await victim.locator('.u-comment').count() > 1, `${at}: nothing was stored`);
    check(await victim.evaluate(() => globalThis.hit) === undefined, `${at}: a script of a comment ran`);
    const bad = await victim.evaluate(() => [...document.querySelectorAll('.said *')].filter((each) => each.matches('script, iframe, style, svg, math, base, meta, object')
      || [...each.attributes].some(({ name, value }) => name.startsWith('on') || (/^(href|src|action)$/.test(name) && /^\s*(javascript|data):/i.test(value)))).map((each) => each.outerHTML));
    check(bad.length === 0, `${at}: ${bad}`);
  }
  check(asked.length === 0, `asks for ${asked}`);

  if (pictures) {
    for (const [name, width, height] of [['desktop', 1200, 1000], ['phone', 390, 844]]) {
      for (const colorScheme of ['light', 'dark']) {
        for (const at of ['articles/dns/', 'zh/articles/dns/']) {
          const context = await browser.newContext({ viewport: { width, height }, colorScheme });
          const view = await context.newPage();
          await view.goto(`${address}${at}#at.conversation`);
          await seen(view, `${name}-${colorScheme}-${at.startsWith('zh') ? 'zh' : 'en'}`);
          check(await view.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${at} is wider than a ${name}`);
          await context.close();
        }
      }
    }
  }
  // Deleted by who wrote it; what was answered leaves its place.
  await page.goto(sent);
  await press(page, '#at\\.notice form button');
  check(await page.locator('.said-gone').count() === 1, 'a deleted comment leaves no place');
} catch (error) {
  faults.push(error.stack);
} finally {
  await browser.close();
  for (const server of servers) {
    server.kill('SIGTERM');
    await new Promise((ended) => server.on('exit', ended));
  }
  site.remove();
}
if (faults.length) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log('a reader answers, edits, likes and takes back without JavaScript; nothing that was posted runs');
