// Porter2, https://snowballstem.org/algorithms/english/stemmer.html; the same as english_stem.cpp, which a test holds it to.
const map = (text) => new Map(text.split(' ').map((pair) => pair.split(':')));
const special = map('skis:ski skies:sky dying:die lying:lie tying:tie idly:idl gently:gentl ugly:ugli early:earli only:onli '
  + 'singly:singl sky:sky news:news howe:howe atlas:atlas cosmos:cosmos bias:bias andes:andes');
// Longer suffixes stand before those that they end with: the longest counts.
const step2 = map('ational:ate fulness:ful iveness:ive ization:ize ousness:ous biliti:ble lessli:less tional:tion alism:al aliti:al '
  + 'ation:ate entli:ent fulli:ful iviti:ive ousli:ous abli:able alli:al anci:ance ator:ate enci:ence izer:ize bli:ble ogi:og li:');
const step3 = map('ational:ate tional:tion alize:al ative: icate:ic iciti:ic ical:ic ness: ful:');
const step4 = /(ement|able|ance|ence|ible|ment|ant|ate|ent|ion|ism|iti|ive|ize|ous|al|er|ic)$/;

const isShort = (word) => /^[aeiouy][^aeiouy]$|[^aeiouy][aeiouy][^aeiouywxY]$/.test(word);
const regionAfter = (word, start) => {
  const found = /[aeiouy][^aeiouy]/.exec(word.slice(start));
  return found ? start + found.index + 2 : word.length;
};

export const stem = (original) => {
  if (original.length < 3 || /[^a-z']/.test(original)) return original;
  if (special.has(original)) return special.get(original);
  let w = original.replace(/^'/, '').replace(/^y/, 'Y');
  for (let i = 1; i < w.length; i += 1) {
    if (w[i] === 'y' && 'aeiouy'.includes(w[i - 1])) w = `${w.slice(0, i)}Y${w.slice(i + 1)}`;
  }
  const beginning = /^(gener|commun|arsen)/.exec(w);
  const r1 = beginning ? beginning[0].length : regionAfter(w, 0);
  const r2 = regionAfter(w, r1);
  const replace = (table) => {
    for (const [suffix, by] of table) {
      if (!w.endsWith(suffix)) continue;
      const rest = w.length - suffix.length;
      if (rest < r1 || (suffix === 'ogi' && w[rest - 1] !== 'l') || (suffix === 'li' && !'cdeghkmnrt'.includes(w[rest - 1] || ' '))
        || (suffix === 'ative' && rest < r2)) return;
      w = w.slice(0, rest) + by;
      return;
    }
  };

  w = w.replace(/'s'$|'s$|'$/, '');
  if (w.endsWith('sses')) w = w.slice(0, -2);
  else if (/ie[ds]$/.test(w)) w = w.slice(0, w.length > 4 ? -2 : -1);
  else if (/[^us]s$/.test(w) && /[aeiouy]/.test(w.slice(0, -2))) w = w.slice(0, -1);
  if (/^(inning|outing|canning|herring|earring|proceed|exceed|succeed)$/.test(w)) return w;

  let found = /(eedly|ingly|edly|eed|ing|ed)$/.exec(w);
  if (found) {
    const rest = w.slice(0, found.index);
    if (found[0].startsWith('eed')) {
      if (found.index >= r1) w = `${rest}ee`;
    } else if (/[aeiouy]/.test(rest)) {
      w = rest;
      if (/(at|bl|iz)$/.test(w)) w += 'e';
      else if (/(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(w)) w = w.slice(0, -1);
      else if (r1 >= w.length && isShort(w)) w += 'e';
    }
  }
  if (/..[yY]$/.test(w) && !'aeiouy'.includes(w[w.length - 2])) w = `${w.slice(0, -1)}i`;
  replace(step2);
  replace(step3);
  found = step4.exec(w);
  if (found && found.index >= r2 && (found[0] !== 'ion' || 'st'.includes(w[found.index - 1] || ' '))) w = w.slice(0, found.index);
  const rest = w.slice(0, -1);
  if (w.endsWith('e')) {
    if (rest.length >= r2 || (rest.length >= r1 && !isShort(rest))) w = rest;
  } else if (w.endsWith('ll') && rest.length >= r2) w = rest;
  return w.replaceAll('Y', 'y');
};
