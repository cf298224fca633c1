// Adds a keyboard to the studio, and keeps the place where one was; everything works without it.
(() => {
  const keys = document.getElementById('keys');
  const shown = document.getElementById('show-keys');
  if (!keys || !shown) return;
  const entries = [...document.querySelectorAll('.entry')];
  const picks = entries.map((entry) => entry.querySelector('.pick input'));
  const bulk = document.getElementById('bulk');
  const remembered = (name, value) => {
    try {
      if (value === undefined) return localStorage.getItem(name);
      localStorage.setItem(name, value);
    } catch { /* a browser that keeps nothing */ }
    return null;
  };

  const on = document.getElementById('keys-on');
  on.checked = remembered('studio-keys') !== 'off';
  on.addEventListener('change', () => remembered('studio-keys', on.checked ? 'on' : 'off'));
  shown.hidden = false;
  shown.addEventListener('click', () => keys.showModal());

  const place = () => entries.findIndex((entry) => entry.contains(document.activeElement));
  const go = (index) => {
    const entry = entries[Math.max(0, Math.min(entries.length - 1, index))];
    entry?.focus({ preventScroll: true });
    entry?.scrollIntoView({ block: 'nearest' });
  };
  // After a decision the page comes anew: the next one stands where the last one stood.
  const slot = `studio ${location.pathname}`;
  const before = sessionStorage.getItem(slot);
  sessionStorage.removeItem(slot);
  if (before !== null && !location.hash) go(Number(before));

  const press = (key) => {
    const at = place();
    const chosen = picks.some((pick) => pick?.checked);
    const button = chosen && key !== 'a' ? bulk?.querySelector(`[data-key="${key}"]`) : entries[at]?.querySelector(`[data-key="${key}"]`);
    if (!button) return;
    if (key === 'a') {
      button.parentElement.open = true;
      button.parentElement.querySelector('textarea').focus();
      return;
    }
    sessionStorage.setItem(slot, String(Math.max(0, at)));
    button.click();
  };

  const all = bulk?.querySelector('[name=all]');
  all?.addEventListener('change', () => picks.forEach((pick) => { pick.checked = all.checked; }));
  picks.forEach((pick) => pick?.addEventListener('change', () => { if (!pick.checked && all) all.checked = false; }));

  document.addEventListener('keydown', (event) => {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || keys.open) return;
    const writes = target.matches('textarea, select, input:not([type=checkbox], [type=radio])');
    if (writes) {
      if (key === 'Escape') target.closest('.entry')?.focus();
      return;
    }
    if (!on.checked) return;
    if (key === '?') keys.showModal();
    else if (key === 'j') go(place() + 1);
    else if (key === 'k') go(place() < 0 ? 0 : place() - 1);
    else if (key === 'x') picks[place()]?.click();
    else if (key === 'u') document.querySelector('.notice [data-key=u]')?.click();
    else if ('psda'.includes(key) && key.length === 1) press(key);
    else return;
    event.preventDefault();
  });
})();
