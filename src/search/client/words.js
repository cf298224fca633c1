// What a word that was typed may mean, by the site's own dictionary, which knows the stem of each of its words.

// Insertions, deletions, exchanges and swaps of neighbours that lead from one word to the other; more than `most` count as infinitely many.
export const distance = (a, b, most) => {
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  const [x, y] = [a.slice(same), b.slice(same)];
  if (!x || !y) return x.length + y.length > most ? Infinity : x.length + y.length;
  if (!most) return Infinity;
  const swapped = x[0] === y[1] && x[1] === y[0] ? [[2, 2]] : [];
  return 1 + Math.min(...[[1, 0], [0, 1], [1, 1], ...swapped].map(([i, j]) => distance(x.slice(i), y.slice(j), most - 1)));
};

// The stem of a form that the site does not have: the longest of its stems that the form is, but for endings.
const endings = /^(.)\1?(abl|al|an[ct]|at|bil|ed|en[ct]|er|est|ful|i[ctvz]|ing|ion|is[mt]|less|li|ment|ness|ou?r|ous|[deis'])*$/;
const bare = (text) => text.replace(/y/g, 'i').replace(/e$/, '');
const stemLike = (word, known) => {
  const form = bare(word);
  const fits = (stem) => stem.length > 2 && form.startsWith(bare(stem)) && endings.test(form.slice(bare(stem).length - 1));
  return known.map(([, stem]) => stem).filter(fits).sort((a, b) => bare(b).length - bare(a).length)[0];
};

// What a word is looked for as (engine.js has what a needle is), and as `corrected` the word that was meant if not this one.
// `lookUp` gives the dictionary's chunk for a key.
export const meaningOf = async (word, isTyped, lookUp) => {
  const letters = [...word];
  const isOpen = isTyped && letters.length > 2;
  const known = letters.length > 2 ? await lookUp(`p${letters.slice(0, 3).join('')}`) : [[word, word]];
  const stems = new Map();
  const add = (weight, most) => ([, stem]) => stem && stems.size < most && !stems.has(stem) && stems.set(stem, weight);
  add(1, 1)(known.find(([other]) => other === word) ?? [word, stemLike(word, known)]);
  if (isOpen) known.filter(([other]) => other.startsWith(word)).sort((a, b) => b[2] - a[2]).forEach(add(0.7, 4));
  let corrected;
  if (!stems.size) {
    const most = letters.length < 4 || /\p{N}/u.test(word) ? 0 : letters.length < 8 ? 1 : 2;
    known.push(...(await Promise.all((most ? [`f${letters[0]}${letters.at(-1)}`, `s${letters.slice(-3).join('')}`] : []).map(lookUp))).flat());
    const near = known.map((one) => [distance(word, one[0], most), one]).filter(([far]) => far <= most)
      .sort(([i, a], [j, b]) => i - j || b[2] - a[2] || (a[0] < b[0] ? -1 : 1));
    corrected = near[0]?.[1][0];
    near.filter(([far]) => far === near[0][0]).forEach(([, one]) => add(0.8, 3)(one));
  }
  const words = new Set([word]);
  for (const [other, stem] of known) if (stems.has(stem) || (isOpen && other.startsWith(word))) words.add(other);
  return { forms: words, isOpen, corrected, keys: [[...words]], terms: [[...stems]] };
};
