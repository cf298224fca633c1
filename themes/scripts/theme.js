// What a script adds to the default theme; every page is whole without it.
(() => {
  'use strict';
  const said = document.currentScript.dataset;
  const add = (parent, name, properties) => parent.appendChild(Object.assign(document.createElement(name), properties));

  // A button on each block of code.
  if (navigator.clipboard) {
    for (const pre of document.querySelectorAll('.prose pre:not(.mermaid), .cite pre')) {
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
})();
