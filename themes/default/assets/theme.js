// What a script adds to the default theme; every page is whole without it.
(() => {
  'use strict';
  const said = document.currentScript.dataset;
  const add = (parent, name, properties) => parent.appendChild(Object.assign(document.createElement(name), properties));

  // A button on each block of code.
  if (navigator.clipboard) {
    for (const pre of document.querySelectorAll('.prose pre, .cite pre')) {
      const box = document.createElement('div');
      box.className = 'copyable';
      pre.replaceWith(box);
      box.append(pre);
      const button = add(box, 'button', { type: 'button', className: 'copy', textContent: said.copy });
      button.addEventListener('click', async () => {
        await navigator.clipboard.writeText(pre.textContent.replace(/\n$/, ''));
        button.textContent = said.copied;
        setTimeout(() => { button.textContent = said.copy; }, 2000);
      });
    }
  }

  // j and k go through the titles of a list.
  const titles = [...document.querySelectorAll('.items .title, .featured .title')];
  document.addEventListener('keydown', (event) => {
    const step = { j: 1, k: -1 }[event.key];
    if (!step || !titles.length || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest('input, textarea, select, [contenteditable], dialog')) return;
    const now = titles.indexOf(document.activeElement);
    const next = now < 0 ? (step > 0 ? 0 : -1) : now + step;
    titles[next]?.focus();
  });

  // A page that is not there: titles of the archive whose address is most like the one asked for.
  const near = document.querySelector('[data-near]');
  if (!near) return;
  const pairs = (text) => {
    const made = new Set();
    for (let i = 0; i + 1 < text.length; i += 1) made.add(text.slice(i, i + 2));
    return made;
  };
  const last = (path) => {
    const parts = path.replace(/\/(index\.html)?$/, '').split('/');
    try { return decodeURIComponent(parts.pop()).toLowerCase().replace(/\.html?$/, ''); } catch { return ''; }
  };
  const wanted = pairs(last(location.pathname));
  fetch(near.dataset.near).then((reply) => reply.text()).then((html) => {
    const found = [];
    for (const link of new DOMParser().parseFromString(html, 'text/html').querySelectorAll('.items .title')) {
      const href = link.getAttribute('href');
      let best = 0;
      for (const text of [last(href), link.textContent.toLowerCase()]) {
        const own = pairs(text);
        const shared = [...own].filter((pair) => wanted.has(pair)).length;
        best = Math.max(best, 2 * shared / (own.size + wanted.size || 1));
      }
      if (best > 0.3) found.push({ href, best, text: link.textContent, lang: link.closest('[lang]')?.lang });
    }
    found.sort((a, b) => b.best - a.best);
    for (const { href, text, lang } of found.slice(0, 5)) {
      add(add(near.querySelector('ul'), 'li', { lang }), 'a', { href, className: 'title', textContent: text });
    }
    near.hidden = !found.length;
  }).catch(() => {}); // the links above stay
})();
