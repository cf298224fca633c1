// Cuts text into what can be searched; the same as tokens.cpp, which a test holds it to.
const run = '\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}ー\u3099\u309aｰﾞﾟ\\p{sc=Hang}\\p{sc=Bopo}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Mymr}\\p{sc=Khmr}';
const letter = `(?:(?![${run}])[\\p{L}\\p{M}\\p{N}])`;
const token = new RegExp(`([${run}](?: ?[${run}])*)|[a-zA-Z](?:\\+\\+|#)|${letter}(?:['’]?${letter})*`, 'gu');
const unwanted = new RegExp(`[^\\p{L}\\p{M}\\p{N}${run}'+#]`, 'gu');

export const fold = (text) => text.normalize('NFKD').toLowerCase().replace(/[\u0300-\u036f]/g, '').replace(/ς/g, 'σ')
  .replace(/’/g, "'").normalize('NFC').replace(unwanted, '');

// [{start, end, isRun, folded}]: where each stands in the text, whether it is a run of characters, and what it is folded to.
export const tokens = (text) => {
  const found = [];
  for (const match of text.matchAll(token)) {
    const isRun = match[1] !== undefined;
    let folded = fold(match[0]);
    if (!isRun) folded = [...folded].slice(0, 32).join('');
    if (folded) found.push({ start: match.index, end: match.index + match[0].length, isRun, folded });
  }
  return found;
};
