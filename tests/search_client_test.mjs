// Holds the search's client against the program that makes its index, in node with the client's own modules: both cut texts
// the same, and what stands in documents is found.
//
//   node tests/search_client_test.mjs INDEXER
//
// INDEXER is byline_search_index. Corpora are read from ../shared/corpora where they are.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const indexer = process.argv[2];
if (!indexer) throw new Error('name the program to test: node tests/search_client_test.mjs build/release/byline_search_index');
const folder = mkdtempSync(join(tmpdir(), 'byline-search-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

// The modules are written for browsers: node takes them as modules when their folder says so.
writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
const client = async (name) => import(pathToFileURL(join(folder, name)));
for (const name of readdirSync('src/search/client')) writeFileSync(join(folder, name), readFileSync(join('src/search/client', name)));
const { tokens } = await client('tokens.js');
const { createEngine, parse } = await client('engine.js');
const { distance, meaningOf } = await client('words.js');

const run = (command, input) => {
  const ended = spawnSync(indexer, command, { input, maxBuffer: 1 << 30 });
  assert.equal(ended.status, 0, String(ended.stderr));
  return String(ended.stdout);
};

const corpusTexts = () => ['en-blog', 'zh-blog'].flatMap((name) => {
  const corpus = join('../shared/corpora', name);
  if (!existsSync(corpus)) {
    console.log(`skipped: ${corpus} is not there`);
    return [];
  }
  return readdirSync(corpus, { recursive: true, withFileTypes: true }).filter((entry) => entry.name.endsWith('.md'))
    .map((entry) => readFileSync(join(entry.path ?? entry.parentPath, entry.name), 'utf8'));
});
const hardTexts = ['Naïve ÉMIGRÉ, it’s 1.94 snake_case', 'C++ and C#, not x+y d’c++ 1c#', 'Ｗｉｄｅ ﬁne ½ ΟΔΟΣ ς İstanbul', '用Rust写的搜索 引擎，正文',
  'ﾊﾟｿｺﾝ が 한국어 ㍿ ①', '𠮷野家 ﷺ 🙂x', 'e\u0301tude ภาษาไทย ລາວ', `${'長'.repeat(40)}${'a'.repeat(40)}`, "rock'n'roll 'quoted' ''"];

const testTokens = () => {
  const lines = [...hardTexts, ...corpusTexts()].map((text) => text.replace(/[\0-\x1f\x7f]/g, ' ').toWellFormed?.() ?? text.replace(/[\0-\x1f\x7f]/g, ' '));
  const cut = run(['tokens'], lines.join('\n') + '\n').split('\n');
  const words = new Set();
  lines.forEach((line, i) => {
    const found = tokens(line);
    assert.equal(found.map((token) => (token.isRun ? '~' : ' ') + token.folded).join(''), cut[i], line.slice(0, 200));
    for (const token of found) if (!token.isRun) words.add(token.folded);
  });
  console.log(`${lines.length} texts, ${words.size} words: cut the same`);
  return [...words];
};

// A form that the site does not have is read as one that it has: each word of a list is asked for among the others of its dictionary chunk.
const testForms = async (words) => {
  const stems = run(['stems'], words.join('\n') + '\n').split('\n');
  const chunks = new Map();
  words.forEach((word, i) => {
    const key = `p${[...word].slice(0, 3).join('')}`;
    if (/^[a-z]{4,20}$/.test(word)) chunks.set(key, [...(chunks.get(key) ?? []), [word, stems[i], 1]]);
  });
  let [asked, right] = [0, 0];
  for (const [key, known] of chunks) {
    for (const [word, stem] of known) {
      const others = known.filter(([other]) => other !== word);
      if (!others.some(([, other]) => other === stem)) continue;
      const meaning = await meaningOf(word, false, async (of) => (of === key ? others.map((one) => [...one]) : []));
      asked += 1;
      right += meaning.terms[0].some(([found]) => found === stem);
    }
  }
  console.log(`${right} of ${asked} forms that are not in the dictionary are read right`);
  assert.ok(right >= asked * 0.95);
};

// Documents as src/search/driver reads them.
const record = ({ address, title, language = 'en', kind = 'article', date = '2024-05-01', description = '', tags = [], sections = [] }) =>
  [[address, title, language, kind, date, description, tags.join('\x1d')].join('\x1f'),
    ...sections.map(([anchor, heading, text]) => [anchor, heading, text].join('\x1f'))].join('\x1e') + '\x1c';

const filler = Array.from({ length: 300 }, (unused, i) => ({
  address: `/filler/${i}/`, title: `Filler ${i}`, kind: i % 3 ? 'article' : 'note', tags: ['filling'],
  sections: [['', '', `the ordinary text number${i} speaks of many things and of nothing 平常的文字没有内容`]],
}));
const documents = [
  { address: '/dns/', title: 'How names are cached', tags: ['dns', 'net work'], description: 'About resolvers.',
    sections: [['', '', 'Names have addresses.'], ['caching', 'Caching', 'A resolver caches the answer. The quick brown fox ran away.']] },
  { address: '/fox/', title: 'Animals', kind: 'talk', sections: [['', '', 'A brown and quick fox, in another order. C++ code.']] },
  { address: '/zh/', title: '全文搜索引擎', language: 'zh', tags: ['数据库'],
    sections: [['', '', '倒排索引记下每个词在哪里。'], ['bigram', '二元切分', '中文没有空格，把相邻 两个字当作一个词项，就能找到任何子串。']] },
  { address: '/zh-scattered/', title: '零散', language: 'zh', sections: [['', '', '相邻的人。邻两家。两个人。个字。']] },
  { address: '/long/', title: 'A long page', sections: Array.from({ length: 120 }, (unused, i) => [`part-${i}`, `Part ${i}`,
    `${'Something is said here at some length. '.repeat(20)}${i === 70 ? 'The seven sleepers of Ephesus woke.' : i === 90 ? '这是深处的字。' : `Line ${i * 7919}.`}`]) },
  ...filler,
];

const openIndex = () => {
  writeFileSync(join(folder, 'documents'), documents.map(record).join(''));
  run(['build', join(folder, 'documents'), join(folder, 'index'), '2']);
  const asked = [];
  const state = { broken: false };
  const engine = createEngine('/blog/search/', async (address) => {
    asked.push(address);
    if (state.broken) throw new TypeError('no network');
    const path = join(folder, 'index', address.replace('/blog/search/', '').replace(/\?.*/, ''));
    const there = existsSync(path);
    return { ok: there, status: there ? 200 : 404, arrayBuffer: async () => Uint8Array.from(readFileSync(path)).buffer };
  });
  return { engine, asked, state };
};

const addresses = ({ results }) => results.map((result) => result.address);
const first = async (engine, query, options) => (await engine.search(query, options)).results[0];

const testSearch = async () => {
  const { engine, asked } = openIndex();
  // A stem, its section and what is marked.
  const cached = await first(engine, 'resolver caching ');
  assert.equal(cached.href, '/dns/#caching');
  assert.deepEqual(cached.titleParts, ['How names are ', 'cached', '']);
  assert.deepEqual(cached.sectionParts, ['', 'Caching', '']);
  assert.deepEqual(cached.excerptParts.filter((part, i) => i % 2), ['resolver', 'caches']);
  assert.ok(asked.length > 2 && asked[0] === '/blog/search/index.txt' && asked.slice(1).every((address) => /\?v=[0-9a-f]{16}$/.test(address)), asked.join(' '));
  // A beginning finds while it is typed, and no longer when a space ends the word.
  assert.equal((await first(engine, 'resol')).address, '/dns/');
  assert.equal((await engine.search('addre')).results[0].excerptParts[1], 'addresses');
  // Typing errors: in the middle, at the beginning, at the end, two in a long word.
  for (const wrong of ['resovler', 'tesolver', 'resolvet', 'rezolber', 'caching resolvrr']) {
    const found = await engine.search(`${wrong} `);
    assert.equal(found.results[0]?.address, '/dns/', wrong);
    assert.deepEqual(found.corrected, [found.corrected[0]]);
  }
  assert.deepEqual((await engine.search('zzzzzzzz ')).results, []);
  // A phrase is in order and side by side.
  assert.deepEqual(addresses(await engine.search('"quick brown fox"')), ['/dns/']);
  assert.deepEqual(new Set(addresses(await engine.search('quick brown fox '))), new Set(['/dns/', '/fox/']));
  assert.equal((await first(engine, 'c++')).address, '/fox/');
  // Any two characters side by side, over a space too; one character; runs that are scattered come later.
  for (const part of ['子串', '倒排', '搜索引擎', '擎', '二元']) assert.equal((await first(engine, part)).address, '/zh/', part);
  assert.deepEqual(addresses(await engine.search('邻两')).sort(), ['/zh-scattered/', '/zh/']);
  assert.deepEqual(addresses(await engine.search('相邻两个字')), ['/zh/', '/zh-scattered/']);
  assert.equal((await first(engine, '相邻两个字')).excerptParts[1], '相邻 两个字');
  assert.deepEqual(addresses(await engine.search('"相邻两个字"')), ['/zh/']);
  assert.equal((await first(engine, '全文 索引')).href, '/zh/');
  // A phrase is what is written: not another form, not over a character; found deep in a long page too, with the section it is in.
  assert.deepEqual(addresses(await engine.search('"quick brown foxes"')).length, 2, 'nobody has it, so it is asked without quotes');
  assert.equal((await engine.search('"quick brown foxes"')).all, false);
  assert.deepEqual(addresses(await engine.search('"两个字当作"')), ['/zh/']);
  assert.deepEqual(addresses(await engine.search('"邻两个"')), ['/zh/']);
  const deep = await engine.search('"seven sleepers of ephesus"');
  assert.deepEqual(deep.results.map((result) => result.href), ['/long/#part-70']);
  assert.deepEqual(deep.results[0].excerptParts.filter((part, i) => i % 2), ['seven', 'sleepers', 'of', 'Ephesus']);
  assert.equal((await first(engine, 'sleeper')).href, '/long/#part-70');
  assert.equal((await first(engine, '深处的字')).href, '/long/#part-90');
  const { asked: cold, engine: other } = openIndex();
  await other.search('ephesus ');
  assert.ok(cold.filter((address) => address.includes('/d/')).length <= 3, 'of a long page its first file and one part, or two');
  // Filters; a tag with a space.
  assert.deepEqual(addresses(await engine.search('fox', { kind: 'talk' })), ['/fox/']);
  assert.deepEqual(addresses(await engine.search('fox', { tag: 'net work' })), ['/dns/']);
  assert.deepEqual(addresses(await engine.search('fox', { language: 'zh' })), []);
  // What not all words are in.
  const some = await engine.search('resolver caching unheardofword ');
  assert.equal(some.all, false);
  assert.equal(some.results[0].address, '/dns/');
  // Pages of results, the same each time.
  const ten = await engine.search('ordinary', {});
  assert.equal(ten.total, filler.length);
  assert.deepEqual(addresses(await engine.search('ordinary', { limit: 20 })).slice(0, 10), addresses(ten));
  // What can be filtered by.
  const head = await engine.head();
  assert.equal(head.documents, documents.length);
  assert.deepEqual(head.languages, [['en', '303'], ['zh', '2']]);
  assert.deepEqual((await engine.tags()).slice(0, 1), [['filling', '300']]);
  // No network, and then again.
  const { engine: fresh, state } = openIndex();
  state.broken = true;
  await assert.rejects(fresh.search('fox'));
  state.broken = false;
  assert.equal((await fresh.search('fox')).total, 2);
};

const testParts = () => {
  assert.equal(distance('abcd', 'abdc', 2), 1);
  assert.equal(distance('recieve', 'receive', 2), 1);
  assert.equal(distance('', 'ab', 2), 2);
  assert.equal(distance('kitten', 'sitting', 3), 3);
  assert.equal(distance('kitten', 'sitting', 2), Infinity);
  assert.deepEqual(parse('x "b c" 搜索d', []).map((part) => [part.phrase, part.tokens.map((token) => token.folded)]),
    [[false, ['x']], [true, ['b', 'c']], [false, ['搜索', 'd']]]);
  assert.deepEqual(parse('“未完', []).map((part) => part.phrase), [true]);
  assert.deepEqual(parse(' "" ?! ', []), []);
};

// What is served is what the sources say.
const testServed = () => {
  if (!existsSync('node_modules/esbuild')) return console.log('skipped: npm has not installed esbuild');
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  mkdirSync(join(folder, 'served'));
  const command = scripts['search-client'].replaceAll('src/search/served', join(folder, 'served'));
  const ended = spawnSync('sh', ['-c', `node_modules/.bin/${command}`]);
  assert.equal(ended.status, 0, String(ended.stderr));
  for (const name of readdirSync('src/search/served')) {
    assert.equal(readFileSync(join(folder, 'served', name), 'utf8'), readFileSync(join('src/search/served', name), 'utf8'),
      `${name} is not made of its source: npm run search-client`);
  }
  return undefined;
};

testParts();
await testForms(testTokens());
await testSearch();
testServed();
console.log('the client finds what the index holds');
