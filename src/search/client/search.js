// What every page loads: turns links with data-search into openers of the dialog, and loads it when it is wanted first.
const links = [...document.querySelectorAll('a[data-search]')];
let opened;

const open = (link) => {
  opened ??= import('./dialog.js').then(({ createDialog }) => createDialog(link));
  opened.then((show) => show(), () => { location.href = link.href; });
};

for (const link of links) {
  link.setAttribute('aria-haspopup', 'dialog');
  link.addEventListener('click', (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(link);
  });
}
if (links.length) {
  addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (event.target.closest?.('input, textarea, select, dialog, [contenteditable]:not([contenteditable="false"])')) return;
    event.preventDefault();
    open(links[0]);
  });
}
