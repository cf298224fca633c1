// Finds documents: what a query means, which have it, and what to show of them.
import { countIn, resultOf } from './excerpt.js';
import { hash, openIndex } from './index.js';
import { rank } from './rank.js';
import { fold, tokens } from './tokens.js';
import { meaningOf } from './words.js';

const mostChecked = 5; // documents whose texts are read for a phrase, for each result
const mostParts = 4; // of each document

// What is asked for: words and runs of characters, those of a quoted phrase together. Words that are in every English text are looked
// for only in phrases or where nothing else is asked for.
export const parse = (query, common) => {
  const parts = [...query.matchAll(/["“”]([^"“”]*)(?:["“”]|$)|([^\s"“”]+)/g)]
    .map(([, quoted, plain]) => ({ phrase: quoted !== undefined, tokens: tokens(quoted ?? plain) })).filter((part) => part.tokens.length);
  const telling = parts.filter((part) => part.phrase || !part.tokens.every((one) => common.includes(one.folded)));
  const kept = telling.length ? telling : parts;
  const last = kept.at(-1);
  if (last && !last.phrase && !/\s$/.test(query)) last.tokens.at(-1).isOpen = true;
  return kept;
};

// Texts in a form in which a phrase is a part of a string.
const flat = (found) => found.map((one) => (one.isRun ? one.folded : ` ${one.folded} `)).join('');
const has = (document, wanted) => [document.title, document.description, ...document.tags,
  ...document.sections.flatMap((section) => [section.heading, section.text])].some((content) => flat(tokens(content)).includes(wanted));

const pairsOf = (run) => {
  const characters = [...run];
  return characters[1] ? characters.slice(1).map((c, i) => characters[i] + c) : characters;
};
const needleOfRun = (run) => ({ run, keys: pairsOf(run).map((pair) => [pair]), terms: pairsOf(run).map((pair) => [[pair, 1]]) });

// Whether a title has the characters of a run in this order, with others between them perhaps.
const inTitle = (run, title) => new RegExp([...run].join('.*')).test(fold(title));

export const createEngine = (base, get = fetch) => {
  const { head, postings, words, tags, document } = openIndex(base, get);

  // The needles of one part of the query: {run} or {forms, isOpen} tells it in a text (excerpt.js), `keys` in the filter of a part of
  // one, `terms` in the postings (rank.js).
  const needlesOf = async ({ tokens: found, phrase }, { idBits }) => {
    const needles = await Promise.all(found.map(({ isRun, folded, isOpen }) => (isRun ? needleOfRun(folded) : meaningOf(folded, isOpen, words))));
    needles.forEach((needle, i) => {
      const pair = [needles[i - 1], needle].map((one) => (one?.run ? '' : one?.terms[0][0]?.[0]));
      needle.must = phrase;
      if (phrase && pair[0] && pair[1]) {
        needle.terms.push([[`\x02${(hash(pair.join(' ')) % 2 ** Math.min(idBits, 20)).toString(16).padStart(5, '0')}`, 0]]);
      }
    });
    return needles;
  };

  // The document with the part of its text that has most of the needles, or all of the phrases.
  const read = async (id, needles, phrases) => {
    const it = await document(id);
    if (!it) return it;
    const isRight = () => phrases.every((phrase) => has(it, phrase));
    const count = (test) => needles.flatMap((needle) => needle.keys).filter((forms) => forms.some(test)).length;
    const parts = it.parts.map((part) => [count(part.mayHave), part]).sort((a, b) => b[0] - a[0]);
    let best = -1;
    for (const [claimed, part] of parts.slice(0, mostParts)) {
      if (best >= claimed && isRight()) break;
      const sections = await part.read();
      const text = JSON.stringify(sections).toLowerCase();
      const held = count((form) => text.includes(form));
      if (held > best || phrases.length) [best, it.sections] = [held, sections];
    }
    return isRight() && it;
  };

  const resultAndOrder = (one, needles) => {
    // What has the characters one after the other stands before what has them here and there.
    const scattered = needles.filter(({ run }) => run?.length > 2 && !has(one, run));
    // A title that has all of it, and little else, is likely to be what was meant.
    const words = needles.filter(({ run }) => !run);
    const isOff = ({ run }) => run && !inTitle(run, one.title);
    const isTitle = countIn(one.title, words) === words.length && !needles.some(isOff);
    return [scattered.filter(isOff).length * 1000 + (isTitle ? tokens(one.title).length : 99),
      resultOf(one, needles.flatMap((needle) => (scattered.includes(needle) ? needle.keys.map(([run]) => ({ run })) : [needle])))];
  };

  // {total, all, corrected, results}: `all` tells whether the results have all that was asked for; `total` counts what may
  // have it. Options: kind, language, tag, limit.
  const search = async (query, { limit = 10, ...chosen } = {}) => {
    const sizes = await head();
    const asked = parse(query, sizes.common);
    const needles = (await Promise.all(asked.map((part) => needlesOf(part, sizes)))).flat();
    const filters = Object.entries(chosen).filter(([, value]) => value).map(([name, value]) => `\x01${name[0]}${value}`);
    const terms = [...filters, ...needles.flatMap((needle) => needle.terms.flat().map(([term]) => term))];
    const lists = new Map(await Promise.all(terms.map(async (term) => [term, await postings(term)])));
    const { all, ids } = rank(needles, filters, lists, sizes.documents);
    const phrases = asked.filter((part) => part.phrase).map((part) => flat(part.tokens));
    const candidates = ids.slice(0, phrases.length ? mostChecked * limit : limit);
    const found = [];
    let total = ids.length;
    while (candidates.length && found.length < limit) {
      for (const one of await Promise.all(candidates.splice(0, limit).map((id) => read(id, needles, phrases)))) {
        if (one) found.push(one);
        else total -= 1;
      }
    }
    // A quoted phrase that nobody has may be remembered wrongly.
    if (!found.length && phrases.length) return { ...await search(query.replace(/["“”]/g, ' '), { limit, ...chosen }), all: false };
    const results = found.slice(0, limit).map((one) => resultAndOrder(one, needles)).sort((a, b) => a[0] - b[0]).map(([, result]) => result);
    return { total, all, corrected: needles.flatMap((needle) => needle.corrected ?? []), results };
  };

  return { head, search, tags };
};
