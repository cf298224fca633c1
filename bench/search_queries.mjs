// Asks both engines for posts that are known to be there, and counts what each fetches.
//
//   node search_queries.mjs DOCUMENTS INDEX PAGEFIND LANGUAGE QUERIES SEED
//
// DOCUMENTS is what byline_search_index read, INDEX what it wrote, PAGEFIND the peer's bundle or `none`. Prints JSON: for each engine
// the mean reciprocal rank of the post (within ten results) by kind of query, and bytes and requests to first results. SEED draws the queries.
// Ours runs in node with the scripts as they are written, the peer in Chromium, which its own needs.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const [, , documentsPath, indexPath, pagefindPath, language, wanted, seed] = process.argv;
const root = dirname(dirname(fileURLToPath(import.meta.url)));

let state = Number(seed);
const below = (bound) => {
  state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
  return Math.floor((state / 0x80000000) * bound);
};

const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
// Long texts take the segmenter quadratic time, which English does not need.
const wordsOf = (text) => (language === 'en' ? text.match(/[A-Za-z]+/g) ?? [] : [...segmenter.segment(text)].filter((part) => part.isWordLike).map((part) => part.segment));
const usable = language === 'zh' ? /^[\u4e00-\u9fff]{2,}$/ : /^[A-Za-z]{4,20}$/;

const documents = readFileSync(documentsPath, 'utf8').split('\x1c').slice(0, -1).map((record) => {
  const [head, ...sections] = record.split('\x1e');
  const [address, title, itsLanguage] = head.split('\x1f');
  return { address, title, language: itsLanguage, text: sections.map((section) => section.split('\x1f').slice(1).join('\n')).join('\n') };
}).filter((document) => document.language === language);

// Queries of three kinds: two or three of the post's own rare words; its title without one word; one to three words of titles.
const makeQueries = (count) => {
  const frequency = new Map();
  const wordSets = documents.map((document) => new Set(wordsOf(document.text).filter((word) => usable.test(word)).map((word) => word.toLowerCase())));
  for (const words of wordSets) for (const word of words) frequency.set(word, (frequency.get(word) || 0) + 1);
  const titles = new Map();
  for (const { title } of documents) titles.set(title, (titles.get(title) || 0) + 1);
  const order = documents.map((unused, i) => i);
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = below(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  const rare = [];
  const title = [];
  const typical = [];
  for (const i of order) {
    const { address, title: whole } = documents[i];
    const own = [...wordSets[i]].filter((word) => frequency.get(word) <= 5).sort((a, b) => frequency.get(a) - frequency.get(b) || (a < b ? -1 : 1)).slice(0, 12);
    if (own.length >= 3 && rare.length < count) {
      const picked = Array.from({ length: 2 + below(2) }, () => own.splice(below(own.length), 1)[0]).filter(Boolean);
      rare.push({ address, query: picked.join(' ') });
    }
    const parts = [...segmenter.segment(whole)];
    const places = parts.map((part, at) => (part.isWordLike ? at : -1)).filter((at) => at >= 0);
    if (places.length >= 3 && titles.get(whole) === 1 && title.length < count) {
      const dropped = places[below(places.length)];
      title.push({ address, query: parts.filter((unused, at) => at !== dropped).map((part) => part.segment).join('').replace(/\s+/g, ' ').trim() });
    }
    const words = wordsOf(whole).filter((word) => (language === 'zh' ? usable : /^[A-Za-z]{3,}$/).test(word));
    if (words.length && typical.length < count) typical.push({ address, query: words.slice(0, 1 + (typical.length % 3)).join(' ') });
  }
  return { rare, title, typical };
};

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
const ask = async (queries, search) => {
  const told = {};
  for (const kind of ['rare', 'title']) {
    let sum = 0;
    let found = 0;
    for (const { address, query } of queries[kind]) {
      const rank = (await search(query)).addresses.slice(0, 10).indexOf(address) + 1;
      sum += rank ? 1 / rank : 0;
      found += rank > 0;
      if (!rank && process.env.BYLINE_MISSED) console.error(`${kind}: ${query} -> ${address}`);
    }
    told[kind] = { queries: queries[kind].length, mrr: sum / (queries[kind].length || 1), found };
  }
  const costs = [];
  for (const { query } of queries.typical) costs.push({ ...(await search(query)).cost, query });
  for (const what of ['bytes', 'gzip', 'requests']) {
    const sorted = costs.map((cost) => cost[what]).sort((a, b) => a - b);
    told[what] = { median: median(sorted), p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0, most: sorted.at(-1) ?? 0 };
  }
  told.costliest = costs.reduce((a, b) => (a.bytes > b.bytes ? a : b), { bytes: 0, query: '' }).query;
  return told;
};

const sizes = new Map();
const gzipped = (path, bytes) => {
  if (!sizes.has(path)) sizes.set(path, gzipSync(bytes).length);
  return sizes.get(path);
};

// A fresh client each time: what a reader fetches who asks one thing. The scripts and what they show the dialog with are counted too.
const openOurs = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'byline-search-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(root, 'src/search/client'), folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const { createEngine } = await import(pathToFileURL(join(folder, 'engine.js')));
  const scripts = ['search.js', 'dialog.js', `${language}.json`].map((name) => readFileSync(join(indexPath, name)));
  return async (query) => {
    const cost = { bytes: 0, gzip: 0, requests: scripts.length };
    for (const script of scripts) {
      cost.bytes += script.length;
      cost.gzip += gzipped(script, script);
    }
    const engine = createEngine('/', async (address) => {
      const path = join(indexPath, address.replace(/\?.*/, ''));
      if (!existsSync(path)) return { status: 404 };
      const bytes = readFileSync(path);
      cost.bytes += bytes.length;
      cost.gzip += gzipped(path, bytes);
      cost.requests += 1;
      return { ok: true, status: 200, arrayBuffer: async () => Uint8Array.from(bytes).buffer };
    });
    const { results } = await engine.search(`${query} `);
    return { addresses: results.map((result) => result.address), cost };
  };
};

const openPagefind = async () => {
  const playwright = createRequire(join(root, 'package.json'))('playwright-core');
  const browser = await playwright.chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-quic'] });
  const context = await browser.newContext();
  let cost;
  await context.route('**/*', (asked) => {
    const path = join(pagefindPath, new URL(asked.request().url()).pathname.replace('/pagefind/', ''));
    if (asked.request().url().endsWith('/page')) return asked.fulfill({ contentType: 'text/html', body: `<!doctype html><html lang="${language}"><title>a</title>` });
    if (!existsSync(path)) return asked.fulfill({ status: 404, body: '' });
    const body = readFileSync(path);
    cost.bytes += body.length;
    cost.gzip += gzipped(path, body);
    cost.requests += 1;
    return asked.fulfill({ contentType: path.endsWith('.js') ? 'text/javascript' : 'application/octet-stream', body });
  });
  const openPage = async () => {
    cost = { bytes: 0, gzip: 0, requests: 0 };
    const page = await context.newPage();
    await page.goto('http://search.test/page');
    return page;
  };
  const inPage = (page, query) => page.evaluate(async (text) => {
    const pagefind = await import('/pagefind/pagefind.js');
    const { results } = await pagefind.search(text);
    const data = await Promise.all(results.slice(0, 10).map((result) => result.data()));
    return data.map((one) => one.url);
  }, query);
  let standing = await openPage();
  const search = async (query, fresh) => {
    const page = fresh ? await openPage() : standing;
    const addresses = await inPage(page, query);
    if (fresh) await page.close();
    return { addresses, cost };
  };
  return { search, close: () => browser.close() };
};

const queries = makeQueries(Number(wanted));
const told = { ours: await ask(queries, await openOurs()) };
if (pagefindPath !== 'none') {
  const { search, close } = await openPagefind();
  // A page stays open for ranks; for costs each query gets a page that has nothing yet.
  const ranked = await ask({ ...queries, typical: [] }, (query) => search(query, false));
  const costs = await ask({ rare: [], title: [], typical: queries.typical.slice(0, 60) }, (query) => search(query, true));
  told.pagefind = { ...costs, rare: ranked.rare, title: ranked.title };
  await close();
}
console.log(JSON.stringify(told));
