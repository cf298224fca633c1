// Cuts text into what can be searched; the same as tokens.cpp, which a test holds it to.
const run = '\\u0e00-\\u0eff\\u1000-\\u109f\\u1100-\\u11ff\\u1780-\\u17ff\\u2e80-\\u2fdf\\u3005-\\u3007\\u3021-\\u3029\\u3031-\\u3035'
  + '\\u3038-\\u303c\\u3041-\\u3096\\u3099\\u309a\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u3105-\\u318e\\u31a0-\\u31bf\\u31f0-\\u31ff'
  + '\\u3400-\\u4dbf\\u4e00-\\u9fff\\ua960-\\ua97f\\uac00-\\ud7ff\\uf900-\\ufaff\\uff66-\\uffdc\\u{1b000}-\\u{1b16f}\\u{20000}-\\u{3ffff}';
const letter = `(?:(?![${run}])[\\p{L}\\p{M}\\p{N}])`;
const token = new RegExp(`([${run}](?: ?[${run}])*)|[a-zA-Z](?:\\+\\+|#)|${letter}(?:['’]?${letter})*`, 'gu');
const unwanted = new RegExp(`[^\\p{L}\\p{M}\\p{N}${run}'+#]`, 'gu');

export const fold = (text) => text.normalize('NFKD').toLowerCase().replace(/[\u0300-\u036f]/g, '').replace(/ς/g, 'σ')
  .replace(/’/g, "'").normalize('NFC').replace(unwanted, '');

// [{start, end, run, folded}]: where each stands in the text, whether it is a run of characters, and what it is folded to.
export const tokens = (text) => {
  const found = [];
  for (const match of text.matchAll(token)) {
    const isRun = match[1] !== undefined;
    let folded = fold(match[0]);
    if (!isRun && folded.length > 32) folded = [...folded].slice(0, 32).join('');
    if (folded) found.push({ start: match.index, end: match.index + match[0].length, run: isRun, folded });
  }
  return found;
};
