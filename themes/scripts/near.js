// What a script adds to the page for a missing one.
(() => {
  'use strict';
  const add = (parent, name, properties) => parent.appendChild(Object.assign(document.createElement(name), properties));

  // Titles of the archive whose address is most like the one asked for.
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
