// Ranks documents by what their postings say.

// `needles` are what is looked for: of each the terms, as [[term, weight]] that mean the same. A `must` is needed with all its terms;
// of more than two that are not (pairs of a run), two thirds are enough. `filters` are terms too, `lists` the postings of all of them.
// Returns ids by falling score, and whether they have all that was looked for.
export const rank = (needles, filters, lists, documents) => {
  const found = new Map();
  const entry = (id) => found.get(id) ?? found.set(id, { id, score: 0, mass: 0, musts: 0 }).get(id);
  let [full, musts] = [0, filters.length];
  for (const { terms, must } of needles) {
    const isLoose = terms.length > 2 && !must;
    const hits = new Map();
    for (const forms of terms) {
      const best = new Map();
      for (const [term, weight] of forms) {
        for (const [id, impact] of lists.get(term) ?? []) best.set(id, Math.max(best.get(id) ?? 0, weight * impact));
      }
      const rare = Math.log(1 + (documents - best.size + 0.5) / (best.size + 0.5));
      const mass = isLoose || (best.size > documents * 0.6 && !must) ? 0 : rare;
      full += mass;
      musts += +must;
      for (const [id, value] of best) {
        const one = entry(id);
        one.score += rare * value;
        one.mass += mass;
        one.musts += must;
        hits.set(id, (hits.get(id) ?? 0) + 1);
      }
    }
    if (!isLoose) continue;
    full += 5;
    for (const [id, count] of hits) if (count >= (terms.length * 2) / 3) entry(id).mass += 5;
  }
  for (const term of filters) for (const [id] of lists.get(term) ?? []) entry(id).musts += 1;
  const kept = [...found.values()].filter((one) => one.score && one.musts === musts);
  const most = kept.reduce((sofar, one) => Math.max(sofar, one.mass), 0);
  const all = most >= full - 1e-6;
  const least = all ? most - 1e-6 : most * 0.6;
  const value = (one) => one.score * (all ? 1 : one.mass);
  return { all, ids: kept.filter((one) => one.mass >= least).sort((a, b) => value(b) - value(a) || a.id - b.id).map((one) => one.id) };
};
