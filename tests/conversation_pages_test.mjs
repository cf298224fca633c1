// Every page of the conversation that a reader can meet, in both languages, light and dark, on a desktop and a phone: no
// fault that axe-core finds, nothing wider than the screen, nothing that only JavaScript or a mouse could do.
//
//   node tests/conversation_pages_test.mjs PROGRAM [SCREENSHOTS]
//
// SCREENSHOTS is a folder for pictures of them all. Says so and passes where npm's playwright-core, axe-core, a Chromium or
// Debian's sqlite3 is missing.
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { browserFlags, browserPath, buildSite, needPackage, skip } from './built_site.mjs';

const [program, pictures] = process.argv.slice(2);
if (!program) throw new Error('name the program to test: node tests/conversation_pages_test.mjs build/release/byline');
const { chromium } = (await import(needPackage('playwright-core'))).default;
const axeSource = readFileSync(needPackage('axe-core/axe.min.js'), 'utf8');
const executablePath = browserPath();
if (spawnSync('sqlite3', ['--version']).status !== 0) skip('there is no sqlite3');

const faults = [];
const check = (is, what) => { if (!is) faults.push(what); };
const port = await new Promise((found) => {
  const probe = createServer().listen(0, '127.0.0.1', () => { const at = probe.address().port; probe.close(() => found(at)); });
});
// Below a path, as under https://host/blog/.
const address = `http://127.0.0.1:${port}/blog/`;
const site = buildSite({
  program,
  source: 'example',
  baseUrl: address,
  change: (folder) => appendFileSync(join(folder, 'byline.toml'), '\n[comments]\nenabled = true\nleast_seconds = 0\nmost_a_minute = 10000\nmost_a_day = 10000\n\n[comments.kinds]\nnote = "closed"\n'),
});
const serve = async () => {
  const server = spawn(program, ['serve', site.folder, '--port', String(port), '--no-watch'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((ready) => server.stdout.on('data', (text) => String(text).includes('SIGHUP') && ready()));
  return server;
};
const stop = (server) => new Promise((ended) => { server.on('exit', ended); server.kill('SIGTERM'); });
const store = join(site.folder, 'data/byline.db');
const sql = (text) => {
  const ran = spawnSync('sqlite3', [store], { input: text, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`sqlite3: ${ran.stderr}`);
  return ran.stdout.trim();
};

await stop(await serve()); // makes the store
// A conversation with everything in it: answers to answers, the author, a verified reader, featured ones with reasons, one that
// was taken away, one that was edited, long words, code, mentions and likes from elsewhere.
const said = {
  '/articles/dns/': ['Ada Lovelace', 'Wu Qi', 'Lin Yan', 'Jo', 'A reader with a very long name that goes on',
    'I ran into this **last week**. The resolver of our provider keeps records for a day, whatever the TTL says:\n\n```sh\ndig +noall +answer example.org @resolver.provider.example && echo a-line-that-is-much-longer-than-any-phone-is-wide\n```\n\n1. Ask the authority\n2. Ask the resolver\n3. Compare',
    'Which provider? We saw the same with https://example.org/a/very/long/address/that/does/not/end/where/one/would/like/it/to/end/on/a/phone.html in a log.',
    'Thank you, this belongs into the text. I have added a section.\n\n> keeps records for a day\n\nis the clearest case that I know of.', 'Agreed.', 'The clearest description of the fault.'],
  '/zh/articles/dns/': ['王小明', '吴琪', '林砚', '山川', '一个名字特别特别长的读者他的名字写到这里还没有写完',
    '上周刚踩到这个坑。**运营商的解析器**会把记录留一整天，TTL 写多少都没用：\n\n```sh\ndig +noall +answer example.org @resolver.provider.example && echo a-line-that-is-much-longer-than-any-phone-is-wide\n```\n\n1. 问权威\n2. 问解析器\n3. 对比',
    '请问是哪家运营商？我们在日志里也见过 https://example.org/a/very/long/address/that/does/not/end/where/one/would/like/it/to/end/on/a/phone.html 。',
    '谢谢，这一点应该写进正文，我已经加了一节。\n\n> 会把记录留一整天\n\n这是我见过最清楚的例子。', '同意。', '把问题说得最清楚。'],
};
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
let rows = 'PRAGMA foreign_keys = ON; BEGIN;';
let id = 0;
for (const [page, [first, second, author, third, long, one, two, three, four, why]] of Object.entries(said)) {
  const base = id;
  const people = [[first, 'reader', 1, 'https://example.org/ada'], [second, 'reader', null, ''], [author, 'author', 1, 'https://example.org/'], [third, 'reader', null, ''], [long, 'reader', null, '']];
  for (const [name, role, verified, website] of people) {
    id += 1;
    rows += `INSERT INTO person (id, name, name_key, email, website, face, role, created_at, verified_at, wants_mail) VALUES (${id}, ${quoted(name)}, ${quoted(name)}, ${quoted(`${id}@example.org`)}, ${quoted(website)}, '', '${role}', 0, ${verified}, 0);`;
  }
  // person, parent, depth, state, kind, text, likes, featured
  const comments = [[1, 0, 0, 'published', 'comment', one, 18, 1], [2, 1, 1, 'published', 'comment', two, 0, null], [3, 2, 2, 'published', 'comment', three, 5, 2], [4, 3, 3, 'published', 'comment', four, 1, null],
    [2, 4, 4, 'deleted', 'comment', 'x', 0, null], [5, 5, 4, 'published', 'comment', four, 0, null], [5, 0, 0, 'published', 'reply', two, 0, null], [4, 0, 0, 'published', 'like', '', 0, null], [1, 0, 0, 'published', 'repost', '', 0, null]];
  comments.forEach(([person, parent, depth, state, kind, body, likes, featured], index) => {
    rows += `INSERT INTO comment (id, thread, parent, depth, person, kind, state, body, html, html_version, created_at, edited_at, likes, featured, featured_note, network, body_digest, verdict, submission, source, batch) VALUES (${base * 10 + index + 1}, ${quoted(page)}, ${parent ? base * 10 + parent : 'NULL'}, ${depth}, ${base + person}, '${kind}', '${state}', ${quoted(body)}, '', 0, ${1710720000000 + index * 7_000_000}, ${index === 1 ? 1710720000001 : 'NULL'}, ${likes}, ${featured}, ${quoted(featured === 1 ? why : '')}, '', '', '', 's${base}-${index}', ${quoted(kind === 'comment' ? '' : 'https://elsewhere.example/post')}, NULL);`;
  });
}
sql(`${rows} COMMIT;`);
const key = sql("SELECT value FROM setting WHERE name LIKE '%key%'");
// As a letter would bring it.
const link = (purpose, person) => spawnSync('/usr/bin/python3', ['-c', `
import hashlib, struct, sys
purpose, message = "link " + sys.argv[2], sys.argv[3] + ".9999999999999"
made = hashlib.blake2b(struct.pack("<Q", len(purpose)) + purpose.encode() + message.encode(), key=bytes.fromhex(sys.argv[1]), digest_size=32).hexdigest()
print(message + "." + made[:40], end="")`, key, purpose, String(person)], { encoding: 'utf8' }).stdout;

const server = await serve();
const browser = await chromium.launch({ executablePath, args: browserFlags });
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', javaScriptEnabled: false });
  const reader = await context.newPage();
  reader.setDefaultTimeout(20_000);
  const field = (name) => `#at\\.form [name=${name}]`;
  const press = async (what) => { await reader.locator(what).first().press('Enter'); await reader.waitForLoadState(); };
  const shots = [];
  // What stands before the reader now, to be looked at in every way.
  const keep = async (name) => shots.push({ name, html: await reader.content(), url: reader.url() });
  const visit = async (path, name) => {
    const answer = await reader.goto(address + path);
    check(answer.status() < 500, `${path} is answered with ${answer.status()}`);
    await keep(name);
  };

  for (const language of ['', 'zh/']) {
    const own = language ? 'zh-' : '';
    const article = `${language}articles/dns/`;
    const words = language ? { name: '李雷', text: '写得很清楚，**受用。**后文也是。\n\n- 一\n- 二', better: '写得很清楚，*改过了*。' } : { name: 'Grace', text: 'Well put, and *useful*.\n\n- one\n- two', better: 'Well put; *changed*.' };
    await visit(article, `${own}thread`);
    await visit(`${language}articles/off-cpu/`, `${own}empty`);
    if (!language) await visit('notes/timeouts/', 'closed');
    await visit(`conversation/comments/${language ? 51 : 1}/answer#at.form`, `${own}answer`);
    // Wrong in every way, and then right.
    await reader.goto(address + article);
    await reader.fill(field('name'), '   ');
    await reader.fill(field('email'), 'grace@nowhere');
    await reader.fill(field('website'), 'javascript:x');
    await reader.fill(field('body'), words.text.padEnd(20_001, 'x'));
    await press('#at\\.form .said-main');
    check(await reader.locator('.said-fault').count() >= 3, `${own}faults are not all told: ${await reader.locator('.said-fault').count()}`);
    check((await reader.inputValue(field('body'))).length === 20_001, `${own}a form with faults loses its text`);
    await reader.fill(field('body'), '');
    await keep(`${own}faults`);
    await reader.fill(field('name'), words.name);
    await reader.fill(field('email'), '');
    await reader.fill(field('website'), 'example.org');
    await reader.fill(field('body'), words.text);
    await press('#at\\.form .said-main');
    await keep(`${own}preview`);
    await press('#at\\.form [value=write]');
    check(await reader.inputValue(field('name')) === words.name, `${own}going back loses the name`);
    await press('#at\\.form .said-main');
    await press('#at\\.form .said-main');
    check(reader.url().includes('/sent/'), `${own}sent, and then at ${reader.url()}`);
    await keep(`${own}sent-held`);
    const sent = reader.url();
    await press('#at\\.notice .said-button');
    await keep(`${own}edit`);
    await reader.fill(field('body'), words.better);
    await press('#at\\.form [value=preview]');
    await keep(`${own}edit-preview`);
    await press('#at\\.form .said-main');
    sql(`UPDATE comment SET state = 'published' WHERE id = ${/comments\/(\d+)\//.exec(sent)[1]}`);
    await reader.goto(sent);
    await keep(`${own}sent-published`);
    await press('#at\\.notice form button');
    await keep(`${own}deleted`);
    // A name that belongs to somebody.
    await reader.goto(address + article);
    sql(`UPDATE person SET verified_at = 1, email = '${language}g@example.org' WHERE name = ${quoted(words.name)}`);
    await reader.fill(field('name'), words.name);
    await reader.fill(field('body'), words.text);
    await press('#at\\.form .said-main');
    await press('#at\\.form .said-main');
    check(await reader.locator('.said-fault').count() === 1, `${own}a name that belongs to another is taken again`);
    await keep(`${own}name-taken`);
    await reader.goto(address + article);
    await press('.said-list form button');
    await keep(`${own}liked`);
    await press('#at\\.notice form button');
    await keep(`${own}like-taken-back`);
    const asked = `?language=${language ? 'zh' : 'en'}`;
    for (const purpose of ['verify', 'mine', 'stop']) await visit(`conversation/${purpose}/${link(purpose, 2)}${asked}`, `${own}${purpose}`);
    await press('main form button');
    await keep(`${own}stopped`);
    await visit(`conversation/verify/over${asked}`, `${own}link-over`);
  }
  await context.close();

  const desktop = { width: 1280, height: 900 };
  const phone = { width: 390, height: 844 };
  const ways = [['desktop-light', desktop, 'light'], ['phone-dark', phone, 'dark'], ['desktop-dark', desktop, 'dark'], ['phone-light', phone, 'light']].slice(0, pictures ? 4 : Number(process.env.BYLINE_WAYS ?? 2));
  const looking = await browser.newContext({ viewport: desktop, reducedMotion: 'reduce' });
  await looking.addInitScript(axeSource);
  const page = await looking.newPage();
  page.on('request', (request) => { if (!request.url().startsWith(address) && !request.url().startsWith('data:')) faults.push(`asks for ${request.url()}`); });
  page.on('console', (message) => { if (/Content Security Policy/.test(message.text())) faults.push(message.text()); });
  const tags = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
  for (const { name, html, url } of shots) {
    await page.route(url.split('#')[0], (route) => route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' }), { times: 1 });
    await page.goto('about:blank'); // or the browser would only scroll to where the address points
    await page.goto(url);
    for (const [way, size, colorScheme] of ways) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      const found = await page.evaluate(async (only) => {
        const { violations } = await axe.run(document, { runOnly: only, resultTypes: ['violations'] });
        const small = [...document.querySelectorAll('.said :is(button, input:not([type=hidden]), textarea:not([hidden]), a.said-button)')].filter((each) => !each.closest('.said-extra') && each.getBoundingClientRect().height < 44).map((each) => each.outerHTML.slice(0, 100));
        return { wide: document.documentElement.scrollWidth - document.documentElement.clientWidth, small, violations: violations.map(({ id, help, nodes }) => `${id}, ${help}: ${nodes[0].html.slice(0, 200)} ${(nodes[0].failureSummary ?? '').replace(/\s+/g, ' ').slice(0, 200)}`) };
      }, tags);
      for (const violation of found.violations) faults.push(`${name} (${way}): ${violation}`);
      check(found.wide <= 0, `${name} (${way}): ${found.wide} pixels wider than the screen`);
      check(found.small.length === 0, `${name} (${way}): too small to be touched: ${found.small[0]}`);
      if (pictures) {
        const section = page.locator('.talk-back').first();
        await section.screenshot({ path: join(pictures, `${name}-${way}.png`), timeout: 20_000 }).catch((error) => faults.push(`${name}: ${error.message.slice(0, 200)}`));
      }
    }
    await page.emulateMedia({ colorScheme: 'light' });
    if (name === 'thread' || name === 'zh-thread') {
      await page.emulateMedia({ media: 'print' });
      const printed = await page.evaluate(() => [...document.querySelectorAll('.said :is(form, button, textarea)')].filter((each) => each.getClientRects().length > 0).length);
      check(printed === 0, `${name}: ${printed} forms are printed`);
      if (pictures) await page.locator('.talk-back').screenshot({ path: join(pictures, `${name}-print.png`) });
      await page.emulateMedia({ media: 'screen' });
    }
  }
  console.log(`${shots.length} pages of the conversation, each in ${ways.length} ways`);
} catch (error) {
  faults.push(error.stack);
} finally {
  await browser.close();
  await stop(server);
  site.remove();
}
if (faults.length) {
  console.error(`${faults.slice(0, 40).join('\n')}\n${faults.length} faults`);
  process.exit(1);
}
