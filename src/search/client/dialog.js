// The search dialog: a combobox over a list of results. docs/search.md has its markup and keys.
import { createEngine } from './engine.js';
import { phrasesFor } from './phrases.js';

const make = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};
const classed = (name, of, ...children) => make(name, { class: `search-${of}` }, ...children);

// [plain, marked, plain …] as nodes.
const withMarks = (parts) => parts.map((part, i) => (i % 2 ? make('mark', {}, part) : part));

// Opens the dialog; the same one whenever it is called.
export const createDialog = (link) => {
  const { search: base, searchLanguage, searchPhrases } = link.dataset;
  const language = searchLanguage || document.documentElement.lang || 'en';
  let own = {};
  try { own = JSON.parse(searchPhrases || '{}'); } catch { /* the built-in phrases stay */ }
  const phrases = phrasesFor(language, own);
  const say = (key, values = {}) => (phrases[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  const engine = createEngine(base);

  const input = make('input', {
    class: 'search-input', type: 'search', role: 'combobox', id: 'search-input', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false',
    enterkeyhint: 'search', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': 'search-results',
    'aria-label': say('search'), placeholder: say('placeholder'),
  });
  const close = make('button', { class: 'search-close', type: 'button' }, say('close'));
  const form = make('form', { class: 'search-form', role: 'search' }, input, close);
  const filters = classed('div', 'filters');
  const status = make('p', { class: 'search-status', role: 'status' }, say('hint'));
  const results = make('div', { class: 'search-results', role: 'listbox', id: 'search-results', 'aria-label': say('search'), hidden: '' });
  const more = make('button', { class: 'search-more', type: 'button', hidden: '' }, say('more'));
  const dialog = make('dialog', { class: 'search', 'aria-label': say('search'), lang: language, 'data-state': 'empty' },
    form, filters, status, results, more);
  document.body.append(dialog);

  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  const languages = new Intl.DisplayNames(language, { type: 'language' });
  const nameOf = {
    kind: (value) => phrases[`kind.${value}`] ?? value,
    language: (value) => { try { return languages.of(value); } catch { return value; } },
    tag: (value) => value,
  };
  const chosen = {};
  let [latest, limit, selected] = [0, 10, -1];
  const options = () => [...results.children];

  const select = (index) => {
    options()[selected]?.setAttribute('aria-selected', 'false');
    selected = index;
    const option = options()[index];
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    if (option) input.setAttribute('aria-activedescendant', option.id);
    else input.removeAttribute('aria-activedescendant');
  };

  const optionOf = (result, i) => {
    const meta = classed('span', 'meta', make('span', {}, nameOf.kind(result.kind)));
    const date = new Date(`${result.date}T00:00:00Z`);
    if (!Number.isNaN(date.getTime())) meta.append(' ', make('time', { datetime: result.date }, day.format(date)));
    const option = make('a', { class: 'search-result', role: 'option', id: `search-result-${i}`, 'aria-selected': 'false', tabindex: '-1', href: result.href },
      make('span', { class: 'search-title', lang: result.language || language }, ...withMarks(result.titleParts)));
    if (result.sectionParts.length) option.append(' ', classed('span', 'section', ...withMarks(result.sectionParts)));
    option.append(' ', meta, ' ', make('span', { class: 'search-excerpt', lang: result.language || language }, ...withMarks(result.excerptParts)));
    option.addEventListener('click', (event) => { if (!event.ctrlKey && !event.metaKey) dialog.close(); });
    return option;
  };

  // One state of the dialog: its sentence, and its results if it has any.
  const show = (state, sentence, list = [], total = 0) => {
    dialog.dataset.state = state;
    dialog.removeAttribute('aria-busy');
    status.replaceChildren(sentence);
    if (state === 'failed' || state === 'none') status.append(' ', make('a', { href: link.href }, say('archive')));
    select(-1);
    results.replaceChildren(...list.map(optionOf));
    results.hidden = !list.length;
    input.setAttribute('aria-expanded', String(list.length > 0));
    more.hidden = total <= list.length;
  };

  const run = async () => {
    const query = input.value;
    const mine = latest += 1;
    if (!query.trim()) return show('empty', say('hint'));
    dialog.setAttribute('aria-busy', 'true');
    if (dialog.dataset.state !== 'found') status.textContent = say('loading');
    try {
      const found = await engine.search(query, { ...chosen, limit });
      if (mine !== latest) return undefined;
      const { total, all, corrected, results: list } = found;
      if (!list.length) return show('none', say('none', { query: query.trim() }));
      const count = total === 1 ? say('one') : say('results', { count: total.toLocaleString(language) });
      const notes = [corrected.length ? say('corrected', { words: corrected.join(' ') }) : '', all ? '' : say('some')];
      return show('found', [count, ...notes].filter(Boolean).join(/^zh\b/.test(language) ? '　' : ' · '), list, total);
    } catch {
      return mine === latest ? show('failed', say('failed')) : undefined;
    }
  };

  const again = () => {
    limit = 10;
    run();
  };

  const addFilter = (name, values) => {
    if (values.length < 2) return;
    const field = make('select', { name }, make('option', { value: '' }, say('any')),
      ...values.map(([value, count]) => make('option', { value }, `${nameOf[name](value)} (${count})`)));
    field.addEventListener('change', () => {
      chosen[name] = field.value;
      again();
    });
    filters.append(make('label', { class: 'search-filter' }, make('span', {}, say(name)), ' ', field));
  };
  const addFilters = async () => {
    const { kinds, languages: spoken, tags } = await engine.head();
    addFilter('kind', kinds);
    addFilter('language', spoken);
    if (tags > 1) addFilter('tag', (await engine.tags()).slice(0, 300));
  };

  input.addEventListener('input', (event) => { if (!event.isComposing) again(); });
  input.addEventListener('compositionend', again);
  more.addEventListener('click', async () => {
    const before = limit;
    limit += 10;
    await run();
    select(Math.min(before, options().length - 1));
    input.focus();
  });
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  form.addEventListener('submit', (event) => event.preventDefault());
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const last = options().length - 1;
    const next = { ArrowDown: selected < last ? selected + 1 : 0, ArrowUp: selected > 0 ? selected - 1 : last, Home: 0, End: last }[event.key];
    const inText = (event.key === 'Home' || event.key === 'End') && selected < 0;
    if (next !== undefined && last >= 0 && !inText) {
      event.preventDefault();
      select(next);
    } else if (event.key === 'Enter' && last >= 0) {
      event.preventDefault();
      const option = options()[Math.max(selected, 0)];
      if (event.ctrlKey || event.metaKey) open(option.href, '_blank', 'noopener');
      else option.click();
    }
  });

  let filtered;
  return () => {
    if (!dialog.open) dialog.showModal();
    input.focus();
    input.select();
    filtered ??= addFilters().catch(() => { filtered = undefined; });
  };
};
