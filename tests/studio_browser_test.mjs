// The studio in a browser, first without scripts and then by keyboard: the first visit, logging in and out, codes, the
// queue with its reasons and its undo, answers, chosen comments, people, rules. No page breaks a rule of axe-core, in
// English and Chinese, light on a desktop and dark on a phone; and nothing that a reader wrote runs there. The English
// studio works on SQLite, the Chinese one on PostgreSQL, where that is installed.
//
//   node tests/studio_browser_test.mjs PROGRAM [PICTURES]
//
// PICTURES is a folder for screenshots. Says so and passes where npm's playwright-core, axe-core or a Chromium is missing.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { browserFlags, browserPath, needPackage, skip } from './built_site.mjs';
import { addressVectors, nameVectors, textVectors, whatCouldRun } from './script_vectors.mjs';
import { codeOf, endAll, helper, post, served } from './studio_site.mjs';

const [program, pictures] = process.argv.slice(2);
if (!program) skip('name the program to test: node tests/studio_browser_test.mjs build/release/byline');
const { chromium } = (await import(needPackage('playwright-core'))).default;
const axeSource = readFileSync(needPackage('axe-core/axe.min.js'), 'utf8');
const executablePath = browserPath();
if (pictures) mkdirSync(pictures, { recursive: true });

const faults = [];
const check = (is, what) => { if (!is) faults.push(what); };
const postgresql = helper('postgresql_server.py', program);
const axeTags = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
const browser = await chromium.launch({ executablePath, args: browserFlags });
const ways = { desktop: { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }, phone: { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true } };
const password = 'a password of some length';

// Each room, by axe-core too. Colours do not depend on the size: with pictures, both ways are looked at.
const look = async (site, language, state, wanted) => {
  for (const [way, options] of Object.entries(ways).filter(([name]) => pictures || name === wanted)) {
    const context = await browser.newContext({ ...options, storageState: state });
    const page = await context.newPage();
    page.on('console', (message) => { if (message.type() === 'error' && !message.location().url.includes('nowhere')) faults.push(`${language} ${way}: ${message.text()}`); });
    for (const room of ['', '?state=published', '?state=spam', 'conversations', 'thread/articles/dns/', 'people', 'people/1', 'letters', 'rules', 'account', 'thread/nowhere/', 'enter']) {
      const answer = await page.goto(site.studio + room);
      check(answer.status() === (room.includes('nowhere') ? 404 : 200), `${room} is answered ${answer.status()}`);
      check(await page.getAttribute('html', 'lang') === language, `${room} is not in ${language}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      check(wide <= 0, `${language} ${way} ${room}: ${wide} px wider than the window`);
      const small = await page.evaluate(() => [...document.querySelectorAll('button, summary, .tabs a, .top nav a, .button')].filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 44).map((each) => each.outerHTML.slice(0, 100)));
      check(small.length === 0, `${way} ${room}: too small to touch: ${small[0]}`);
      if (pictures) await page.screenshot({ path: join(pictures, `${language}-${way}-${room.replace(/\W+/g, '-') || 'queue'}.png`), fullPage: way === 'desktop' && room.startsWith('thread') });
      // What lies below the bar at the foot can be scrolled to; axe-core does not try.
      await page.evaluate(() => document.querySelector('.bulk')?.style.setProperty('position', 'static'));
      await page.evaluate(axeSource);
      const { violations } = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }), axeTags);
      for (const each of violations) faults.push(`${language} ${way} ${room || 'queue'}: ${each.id}: ${each.nodes[0].html.slice(0, 200)} ${each.nodes[0].any[0]?.message ?? ''}`);
    }
    await context.close();
  }
};

try {
  const mailPort = await helper('smtp_server.py', 'open');
  const site = await served(program, 'en', `[mail]\nserver = "127.0.0.1"\nport = ${mailPort}\nsecurity = "none"\nfrom = "site@example.org"\n`);
  const quiet = await browser.newContext({ ...ways.desktop, javaScriptEnabled: false });
  const page = await quiet.newPage();
  page.setDefaultTimeout(10_000);
  const text = (selector = 'main') => page.locator(selector).first().innerText();

  // Nobody is in: every room leads to the door.
  await page.goto(`${site.studio}people`);
  check(page.url().includes('/studio/enter?next=people'), `a stranger is led to ${page.url()}`);
  const door = await page.goto(`${site.studio}enter`);
  const headers = door.headers();
  check(/default-src 'none'/.test(headers['content-security-policy']) && !/unsafe/.test(headers['content-security-policy']), 'the policy of the studio');
  check(headers['cache-control'] === 'no-store' && headers['x-frame-options'] === 'DENY', 'headers of the studio');

  // The first visit.
  await page.goto(site.link);
  await page.fill('[name=name]', '林砚');
  await page.fill('[name=password]', password);
  await page.click('.main');
  check((await text('.notice')).includes('You are in'), 'the first visit does not lead in');
  check((await text()).includes('Nothing waits'), 'an empty queue says something else');
  const [cookie] = (await quiet.cookies()).filter((each) => each.name === 'byline_studio');
  check(cookie.httpOnly && cookie.sameSite === 'Strict' && cookie.path === '/studio', `the cookie: ${JSON.stringify(cookie)}`);
  await page.goto(site.link);
  await page.fill('[name=name]', 'second');
  await page.fill('[name=password]', password);
  await page.click('.main');
  check((await text()).includes('This link is over'), 'the first link works twice');

  // The queue, its reasons, decisions and their undo.
  const reader = await browser.newContext();
  for (const comment of [
    { fields: { name: '王小明', email: 'wang@example.org', website: 'https://wang.example/', body: '很有收获。*谢谢*！' } },
    { fields: { name: 'Ada', body: 'I do not **agree**, because of `ttl`.' } },
    { fields: { name: 'Bo', body: 'see https://a.example https://b.example https://c.example', website: '' } },
    { fields: { name: 'Robot', body: 'cheap watches', subject: 'filled in' } },
    { page: 'articles/off-cpu/', fields: { name: 'Ada', body: 'And here?' } },
  ]) await post(reader.request, site.address, comment);
  await page.goto(site.studio);
  check(await page.locator('.entry').count() === 4, `${await page.locator('.entry').count()} wait`);
  check((await text('#comment-1 .why')).includes('not verified'), 'a reason is missing');
  check((await text('#comment-3 .why')).includes('3 links'), 'the links are not told');
  check(await text('#comment-2 strong') === 'agree', 'the text is not rendered');
  await page.goto(`${site.studio}?state=spam`);
  check((await text('#comment-4 .why')).includes('no person sees'), 'nobody says why it is spam');
  await page.goto(site.studio);
  await page.click('#comment-1 button:text-is("Publish")');
  check((await text('.notice')).includes('1 published'), 'nothing says what was done');
  await page.click('.notice button');
  check((await text('.notice')).includes('as it was') && await page.locator('#comment-1').count() === 1, 'undo does nothing');
  await page.check('#comment-1 .pick input');
  await page.check('#comment-2 .pick input');
  await page.click('.bulk button:text-is("Publish")');
  check((await text('.notice')).includes('2 published') && await page.locator('.entry').count() === 2, 'many at once');
  await page.check('.bulk [name=all]');
  await page.click('.bulk button:text-is("Spam")');
  check((await text('.notice')).includes('2 marked'), 'all of a page');
  await page.click('.notice button');
  await page.goto(`${site.studio}?state=held&person=2`);
  check((await text('.filter')).includes('Ada') && await page.locator('.entry').count() === 1, 'by person');
  await page.goto(`${site.studio}?state=held&kind=mention`);
  check(await page.locator('.entry').count() === 0, 'by kind');
  await page.goto(`${site.studio}?thread=%2Farticles%2Foff-cpu%2F`);
  check(await page.locator('.entry').count() === 1, 'by page');

  // An answer from the queue publishes what it answers, and has the badge.
  await page.click('#comment-5 summary');
  await page.fill('#comment-5 textarea', 'Here *too*.');
  await page.click('#comment-5 .answer button');
  check((await text('.notice')).includes('on the page'), 'an answer is not told');
  await page.goto(`${site.studio}thread/articles/off-cpu/`);
  check((await text('.depth-1')).includes('author') && (await text('.depth-1 em')) === 'too', 'the answer does not stand below');
  check(!(await page.content()).includes('author:'), 'the address of an author is shown');
  await page.click('#comment-5 summary');
  await page.fill('#comment-5 textarea', 'kept'.padEnd(25_000, '.'));
  await page.click('#comment-5 .answer button');
  check((await page.inputValue('textarea')).startsWith('kept'), 'an answer that is too long is lost');

  // Chosen, in an order, with a word why.
  await page.goto(`${site.studio}thread/articles/dns/`);
  await page.click('#comment-1 .choose');
  await page.click('#comment-2 .choose');
  await page.click('#chosen-2 button:text-is("Move up")');
  await page.fill('#chosen-2 [name=note]', 'Says it in a <line>.');
  await page.click('#chosen-2 button:text-is("Save")');
  check(await page.locator('.chosen > li').first().getAttribute('id') === 'chosen-2', 'the order');
  check(await page.inputValue('#chosen-2 [name=note]') === 'Says it in a <line>.', 'the note');
  const shown = await quiet.newPage();
  for (let tries = 0; tries < 100; ++tries) {
    await shown.goto(`${site.address}articles/dns/`);
    if ((await shown.locator('.said-featured').count()) && (await shown.locator('.said-featured').innerText()).includes('Says it in a <line>.')) break;
  }
  const featured = await shown.locator('.said-featured .p-name').allInnerTexts();
  check(featured.join() === 'Ada,王小明', `readers see ${featured} first`);
  // A page in the background is drawn once a second, and every click waits for two drawings.
  await shown.close();
  await page.click('.notice button');
  check((await text('.notice')).includes('as it was') && await page.inputValue('#chosen-2 [name=note]') === '', 'undoing a word');
  await page.click('.notice button');
  check(await page.inputValue('#chosen-2 [name=note]') === 'Says it in a <line>.', 'and again');
  await page.click('#chosen-1 button:text-is("Take out")');
  check(await page.locator('.chosen > li').count() === 1, 'one is taken out');
  await page.click('.notice button');
  check(await page.locator('.chosen > li').count() === 2, 'taking out is undone');
  await page.click('#chosen-1 button:text-is("Take out")');

  // People.
  await page.goto(`${site.studio}people`);
  await page.click('a:text-is("Ada")');
  check(await page.locator('.entry').count() === 2 && (await text('.line')).includes('2 published of 2, on 2 pages'), `a person: ${await text('.line')}`);
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('.button')]);
  check(download.suggestedFilename() === 'person-2.json', 'the data of a person');
  await page.goto(`${site.studio}people/1`);
  await page.click('.danger summary');
  await page.click('.danger button');
  check((await text('.notice')).includes('erased') && !(await text()).includes('王小明'), 'erasing');

  // Rules: of the file, then other ones, heard by the server that serves.
  await page.goto(`${site.studio}rules`);
  check(await page.getAttribute('[name=most_links]', 'placeholder') === '2', 'what the file says');
  await page.fill('[name=most_links]', '9');
  await page.fill('[name=blocked]', 'casino\n\n# no word\n博彩\n');
  await page.check('[name=hold][value=none]');
  await page.click('.sheet .main');
  check((await text('.notice')).includes('Saved') && await page.inputValue('[name=blocked]') === 'casino\n博彩\n', 'rules are not kept');
  for (let tries = 0; tries < 50; ++tries) {
    await post(reader.request, site.address, { fields: { name: 'Cy', body: `now ${tries}` } });
    await page.goto(`${site.studio}?state=published`);
    if ((await text()).includes('Cy')) break;
  }
  check((await text()).includes('Cy'), 'the server goes by the old rules');
  await post(reader.request, site.address, { fields: { name: 'Di', body: '来玩博彩' } });
  await page.goto(`${site.studio}?state=spam`);
  check((await text()).includes('博彩') && (await text()).includes('on your list'), 'the list of the studio');

  await page.goto(`${site.studio}rules`);
  await page.fill('[name=most_links]', '7');
  await page.click('.sheet .main');
  await page.click('.notice button');
  check((await text('.notice')).includes('as they were') && await page.inputValue('[name=most_links]') === '9', 'undoing rules');

  // A letter to an address that the mail server refuses.
  await post(reader.request, site.address, { fields: { name: 'Nob', email: 'nobody@example.org', body: 'Where is my letter?' } });
  const untilThere = async (selector) => {
    for (let tries = 0; tries < 500 && await page.locator(selector).count() === 0; ++tries) await page.reload();
  };
  await page.goto(`${site.studio}people`);
  await untilThere('a[href$="/letters"]');
  await page.click('a[href$="/letters"]');
  check(/nobody@example\.org[^]*refuses[^]*550/.test(await text('.letters')), `a failed letter is shown: ${await text()}`);
  await page.click('button:text-is("Try again")');
  check((await text('.notice')).includes('on its way'), 'a letter is tried again');
  await untilThere('.letters');
  if (pictures) await page.screenshot({ path: join(pictures, 'letters.png') });
  await page.click('button:text-is("Drop")');
  check((await text('.notice')).includes('dropped') && (await text()).includes('Every letter'), `a letter is dropped: ${await text()}`);

  // Writes that no page of this session sent.
  const token = await page.locator('[name=form_token]').first().inputValue();
  const foreign = { Origin: 'https://evil.example' };
  const own = { Origin: site.address.slice(0, -1) };
  const tries = [
    [await page.request.post(`${site.studio}decide`, { form: { form_token: token, one: 'deleted.2' }, headers: foreign }), 403],
    [await page.request.post(`${site.studio}decide`, { form: { one: 'deleted.2' }, headers: own }), 403],
    [await page.request.post(`${site.studio}decide`, { form: { form_token: token, one: 'deleted.2' } }), 403],
    [await reader.request.post(`${site.studio}decide`, { form: { form_token: token, one: 'deleted.2' }, headers: own, maxRedirects: 0 }), 403],
  ];
  for (const [answer, status] of tries) check(answer.status() === status, `a foreign write is answered ${answer.status()}`);
  const led = await page.request.post(`${site.studio}decide`, { form: { form_token: token, one: 'held.99', back: 'https://evil.example/\\' }, headers: own, maxRedirects: 0 });
  check(led.headers().location?.startsWith('/studio/') && !led.headers().location.includes('evil'), `a form leads to ${led.headers().location}`);

  await look(site, 'en', await quiet.storageState(), 'desktop');

  // Codes of an authenticator, then out and in again.
  await page.goto(`${site.studio}account`);
  const key = await text('.key');
  check(await page.locator('.qr path').count() === 1, 'there is no picture of the key');
  if (pictures) await page.locator('.qr').screenshot({ path: join(pictures, 'qr.png') });
  await page.fill('[name=code]', '000000');
  await page.click('form:has(.key) .main');
  check((await text('.notice')).includes('wrong') && await text('.key') === key, 'a wrong code');
  const now = Date.now();
  await page.fill('[name=code]', codeOf(key, now));
  await page.click('form:has(.key) .main');
  check((await text('.notice')).includes('Codes are asked'), `codes: ${await text()}`);
  await page.goto(site.studio);
  check(page.url().includes('/enter'), 'a session outlives the codes');
  const enter = async (name, word, code = '') => {
    await page.fill('[name=name]', name);
    await page.fill('[name=password]', word);
    await page.fill('[name=code]', code);
    await page.click('.main');
  };
  await enter('林砚', password);
  check((await text('.notice')).includes('Now a code'), 'the password alone opens');
  await enter('林砚', password, codeOf(key, now));
  check((await text('.notice')).includes('wrong'), 'a code works twice');
  await enter('林砚', password, codeOf(key, now + 30_000));
  check(await page.locator('.tabs').count() === 1, `a right code does not open: ${await text()}`);
  await page.goto(`${site.studio}account`);
  await page.fill('[name=old]', password);
  await page.fill('[name=new]', `${password}!`);
  await page.click('form:has([name=old]) .main');
  check((await text('.notice')).includes('password was changed'), 'changing the password');
  await page.goto(site.studio);
  check(page.url().includes('/enter'), 'a session outlives the password');
  const guess = { name: '林砚', password, code: '', form_token: await page.locator('[name=form_token]').first().inputValue() };
  for (let tried = 0; tried < 10; ++tried) await page.request.post(`${site.studio}enter`, { form: guess, headers: own });
  await enter('林砚', password);
  check((await text('.notice')).includes('Too many'), `attempts have no end: ${await text()}`);
  await quiet.close();

  // In Chinese, by keyboard, with what readers could write at worst.
  const store = await postgresql;
  const onPostgresql = store ? { BYLINE_STORE: store } : {};
  if (!store) console.log('PostgreSQL is not installed: SQLite twice');
  const chinese = await served(program, 'zh', 'most_links = 100\n', onPostgresql);
  const context = await browser.newContext(ways.desktop);
  const hands = await context.newPage();
  hands.setDefaultTimeout(10_000);
  await hands.goto(chinese.link);
  await hands.fill('[name=name]', '林砚');
  await hands.fill('[name=password]', password);
  await hands.keyboard.press('Enter');
  await hands.waitForURL(/said=entered/);
  for (const [name, body] of [['阿梅', '第一次留言。'], ['Ada', 'Second.'], ['老周', '第三条，问个问题：TTL 设多少好？'], ['小林', '路过。']]) {
    await post(reader.request, chinese.address, { fields: { name, body } });
  }
  const loaded = async (keys) => { await Promise.all([hands.waitForEvent('load'), hands.keyboard.press(keys)]); };
  await hands.goto(chinese.studio);
  for (const each of ['j', 'j', 'x', 'k', 'x']) await hands.keyboard.press(each);
  await loaded('p');
  check((await hands.locator('.notice').innerText()).includes('已发布 2 条'), 'by keyboard: publish two');
  await loaded('u');
  check(await hands.locator('.entry').count() === 4, 'by keyboard: undo');
  await hands.keyboard.press('j');
  await loaded('s');
  check(await hands.locator('.entry').count() === 3 && await hands.evaluate(() => document.activeElement.className === 'entry'), 'by keyboard: the next one has the focus');
  await hands.keyboard.press('?');
  check(await hands.locator('dialog').isVisible(), 'by keyboard: help');
  if (pictures) await hands.screenshot({ path: join(pictures, 'zh-keys.png') });
  await hands.keyboard.press('Escape');
  await hands.keyboard.press('j');
  await hands.keyboard.press('a');
  await hands.keyboard.type('ps 谢谢');
  check(await hands.locator('textarea:focus').inputValue() === 'ps 谢谢', 'by keyboard: letters do something in a text');
  if (pictures) await hands.screenshot({ path: join(pictures, 'zh-answer.png') });

  await hands.goto(chinese.studio);
  await hands.locator('.pick input').first().check();
  await hands.locator('.bulk button').first().click();
  await hands.goto(`${chinese.studio}thread/articles/dns/`);
  await hands.locator('.choose').first().click();
  await look(chinese, 'zh', await context.storageState(), 'phone');

  // A long thread is shown in parts, each comment found in its own.
  const long = Array.from({ length: 450 }, (_, index) => ({ objectId: `c${index}`, pid: index % 3 ? `c${index - index % 3}` : undefined, url: '/articles/dns/', nick: `读者${index}`, comment: `第 ${index} 条`, insertedAt: new Date(1_600_000_000_000 + index * 60_000).toISOString() }));
  writeFileSync(join(chinese.folder, 'long.json'), JSON.stringify(long));
  const imported = spawnSync(resolve(program), ['import', 'long.json'], { cwd: chinese.folder, encoding: 'utf8', env: { ...process.env, ...onPostgresql } });
  check(imported.status === 0, `import: ${imported.stderr}`);
  await hands.goto(`${chinese.studio}thread/articles/dns/`);
  const parts = [await hands.locator('.tree .entry').count()];
  check(await hands.locator('.chosen > li').count() === 1, 'what is chosen is missing beside a newer part');
  while (parts.length < 5 && await hands.locator('.pages [rel=next]').count()) {
    await Promise.all([hands.waitForEvent('load'), hands.locator('.pages [rel=next]').click()]);
    parts.push(await hands.locator('.tree .entry').count());
  }
  check(parts.join() === '200,200,54', `a thread of 454 is shown in parts of ${parts}`);
  check((await hands.locator('.tree').innerText()).includes('第一次留言'), 'the eldest stands in the last part');
  await hands.goto(`${chinese.studio}thread/articles/dns/?at=2#comment-2`);
  check(await hands.locator('#comment-2').count() === 1, 'a comment of an older part is found');

  const count = Number(process.env.BYLINE_VECTORS ?? 60);
  const chosen = textVectors.filter((_, index) => index % Math.ceil(textVectors.length / count) === 0);
  for (const [index, body] of chosen.entries()) {
    await post(reader.request, chinese.address, { page: 'articles/off-cpu/', fields: { name: nameVectors[(index * 7) % nameVectors.length], body } }).catch(() => {});
  }
  const bare = await browser.newContext({ ...ways.desktop, bypassCSP: true, storageState: await context.storageState() });
  const victim = await bare.newPage();
  victim.on('dialog', (dialog) => { faults.push('a dialog opened'); dialog.dismiss(); });
  victim.on('request', (request) => { if (!request.url().startsWith(chinese.address)) faults.push(`asked for ${request.url().slice(0, 100)}`); });
  let seen = 0;
  for (const room of ['?state=held', '?state=spam', 'thread/articles/off-cpu/', 'people', 'people/8']) {
    await victim.goto(chinese.studio + room);
    seen += await victim.locator('.entry').count();
    const result = await victim.evaluate(`(${whatCouldRun})('main .text, main .about, main .context, main .name, main .face, main header, main .why, main .list')`);
    check(!result.ran, `${room}: a script ran`);
    for (const bad of result.bad) faults.push(`${room}: ${bad}`);
  }
  check(seen >= chosen.length, `only ${seen} entries were looked at`);

  await victim.setViewportSize(ways.phone.viewport);
  await victim.goto(chinese.studio);
  const wide = await victim.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check(wide <= 0, `on a phone, long names make the page ${wide} px wider`);
  await bare.close();
  await context.close();
} catch (error) {
  faults.push(String(error.stack ?? error));
} finally {
  await browser.close();
  endAll();
}
for (const each of faults.slice(0, 40)) console.error(each);
console.log(faults.length ? `${faults.length} faults` : 'the studio does as it says');
process.exit(faults.length ? 1 : 0);
