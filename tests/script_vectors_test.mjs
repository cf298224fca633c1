// Texts that try to run a script, as comments, names, websites, mentions and imports of every format, on the pages that
// readers see: in a real browser, with the policy of the server switched off, none of them runs.
//
//   node tests/script_vectors_test.mjs PROGRAM
//
// Says so and passes where npm's playwright-core, a Chromium or Debian's sqlite3 is missing.
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { browserFlags, browserPath, buildSite, needPackage, skip } from './built_site.mjs';
import { addressVectors, nameVectors, textVectors, whatCouldRun } from './script_vectors.mjs';

const program = process.argv[2];
if (!program) throw new Error('name the program to test: node tests/script_vectors_test.mjs build/release/byline');
const { chromium } = (await import(needPackage('playwright-core'))).default;
const executablePath = browserPath();
if (spawnSync('sqlite3', ['--version']).status !== 0) skip('there is no sqlite3');

const faults = [];
const check = (is, what) => { if (!is) faults.push(what); };
const port = await new Promise((found) => {
  const probe = createServer().listen(0, '127.0.0.1', () => { const at = probe.address().port; probe.close(() => found(at)); });
});
const address = `http://127.0.0.1:${port}/`;
const site = buildSite({
  program,
  source: 'example',
  baseUrl: address,
  change: (folder) => appendFileSync(join(folder, 'byline.toml'), '\n[comments]\nenabled = true\nhold = "none"\nleast_seconds = 0\nmost_links = 100\nmost_a_minute = 1000000\nmost_a_day = 1000000\n'),
});
const files = join(site.folder, 'imports');
mkdirSync(files);

const escaped = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`).replace(/[\0\u0001]/g, '');
const data = (text) => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>').replace(/[\0\u0001]/g, '')}]]>`;
const quoted = (text) => `'${text.replace(/[\0\u0001]/g, '').replaceAll("'", "''")}'`;
const nth = (list, index) => list[index % list.length];
const vectors = textVectors.map((text, index) => ({ index, text: `${index}\n\n${text}`, html: text, name: `${index} ${nth(nameVectors, index)}`, website: nth(addressVectors, index), face: nth(addressVectors, index + 7) }));

// What each engine would have exported, had it been told these texts.
const formats = {
  disqus: {
    file: 'all.xml', page: 'articles/dns/',
    text: () => `<?xml version="1.0"?><disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals"><thread dsq:id="1"><link>${address}articles/dns/</link></thread>${vectors.map((each) => `<post dsq:id="${each.index + 2}"><message>${data(each.html)}</message><createdAt>2020-01-01T00:00:00Z</createdAt><author><name>${escaped(each.name)}</name></author><thread dsq:id="1"/></post>`).join('')}</disqus>`,
  },
  wordpress: {
    file: 'wxr.xml', page: 'articles/off-cpu/',
    text: () => `<?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><link>${address}articles/off-cpu/</link>${vectors.map((each) => `<wp:comment><wp:comment_id>${each.index + 1}</wp:comment_id><wp:comment_author>${data(each.name)}</wp:comment_author><wp:comment_author_url>${data(each.website)}</wp:comment_author_url><wp:comment_content>${data(each.html)}</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>`).join('')}</item></channel></rss>`,
  },
  remark42: {
    file: 'remark.jsonl', page: 'articles/postmortems/',
    text: () => ['{"version":1,"users":[],"posts":[]}', ...vectors.map((each) => JSON.stringify({ id: `r${each.index}`, pid: '', text: each.html, ...(each.index % 2 ? { orig: each.text } : {}), user: { name: each.name, id: 'x', picture: each.face }, locator: { site: 's', url: `${address}articles/postmortems/` }, score: 1, time: '2020-02-03T10:11:12Z', pin: each.index % 30 === 0 }))].join('\n'),
  },
  waline: {
    file: 'waline.json', page: 'articles/index-promise/',
    text: () => JSON.stringify({ type: 'waline', data: { Comment: vectors.map((each) => ({ objectId: `w${each.index}`, nick: each.name, link: each.website, comment: each.text, url: '/articles/index-promise/', status: 'approved', avatar: each.face, insertedAt: '2022-03-04T05:06:07.000Z' })) } }),
  },
  column: {
    file: 'column.html', page: 'articles/first-server/', flags: ['--page', '/articles/first-server/'],
    // Once as text, and once as elements of the page itself, which end where a parser says.
    text: () => `<html><body><div><strong>精选留言（${vectors.length}）</strong></div><ul>${vectors.map((each) => `<li><img src="${escaped(each.face)}"><span>${escaped(each.name)}</span> 👍（1）<div>${each.index} ${each.index % 2 ? escaped(each.html) : each.html}</div>2019-03-31</li>`).join('\n')}</ul></body></html>`,
  },
};
const imported = (file, format, flags = []) => {
  const ran = spawnSync(resolve(program), ['import', file, '--format', format, ...flags], { cwd: site.folder, encoding: 'utf8' });
  check(ran.status === 0, `the import of ${format} ends with ${ran.status}: ${ran.stderr.slice(0, 500)}`);
  const came = Number(/(\d+) comments came in/.exec(ran.stdout)?.[1] ?? 0);
  check(came >= (format === 'column' ? 20 : vectors.length / 2), `${format}: only ${came} of ${vectors.length} came in`);
};
for (const [format, { file, text, flags }] of Object.entries(formats)) {
  writeFileSync(join(files, file), text());
  imported(join(files, file), format, flags);
}
const isso = join(files, 'isso.db');
const made = spawnSync('sqlite3', [isso], { input: `CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER, created FLOAT NOT NULL, modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR, author VARCHAR, email VARCHAR, website VARCHAR, likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL, notification INTEGER DEFAULT 0);
INSERT INTO threads VALUES (1, '/articles/queues-that-say-no/', 'x');
${vectors.map((each) => `INSERT INTO comments VALUES (1, ${each.index + 1}, NULL, 1464818460, NULL, 1, 'x', ${quoted(each.text)}, ${quoted(each.name)}, NULL, ${quoted(each.website)}, 0, 0, '', 0);`).join('\n')}`, encoding: 'utf8' });
check(made.status === 0, `sqlite3: ${made.stderr}`);
imported(isso, 'isso');

// A store that somebody wrote into, and mentions: the names, addresses and sources are taken as they stand there.
const store = join(site.folder, 'data/byline.db');
const mentions = spawnSync('sqlite3', [store], { input: `PRAGMA foreign_keys = ON; BEGIN;
${vectors.map((each) => `INSERT INTO person (name, name_key, email, website, face, role, created_at, verified_at, wants_mail) VALUES (${quoted(each.name)}, 'k${each.index}', '', ${quoted(each.website)}, ${quoted(each.face)}, 'reader', 0, NULL, 0);
INSERT INTO comment (thread, parent, depth, person, kind, state, body, html, html_version, created_at, edited_at, likes, featured, featured_note, network, body_digest, verdict, submission, source, batch)
VALUES ('/articles/dns/', NULL, 0, (SELECT max(id) FROM person), '${nth(['mention', 'reply', 'like', 'repost'], each.index)}', 'published', ${quoted(each.text)}, '<script>hit=1</script>', 0, 1, NULL, 0, ${each.index % 40 === 0 ? each.index + 1 : 'NULL'}, ${quoted(each.html)}, '', '', '', 'v${each.index}', ${quoted(each.face)}, NULL);`).join('\n')}
COMMIT;`, encoding: 'utf8' });
check(mentions.status === 0, `sqlite3: ${mentions.stderr}`);

// What the author chose goes into the page when it is built, also where nobody serves it.
const chosen = spawnSync('sqlite3', [store], { input: "UPDATE comment SET featured = id, featured_note = body WHERE thread = '/articles/dns/' AND kind NOT IN ('like', 'repost');", encoding: 'utf8' });
check(chosen.status === 0, `sqlite3: ${chosen.stderr}`);
const built = spawnSync(resolve(program), ['build', site.folder], { encoding: 'utf8' });
check(built.status === 0, `the build with them ends with ${built.status}: ${built.stderr.slice(0, 500)}`);

const server = spawn(program, ['serve', site.folder, '--port', String(port), '--no-watch'], { stdio: ['ignore', 'pipe', 'inherit'] });
await new Promise((ready) => server.stdout.on('data', (text) => String(text).includes('SIGHUP') && ready()));
const browser = await chromium.launch({ executablePath, args: browserFlags });
try {
  // The server's policy would stop most of them: here the pages have to hold by themselves.
  const context = await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const asked = new Set();
  page.on('request', (request) => { if (!request.url().startsWith(address) && !request.url().startsWith('data:image')) asked.add(request.url()); });
  page.on('dialog', (dialog) => { faults.push('a dialog'); dialog.dismiss(); });

  // By the form, as readers do: the answers are pages too, with the text in a preview, in a form, in a fault.
  const at = '/zh/articles/dns/';
  const token = (text, name) => new RegExp(`class="said-form"[^]*?name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';
  const post = async (path, form) => {
    const body = new URLSearchParams(form).toString();
    const answer = await fetch(`${address}conversation/${path}`, { method: 'POST', body, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
    return { status: answer.status, url: answer.url, text: await answer.text() };
  };
  const answers = [];
  let stored = 0;
  for (const each of vectors) {
    const clean = (text) => text.replaceAll('\0', '');
    const form = { page: at, parent: '', name: clean(each.name), email: '', website: '', body: clean(each.text) };
    const preview = await post('preview', form);
    if (preview.status === 200) {
      const sent = await post('send', { ...form, age: token(preview.text, 'age'), form_token: token(preview.text, 'form_token') });
      stored += sent.url.includes('/sent/') ? 1 : 0;
      if (each.index % 25 === 0) answers.push(preview.text, sent.text);
    }
    // In every field at once, so that the form comes back with a fault.
    const refused = await post('preview', { ...form, parent: clean(each.html), email: clean(each.html), website: clean(each.website), page: at });
    if (each.index % 25 === 0) answers.push(refused.text);
    check(![preview, refused].some((answer) => answer.status >= 500), `${each.html} is answered with ${preview.status}`);
  }
  check(stored >= vectors.length * 0.9, `only ${stored} of ${vectors.length} were stored`);

  const examine = async (where) => {
    const found = await page.evaluate(whatCouldRun, '.said');
    check(!found.ran, `${where}: a script ran`);
    check(found.bad.length === 0, `${where}: ${[...new Set(found.bad)].slice(0, 10).join('\n    ')}`);
    check(!(await page.evaluate(() => globalThis.hit)), `${where}: a script ran later`);
  };
  for (const path of [...Object.values(formats).map((each) => each.page), 'articles/queues-that-say-no/', at.slice(1)]) {
    await page.goto(address + path);
    const shown = await page.locator('.said-list:not(.said-featured) .said-one').count();
    check(shown >= (path.includes('first-server') ? 20 : vectors.length / 2), `${path} shows ${shown} of ${vectors.length}`);
    await examine(path);
  }
  for (const text of answers) {
    await page.route('**/answered', (route) => route.fulfill({ body: text, contentType: 'text/html; charset=utf-8' }), { times: 1 });
    await page.goto(`${address}answered`);
    await examine('an answer to a form');
  }
  for (const path of ['articles/dns/', 'articles/first-server/']) {
    const text = readFileSync(join(site.folder, 'public', path, 'index.html'), 'utf8');
    await page.route('**/as-built', (route) => route.fulfill({ body: text, contentType: 'text/html; charset=utf-8' }), { times: 1 });
    await page.goto(`${address}as-built`);
    const shown = await page.locator('.said-featured .said-one').count();
    check(shown >= (path.includes('first-server') ? 20 : vectors.length / 2), `${path} was built with ${shown} of ${vectors.length}`);
    check(!(await page.evaluate(() => globalThis.hit)), `${path} as built: a script ran`);
    await page.evaluate(() => { for (const face of document.querySelectorAll('.said-one > header > svg.said-face')) face.remove(); });  // our own drawing
    await examine(`${path} as built`);
  }
  check(asked.size === 0, `pages ask for ${[...asked].slice(0, 5)}`);
} catch (error) {
  faults.push(error.stack);
} finally {
  await browser.close();
  server.kill('SIGTERM');
  await new Promise((ended) => server.on('exit', ended));
  site.remove();
}
if (faults.length) {
  console.error(faults.slice(0, 40).join('\n'));
  process.exit(1);
}
console.log(`${vectors.length} texts that try to run, each as a comment, a mention and an import of six formats: none does`);
