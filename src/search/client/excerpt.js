// What a result shows of its document: where the needles stand, and the stretch that has most of them.
// A needle is {forms, isOpen} or {run}: forms of a word, the first of which may be a beginning, or characters side by side.
import { tokens } from './tokens.js';

// [start, end, which needle] in the order of the text.
const matchesIn = (content, needles) => {
  const matches = [];
  const found = tokens(content);
  needles.forEach(({ run, forms, isOpen }, which) => {
    const [typed] = forms ?? [];
    if (run) {
      for (const match of content.matchAll(new RegExp([...run].join(' ?'), 'gu'))) matches.push([match.index, match.index + match[0].length, which]);
    } else {
      for (const { start, end, folded } of found) if (forms.has(folded) || (isOpen && folded.startsWith(typed))) matches.push([start, end, which]);
    }
  });
  return matches.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
};

const variety = (matches) => new Set(matches.map((match) => match[2])).size;

// How many of the needles stand in a text.
export const countIn = (content, needles) => variety(matchesIn(content, needles));

// [plain, marked, plain, marked …, plain] of what is between two places.
const marked = (content, matches, from = 0, to = content.length) => {
  const parts = [];
  let at = from;
  for (const [start, end] of matches) {
    if (start < at || end > to) continue;
    parts.push(content.slice(at, start), content.slice(start, end));
    at = end;
  }
  return [...parts, content.slice(at, to)];
};

const excerptOf = (content, matches) => {
  const width = /[\u3040-\u9fff\uac00-\ud7ff]{4}/.test(content) ? 80 : 170;
  let [most, begin] = [0, 0];
  matches.forEach(([start], i) => {
    const within = variety(matches.slice(i, i + 50).filter((match) => match[1] <= start + width));
    if (within > most) [most, begin] = [within, start];
  });
  let from = Math.max(0, begin - (width >> 2));
  if (from) from += content.slice(from, begin).search(/\s/) + 1;
  let to = from + width;
  if (to < content.length) to = Math.max(content.lastIndexOf(' ', to), to - 20, begin);
  const parts = marked(content, matches, from, Math.min(to, content.length));
  if (from) parts[0] = `… ${parts[0].trimStart()}`;
  if (to < content.length) parts[parts.length - 1] += ' …';
  return parts;
};

// The result of a document: its title, its section that has most of the needles, and an excerpt of that.
export const resultOf = (document, needles) => {
  let best = {};
  let most = 0;
  for (const section of document.sections) {
    const matches = matchesIn(section.text, needles);
    const score = variety(matches) + 2 * countIn(section.heading, needles) + Math.min(matches.length, 9) / 10;
    if (score > most) [most, best] = [score, section];
  }
  const { anchor, heading = '', text } = best;
  const content = text || document.description || document.sections[0]?.text || '';
  const { address, title } = document;
  return {
    ...document,
    href: address + (anchor ? `#${anchor}` : ''),
    titleParts: marked(title, matchesIn(title, needles)),
    sectionParts: heading && marked(heading, matchesIn(heading, needles)),
    excerptParts: excerptOf(content, matchesIn(content, needles)),
  };
};
