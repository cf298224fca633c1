// The search dialog: a combobox over a list of results. docs/search.md has its markup (dialog.html) and keys.
import { createEngine } from './engine.js';

const make = (name, attributes, ...children) => {
  const made = document.createElement(name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  made.append(...children);
  return made;
};
// [plain, marked, plain …] in an element with a class.
const classed = (name, parts, lang) => make('span', { class: `search-${name}`, ...lang && { lang } }, ...parts.map((part, i) => (i % 2 ? make('mark', {}, part) : part)));

// Makes the dialog, and returns what opens it.
export const createDialog = async (link) => {
  const { search: base, searchLanguage, searchPhrases } = link.dataset;
  const language = searchLanguage || document.documentElement.lang || 'en';
  const phrases = await (await fetch(`${base}${/^zh\b/i.test(language) ? 'zh' : 'en'}.json`)).json();
  try { Object.assign(phrases, JSON.parse(searchPhrases)); } catch { /* there are none, or they are not JSON */ }
  const say = (key, values) => (phrases[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => values?.[name] ?? all);
  const engine = createEngine(base);

  document.body.insertAdjacentHTML('beforeend', phrases.dialog.replace(/\{(\w+)\}/g, (all, name) => say(name).replace(/["&<]/g, (c) => `&#${c.charCodeAt()};`)));
  const dialog = document.body.lastElementChild;
  dialog.lang = language;
  const [form, filters, status, results, more] = dialog.children;
  const [input, close] = form.children;

  const languages = new Intl.DisplayNames(language, { type: 'language' });
  const nameOf = (filter, value) => (filter === 'language' ? languages.of(value) : phrases[`${filter}.${value}`] ?? value);
  const chosen = {};
  let [latest, limit, selected] = [0, 10, -1];
  const options = results.children;

  const select = (index) => {
    const mark = (is) => options[selected]?.setAttribute('aria-selected', is);
    mark(false);
    selected = index;
    mark(true);
    const option = options[index];
    option?.scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', option?.id ?? '');
  };

  const optionOf = ({ href, kind, date, language: lang, titleParts, sectionParts, excerptParts }, i) => {
    const meta = classed('meta', [nameOf('kind', kind)]);
    const day = new Date(date);
    if (+day) meta.append(' ', make('time', { datetime: date }, day.toLocaleDateString(language, { dateStyle: 'medium', timeZone: 'UTC' })));
    return make('a', { class: 'search-result', role: 'option', id: `search-result-${i}`, 'aria-selected': false, tabindex: -1, href },
      classed('title', titleParts, lang), ' ', ...sectionParts ? [classed('section', sectionParts), ' '] : [], meta, ' ', classed('excerpt', excerptParts, lang));
  };

  // One state of the dialog: its sentence, and its results if it has any.
  const show = (state, sentence, list = [], total = 0) => {
    dialog.dataset.state = state;
    dialog.removeAttribute('aria-busy');
    status.replaceChildren(sentence, ...state === 'failed' || state === 'none' ? [' ', make('a', { href: link.href }, say('archive'))] : []);
    select(-1);
    results.replaceChildren(...list.map(optionOf));
    results.hidden = !list.length;
    input.setAttribute('aria-expanded', list.length > 0);
    more.hidden = total <= list.length;
  };

  const run = async () => {
    const query = input.value;
    latest += 1;
    const mine = latest;
    if (!query.trim()) return show('empty', say('hint'));
    dialog.setAttribute('aria-busy', true);
    if (dialog.dataset.state !== 'found') status.textContent = say('loading');
    let shown;
    try {
      const { total, all, corrected, results: list } = await engine.search(query, { ...chosen, limit });
      const sentences = [say(total === 1 ? 'one' : 'results', { count: total.toLocaleString(language) })];
      if (corrected.length) sentences.push(say('corrected', { words: corrected.join(' ') }));
      if (!all) sentences.push(say('some'));
      shown = list.length ? ['found', sentences.join(say('between')), list, total] : ['none', say('none', { query: query.trim() })];
    } catch {
      shown = ['failed', say('failed')];
    }
    return mine === latest && show(...shown);
  };
  const again = () => {
    limit = 10;
    run();
  };

  const addFilter = (name, values) => {
    if (values.length < 2) return;
    const field = make('select', { name }, make('option', { value: '' }, say('any')),
      ...values.slice(0, 300).map(([value, count]) => make('option', { value }, `${nameOf(name, value)} (${count})`)));
    field.onchange = () => {
      chosen[name] = field.value;
      again();
    };
    filters.append(make('label', { class: 'search-filter' }, make('span', {}, say(name)), ' ', field));
  };
  const addFilters = async () => {
    const { kinds, languages: spoken, tags } = await engine.head();
    addFilter('kind', kinds);
    addFilter('language', spoken);
    if (tags > 1) addFilter('tag', await engine.tags());
  };

  input.oninput = (event) => event.isComposing || again();
  input.addEventListener('compositionend', again);
  input.onkeydown = (event) => {
    const { key } = event;
    const last = options.length - 1;
    if (event.isComposing || last < 0) return;
    const next = { ArrowDown: selected < last ? selected + 1 : 0, ArrowUp: selected > 0 ? selected - 1 : last, ...selected >= 0 && { Home: 0, End: last } }[key];
    if (next === undefined && key !== 'Enter') return;
    event.preventDefault();
    if (next !== undefined) return select(next);
    const option = options[Math.max(selected, 0)];
    if (event.ctrlKey || event.metaKey) open(option.href, '_blank', 'noopener');
    else option.click();
  };
  more.onclick = async () => {
    limit += 10;
    await run();
    select(limit - 10);
    input.focus();
  };
  // A handler that returns false would undo what the event does.
  results.onclick = (event) => event.target === results || event.ctrlKey || event.metaKey || dialog.close();
  close.onclick = () => dialog.close();
  dialog.onclick = (event) => event.target !== dialog || dialog.close();
  form.onsubmit = () => false;
  run();

  let filtered;
  return () => {
    if (!dialog.open) dialog.showModal();
    input.select();
    filtered ??= addFilters().catch(() => { filtered = undefined; });
  };
};
