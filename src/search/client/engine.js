// Finds documents: fetches what a query needs of the index (docs/search.md has its format) and ranks what is in it.
import { stem } from './stem.js';
import { fold, tokens } from './tokens.js';

const utf8 = new TextEncoder();
const text = new TextDecoder();

export const hash = (name) => {
  let h = 2166136261;
  for (const byte of utf8.encode(name)) h = Math.imul(h ^ byte, 16777619);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

const stems = new Map();
const stemOf = (word) => {
  if (!stems.has(word)) stems.set(word, stem(word));
  return stems.get(word);
};

const inflate = async (bytes) => text.decode(await new Response(
  new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')),
).arrayBuffer());

// The postings of one term out of its chunk: {ids, impacts}; nothing when the chunk lacks it.
export const postingsIn = (bytes, term, idBits) => {
  const wanted = utf8.encode(term);
  let at = 12;
  const number = () => {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * unit;
      if (byte < 128) return value;
    }
  };
  for (let left = number(); left > 0; left -= 1) {
    const size = number();
    const name = bytes.subarray(at, at += size);
    const count = number();
    const length = number();
    if (size === wanted.length && name.every((byte, i) => byte === wanted[i])) {
      let bit = at * 8;
      const one = () => (bytes[bit >> 3] >> (bit++ & 7)) & 1;
      const bits = (width) => {
        let value = 0;
        for (let i = 0; i < width; i += 1) value |= one() << i;
        return value;
      };
      const mean = Math.floor(11 * 2 ** idBits / 16 / count);
      const low = mean ? 31 - Math.clz32(mean) : 0;
      const ids = new Uint32Array(count);
      const impacts = new Uint8Array(count);
      for (let i = 0, next = 0; i < count; i += 1) {
        let high = 0;
        while (one()) high += 1;
        ids[i] = next + high * 2 ** low + bits(low);
        impacts[i] = wanted[0] > 2 ? bits(5) + 1 : 1;
        next = ids[i] + 1;
      }
      return { ids, impacts };
    }
    at += length;
  }
  return null;
};

// Insertions, deletions, exchanges and swaps of neighbours that lead from one word to the other.
export const distance = (a, b) => {
  let [before, last] = [[], Array.from({ length: b.length + 1 }, (unused, i) => i)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length];
};

// Words that are in every English text, and are looked for only in phrases or where nothing else is asked for.
const common = /^(an?|and|are|as|at|be|by|for|from|how|i[nst]|of|on|or|that|the|this|to|was|what|when|where|wh[oy]|will|with)$/;

// What is asked for: words and runs of characters, those of a quoted phrase together.
export const parse = (query) => {
  const parts = [];
  for (const [, quoted, plain] of query.matchAll(/["“”]([^"“”]*)(?:["“”]|$)|([^\s"“”]+)/g)) {
    const found = tokens(quoted ?? plain);
    if (found.length) parts.push({ tokens: found, phrase: quoted !== undefined });
  }
  const telling = parts.filter((part) => part.phrase || !part.tokens.every((one) => common.test(one.folded)));
  if (telling.length) parts.splice(0, parts.length, ...telling);
  const last = parts.at(-1);
  if (last && !last.phrase && !/\s$/.test(query)) last.tokens.at(-1).open = true;
  return parts;
};

// Texts in a form in which a phrase is a part of a string.
const flat = (found) => found.map((one) => (one.run ? one.folded : ` ${stemOf(one.folded)} `)).join('');

// Where the wanted stems, beginnings and runs stand in a text: [start, end, which].
const matchesIn = (content, needles) => {
  const matches = [];
  for (const one of tokens(content)) {
    needles.forEach((needle, which) => {
      if (needle.run) {
        const raw = content.slice(one.start, one.end);
        for (let i = one.run ? one.folded.indexOf(needle.run) : -1; i >= 0; i = one.folded.indexOf(needle.run, i + 1)) {
          const places = [...raw.matchAll(/[^ ]/g)].map((match) => match.index);
          if (places.length === one.folded.length) matches.push([one.start + places[i], one.start + places[i + needle.run.length - 1] + 1, which]);
          else matches.push([one.start, one.end, which]);
        }
      } else if (!one.run && (needle.stems.has(stemOf(one.folded)) || (needle.open && one.folded.startsWith(needle.open)))) {
        matches.push([one.start, one.end, which]);
      }
    });
  }
  return matches.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
};

// [plain, marked, plain, marked …] of content between two places.
const marked = (content, matches, from = 0, to = content.length) => {
  const parts = [''];
  let at = from;
  for (const [start, end] of matches) {
    if (start < from || end > to || end <= at) continue;
    const begin = Math.max(start, at);
    if (begin === at && parts.length > 1) parts[parts.length - 2] += content.slice(at, end);
    else {
      parts[parts.length - 1] += content.slice(at, begin);
      parts.push(content.slice(begin, end), '');
    }
    at = end;
  }
  parts[parts.length - 1] += content.slice(at, to);
  return parts;
};

const variety = (matches) => new Set(matches.map((match) => match[2])).size;

// Whether a title has the characters of a run in this order, with others between them perhaps.
const inTitle = (run, { title }) => {
  let at = 0;
  const whole = fold(title);
  return [...run].every((c) => {
    at = whole.indexOf(c, at) + 1;
    return at > 0;
  });
};

// The stretch of a section that has most of what was looked for.
const excerptOf = (content, matches) => {
  const width = /[\u3040-\u9fff\uac00-\ud7ff]{4}/.test(content) ? 80 : 170;
  let best = [0, 0];
  matches.slice(0, 999).forEach(([start], i) => {
    let last = i;
    while (last < matches.length && last < i + 50 && matches[last][1] <= start + width) last += 1;
    const within = variety(matches.slice(i, last));
    if (within > best[0]) best = [within, start];
  });
  let from = Math.max(0, best[1] - Math.floor(width / 4));
  const space = content.slice(from, best[1]).search(/\s/);
  if (from > 0 && space >= 0) from += space + 1;
  let to = Math.min(content.length, from + width);
  if (to < content.length) to = Math.max(content.lastIndexOf(' ', to), to - 20, best[1]);
  const parts = marked(content, matches, from, to);
  if (from > 0) parts[0] = `… ${parts[0].trimStart()}`;
  if (to < content.length) parts[parts.length - 1] += ' …';
  return parts;
};

const show = (document, needles) => {
  const inTitle = matchesIn(document.title, needles);
  let best = { matches: [], score: 0 };
  for (const section of document.sections) {
    const matches = matchesIn(section.text, needles);
    const score = variety(matches) + 2 * variety(matchesIn(section.heading, needles)) + Math.min(matches.length, 9) / 10;
    if (score > best.score) best = { section, matches, score };
  }
  const section = best.section;
  const content = section?.text || document.description || document.sections[0]?.text || '';
  return {
    ...document,
    href: document.address + (section?.anchor ? `#${section.anchor}` : ''),
    titleParts: marked(document.title, inTitle),
    sectionParts: section?.heading ? marked(section.heading, matchesIn(section.heading, needles)) : [],
    excerptParts: excerptOf(content, section?.text ? best.matches : []),
  };
};

// An index at an address that ends with a slash. `get` is fetch, or what a test takes for it.
export const createEngine = (base, get = (...request) => fetch(...request)) => {
  const kept = new Map();
  let version = '';
  const once = (path, read) => {
    if (!kept.has(path)) kept.set(path, read().catch((error) => { kept.delete(path); throw error; }));
    return kept.get(path);
  };
  const load = async (path, options) => {
    const answer = await get(`${base}${path}${version && `?v=${version}`}`, options);
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  };
  const head = () => once('index.txt', async () => {
    const bytes = await load('index.txt', { cache: 'no-cache' });
    const lines = bytes ? text.decode(bytes).split('\n') : [];
    const [name, format, checksum] = (lines[0] || '').split(' ');
    if (name !== 'byline-search' || format !== '1') throw new Error('there is no index of this format');
    const [documents, idBits, termBits, wordBits, , tags] = lines[1].split(' ').map(Number);
    const facet = (kind) => lines.slice(2).filter((line) => line.startsWith(`${kind} `))
      .map((line) => [line.split(' ').slice(2).join(' '), Number(line.split(' ')[1])]).filter(([value]) => value);
    version = checksum;
    return { documents, idBits, termBits, wordBits, tags, kinds: facet('k'), languages: facet('l') };
  });
  const path = (folder, number, bits) => `${folder}/${number.toString(16).padStart(Math.floor((Math.max(bits, 1) - 1) / 4) + 1, '0')}.bin`;
  const lines = (at) => once(at, async () => {
    const bytes = await load(at);
    const list = bytes ? (await inflate(bytes.subarray(12))).trimEnd().split('\n') : [];
    return list.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]);
  });
  const list = async (term) => {
    const { idBits, termBits } = await head();
    const at = path('t', hash(term) % 2 ** termBits, termBits);
    const bytes = await once(at, () => load(at));
    return bytes && postingsIn(bytes, term, idBits);
  };
  const words = async (key) => {
    const { wordBits } = await head();
    return lines(path('w', hash(key) % 2 ** wordBits, wordBits));
  };
  const documentAt = async (id) => {
    const at = path('d', id, (await head()).idBits);
    return once(at, async () => {
      const bytes = await load(at);
      if (!bytes) return null;
      const [first, ...sections] = (await inflate(bytes.subarray(12))).split('\x1e');
      const [address, title, language, kind, date, description, tags] = first.split('\x1f');
      return {
        address, title, language, kind, date, description, tags: tags.split('\x1d').filter(Boolean),
        sections: sections.map((section) => {
          const [anchor, heading, body] = section.split('\x1f');
          return { anchor, heading, text: body };
        }),
      };
    });
  };

  // Words of the dictionary that begin like this one, the most frequent first.
  const completions = async (word) => (await words(`p${[...word].slice(0, 3).join('')}`))
    .filter(([other]) => other !== word && other.startsWith(word)).sort((a, b) => b[1] - a[1]);

  // Words that this one may have been meant to be.
  const corrections = async (word) => {
    const letters = [...word];
    const most = letters.length < 4 || /\p{N}/u.test(word) ? 0 : letters.length < 8 ? 1 : 2;
    const found = new Map();
    const keys = most ? [`p${letters.slice(0, 3).join('')}`, `f${letters[0]}${letters.at(-1)}`, `s${letters.slice(-3).join('')}`] : [];
    for (const key of keys) {
      for (const [other, count] of await words(key)) {
        if (Math.abs(other.length - word.length) > most) continue;
        const far = distance(word, other);
        if (far <= most) found.set(other, { other, far, count });
      }
      if ([...found.values()].some((one) => one.far === 1)) break;
    }
    const all = [...found.values()].sort((a, b) => a.far - b.far || b.count - a.count || (a.other < b.other ? -1 : 1));
    return all.filter((one) => one.far === all[0].far).slice(0, 3).map((one) => one.other);
  };

  // One thing that is looked for: its postings in all the forms that count, and what to mark.
  const groupOf = async (token, notes) => {
    const own = stemOf(token.folded);
    const needle = { stems: new Set([own]), open: token.open && token.folded.length > 2 ? token.folded : '' };
    const forms = [{ weight: 1, postings: await list(own) }];
    const add = async (others, weight) => {
      for (const other of new Set(others.map(stemOf))) {
        if (needle.stems.has(other)) continue;
        needle.stems.add(other);
        forms.push({ weight, postings: await list(other) });
      }
    };
    if (needle.open) {
      const longer = await completions(token.folded);
      await add([...new Set(longer.map(([word]) => stemOf(word)))].slice(0, 3), 0.7);
    }
    if (forms.every((form) => !form.postings)) {
      const meant = await corrections(token.folded);
      if (meant.length) notes.corrected.push(meant[0]);
      await add(meant, 0.8);
    }
    return { forms: forms.filter((form) => form.postings), needle };
  };

  const groupsOf = async (part, notes) => {
    const groups = [];
    for (const [i, token] of part.tokens.entries()) {
      if (!token.run) {
        groups.push(groupOf(token, notes));
        const next = part.tokens[i + 1];
        if (part.phrase && next && !next.run) {
          const { idBits } = await head();
          const pair = hash(`${stemOf(token.folded)} ${stemOf(next.folded)}`) % 2 ** Math.min(idBits, 20);
          groups.push(list(`\x02${pair.toString(16).padStart(5, '0')}`).then((postings) => ({ forms: [{ weight: 0, postings }] })));
        }
        continue;
      }
      const characters = [...token.folded];
      const pairs = characters.length === 1 ? characters : characters.slice(1).map((c, at) => characters[at] + c);
      const run = notes.runs.push(token.folded);
      pairs.forEach((pair) => groups.push(list(pair).then((postings) => ({ run, of: pairs.length, forms: [{ weight: 1, postings }] }))));
    }
    return (await Promise.all(groups)).map((group) => ({ ...group, forms: group.forms.filter((form) => form.postings), must: part.phrase }));
  };

  // Documents by falling score: [[id, score]].
  const rank = (groups, filters, { documents, idBits }) => {
    const score = new Float64Array(2 ** idBits);
    const mass = new Float64Array(2 ** idBits);
    const musts = new Uint8Array(2 ** idBits);
    const runs = new Map();
    let [full, must] = [0, 0];
    for (const group of groups) {
      const best = new Map();
      for (const { weight, postings } of group.forms) {
        postings.ids.forEach((id, i) => {
          const value = weight * postings.impacts[i];
          if (!(best.get(id) >= value)) best.set(id, value);
        });
      }
      const rare = Math.log(1 + (documents - best.size + 0.5) / (best.size + 0.5));
      const counts = best.size <= documents * 0.6 || group.must ? rare : 0;
      // A long run need not be there as a whole: whoever writes it may have it from memory.
      const hits = group.run && group.of > 2 && !group.must ? runs.get(group.run) ?? new Uint8Array(2 ** idBits) : null;
      if (hits) {
        if (!runs.has(group.run)) full += 5;
        runs.set(group.run, hits);
        const enough = Math.ceil(group.of * 2 / 3);
        for (const id of best.keys()) {
          hits[id] += 1;
          if (hits[id] === enough) mass[id] += 5;
        }
      } else full += counts;
      if (group.must) must += 1;
      for (const [id, value] of best) {
        score[id] += rare * value;
        if (!hits) mass[id] += counts;
        if (group.must) musts[id] += 1;
      }
    }
    for (const { ids } of filters) {
      must += 1;
      ids.forEach((id) => { musts[id] += 1; });
    }
    const found = [];
    let most = 0;
    score.forEach((value, id) => {
      if (value > 0 && musts[id] === must) {
        found.push(id);
        most = Math.max(most, mass[id]);
      }
    });
    const all = most >= full - 1e-6;
    const kept = found.filter((id) => mass[id] >= (all ? full - 1e-6 : most * 0.6));
    const value = (id) => (all ? score[id] : score[id] * mass[id]);
    return { all: all && found.length > 0, ids: kept.sort((a, b) => value(b) - value(a) || a - b) };
  };

  // {total, all, corrected, results}: `all` tells whether the results have all that was asked for; `total` counts what may
  // have it. Options: kind, language, tag, limit.
  const search = async (query, options = {}) => {
    const parts = parse(query);
    const notes = { corrected: [], runs: [] };
    const sizes = await head();
    const groups = (await Promise.all(parts.map((part) => groupsOf(part, notes)))).flat();
    const filters = await Promise.all(Object.entries({ k: options.kind, l: options.language, t: options.tag })
      .filter(([, value]) => value).map(async ([mark, value]) => await list(`\x01${mark}${value}`) || { ids: [] }));
    const { all, ids } = rank(groups, filters, sizes);
    const needles = groups.map((group) => group.needle).filter(Boolean);
    const phrases = parts.filter((part) => part.phrase).map((part) => flat(part.tokens));
    const has = (document, wanted) => [document.title, document.description, ...document.tags,
      ...document.sections.flatMap((section) => [section.heading, section.text])].some((content) => flat(tokens(content)).includes(wanted));
    const limit = options.limit || 10;
    const found = [];
    let total = ids.length;
    for (let at = 0; at < ids.length && found.length < limit;) {
      const some = ids.slice(at, at + limit - found.length);
      at += some.length;
      for (const document of await Promise.all(some.map(documentAt))) {
        if (document && phrases.every((phrase) => has(document, phrase))) found.push(document);
        else total -= 1;
      }
    }
    // A quoted phrase that nobody has may be remembered wrongly.
    if (!found.length && phrases.length) return { ...await search(query.replace(/["“”]/g, ' '), options), all: false };
    // What has the characters one after the other stands before what has them here and there.
    const scattered = (document) => notes.runs.filter((run) => run.length > 2 && !inTitle(run, document) && !has(document, run)).length;
    // A title that has all of it, and little else, is likely to be what was meant.
    const besides = (document) => (variety(matchesIn(document.title, needles)) === needles.length
      && notes.runs.every((run) => inTitle(run, document)) ? tokens(document.title).length : 99);
    const results = found.map((document) => [scattered(document), document, besides(document)])
      .sort((a, b) => a[0] - b[0] || a[2] - b[2]).map(([, document]) => {
      const runs = notes.runs.flatMap((run) => (run.length > 2 && !has(document, run)
        ? [...run].slice(1).map((c, at) => [...run][at] + c) : [run]));
      return show(document, [...needles, ...runs.map((run) => ({ run }))]);
    });
    return { total, all, corrected: notes.corrected, results };
  };

  return { head, search, tags: () => lines('tags.bin').then((all) => all.filter(([value]) => value).sort((a, b) => b[1] - a[1])) };
};
