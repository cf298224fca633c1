// Byline's preview: this page takes in place what a build changed, and shows what a build could not do.
// The server says what happened by events: `hello` when the page begins to listen, `change` after a good build,
// `errors` after one that failed. Only pages that are seen listen, since browsers allow few connections to a host.
(() => {
  'use strict';
  const own = document.currentScript;
  const chinese = /^zh/i.test(document.documentElement.lang || navigator.language);
  let build = own.dataset.build;
  let source, overlay, updating = false, again = false, behind = false, counter = 0;

  // The file of the site behind an address, as the server names it; '' for one of another origin.
  const fileOf = (address) => {
    try {
      const url = new URL(address, location.href);
      const path = decodeURIComponent(url.pathname);
      return url.origin !== location.origin ? '' : path.endsWith('/') ? path + 'index.html' : path;
    } catch { return ''; }
  };
  const unmarked = (text) => text.replace(/[?&]byline=\d+/g, '');
  const marked = (address) => {
    const url = new URL(unmarked(address), location.href);
    url.searchParams.set('byline', String(++counter));
    return url.pathname + url.search + url.hash;
  };

  // A page whose programs changed is loaded anew: running a program twice is not what its author meant.
  const programs = (page) => [...page.querySelectorAll('script:not([data-build])')]
    .filter((script) => !script.type || /module|javascript/.test(script.type))
    .map((script) => script.getAttribute('src') + script.textContent).join('\0');
  const loadedPrograms = programs(document);
  const served = new WeakSet([...document.head.children]); // what scripts of the page added is not ours to remove

  const take = (from, to, keepMore) => {
    for (const { name, value } of to.attributes) {
      const now = from.getAttribute(name);
      if (now === null || unmarked(now) !== value) from.setAttribute(name, value);
    }
    if (keepMore) return; // a script may have set a class or a theme on <html> or <body>
    const opens = from.localName === 'details' || from.localName === 'dialog';
    for (const { name } of [...from.attributes]) {
      if (!to.hasAttribute(name) && !(opens && name === 'open')) from.removeAttribute(name);
    }
  };

  // Surely the same thing, though perhaps with other attributes.
  const same = (a, b) => a.nodeName === b.nodeName &&
    (a.id || b.id ? a.id === b.id : a.textContent === b.textContent);
  const indexOfSame = (nodes, start, node) => {
    for (let i = start; i < nodes.length && i < start + 40; ++i) if (same(nodes[i], node)) return i;
    return -1;
  };

  const morph = (from, to) => {
    if (from.isEqualNode(to)) return;
    if (from.nodeType !== Node.ELEMENT_NODE) { from.nodeValue = to.nodeValue; return; }
    take(from, to, from === document.body);
    const old = [...from.childNodes], fresh = [...to.childNodes];
    while (old.length && fresh.length && old[0].isEqualNode(fresh[0])) { old.shift(); fresh.shift(); }
    let after = null; // what stands behind the part that differs
    while (old.length && fresh.length && old.at(-1).isEqualNode(fresh.at(-1))) { after = old.pop(); fresh.pop(); }
    let i = 0;
    fresh.forEach((node, j) => {
      const found = indexOfSame(old, i, node);
      // What is gone is removed, unless the node here comes again further on: then this one is new before it.
      if (found > i && indexOfSame(fresh, j + 1, old[i]) < 0) while (i < found) old[i++].remove();
      const here = old[i];
      const pairs = here && here.nodeName === node.nodeName && here.nodeType === node.nodeType &&
        (same(here, node) || (!here.id === !node.id && indexOfSame(fresh, j + 1, here) < 0));
      if (pairs) { morph(here, node); ++i; } else from.insertBefore(document.importNode(node, true), here || after);
    });
    while (i < old.length) old[i++].remove();
  };

  // A new style stands beside the old one until it is there, so that the page is never without.
  const replaceWhenLoaded = (stale, fresh) => {
    served.add(fresh);
    fresh.onload = fresh.onerror = () => stale && stale.remove();
    if (stale) stale.after(fresh); else document.head.append(fresh);
  };
  const isSheet = (node) => node.localName === 'link' && /\bstylesheet\b/.test(node.rel);

  const mergeHead = (head) => {
    const fresh = [...head.children].filter((node) => node.localName !== 'script' || /json/.test(node.type));
    const stale = [...document.head.children].filter((node) => {
      if (!served.has(node) || (node.localName === 'script' && !/json/.test(node.type))) return false;
      const found = fresh.findIndex((other) => unmarked(node.outerHTML) === other.outerHTML);
      if (found >= 0) fresh.splice(found, 1);
      return found < 0;
    });
    const staleSheets = stale.filter(isSheet);
    for (const node of stale) if (!isSheet(node)) node.remove();
    for (const node of fresh.map((other) => document.importNode(other, true))) {
      if (isSheet(node)) replaceWhenLoaded(staleSheets.shift(), node);
      else { served.add(node); document.head.append(node); }
    }
    for (const node of staleSheets) node.remove();
  };

  const fetchPage = async () => {
    if (updating) { again = true; return; }
    updating = true;
    try {
      const reply = await fetch(location.href, { cache: 'no-store', headers: { Accept: 'text/html' } });
      if (reply.status === 503) return; // started again and not built yet: a `change` follows
      const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
      const script = page.querySelector('script[data-build]');
      if (reply.redirected) return location.replace(reply.url);
      if (!script || programs(page) !== loadedPrograms) return location.reload();
      build = script.dataset.build;
      behind = false;
      take(document.documentElement, page.documentElement, true);
      mergeHead(page.head);
      morph(document.body, page.body);
      document.dispatchEvent(new CustomEvent('byline:update', { detail: { build } }));
    } catch { /* the server went away; its next hello brings us here again */ } finally {
      updating = false;
      if (again) { again = false; fetchPage(); }
    }
  };

  const refreshSheets = (changed) => {
    for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
      if (!changed(fileOf(link.href))) continue;
      const fresh = link.cloneNode();
      fresh.href = marked(link.href);
      replaceWhenLoaded(link, fresh);
    }
  };
  const refreshMedia = (changed) => {
    for (const node of document.querySelectorAll('img, source, video, audio')) {
      if (node.src && changed(fileOf(node.src))) node.src = marked(node.src);
      const set = node.srcset || '';
      const next = set.replace(/[^\s,]\S*[^\s,]/g, (part) => /^\d+(\.\d+)?[wx]$/.test(part) || !changed(fileOf(part)) ? part : marked(part));
      if (next !== set) node.srcset = next;
    }
  };
  const catchUp = () => {
    behind = true; // until a page of the present build came
    refreshSheets((file) => file !== '');
    fetchPage();
  };

  const onChange = ({ build: next, paths }) => {
    show([]);
    if (!paths || behind) return catchUp();
    const list = new Set(paths);
    const changed = (file) => list.has(file);
    if ([...document.scripts].some((script) => script !== own && script.src && changed(fileOf(script.src)))) {
      return location.reload();
    }
    refreshSheets(changed);
    refreshMedia(changed);
    if (changed(own.dataset.page) || changed(fileOf(location.href))) fetchPage();
    else build = next;
  };

  const style = `:host{all:initial}section{position:fixed;inset:auto 0 0 0;max-height:70vh;overflow:auto;z-index:2147483647;
    box-sizing:border-box;padding:1rem 1.25rem;background:#1c1917;color:#fafaf9;border-top:4px solid #ef4444;
    font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}h1{font-size:1rem;margin:0 2rem .5rem 0}
    article{margin:.75rem 0;padding-top:.5rem;border-top:1px solid #57534e}p{margin:.25rem 0}.place{color:#fcd34d}
    .place,pre{font:13px/1.5 ui-monospace,monospace}pre{margin:.25rem 0;padding:.5rem;background:#292524;white-space:pre-wrap}
    mark{background:#ef4444;color:#fff}.remedy{color:#86efac}button{position:absolute;top:.75rem;right:1rem;font:inherit;
    color:inherit;background:none;border:1px solid #a8a29e;border-radius:4px;cursor:pointer}`;
  const element = (name, text, className) => {
    const node = document.createElement(name);
    if (text) node.textContent = text;
    if (className) node.className = className;
    return node;
  };
  const placeText = (at) => [at.file, at.line || '', (at.line && at.column) || ''].filter(Boolean).join(':');
  const snippetOf = ({ snippet, column }) => {
    const pre = element('pre'), letters = [...snippet], at = column - 1;
    if (!(at >= 0 && at < letters.length)) { pre.textContent = snippet; return pre; }
    pre.append(letters.slice(0, at).join(''), element('mark', letters[at]), letters.slice(at + 1).join(''));
    return pre;
  };
  const describe = (error) => {
    const article = element('article');
    if (error.file) article.append(element('p', placeText(error), 'place'));
    article.append(element('p', error.message));
    if (error.snippet) article.append(snippetOf(error));
    for (const note of error.notes) article.append(element('p', `${note.message} ${placeText(note)}`, 'note'));
    if (error.remedy) article.append(element('p', error.remedy, 'remedy'));
    return article;
  };

  const hide = () => { if (overlay) overlay.remove(); overlay = null; };
  const show = (errors, more = 0) => {
    hide();
    if (!errors.length) return;
    overlay = element('byline-errors'); // beside <body>, so that no update of the page touches it
    const root = overlay.attachShadow({ mode: 'open' }), section = element('section'), close = element('button', '×');
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet]; // allowed by every content security policy
    section.setAttribute('role', 'alert');
    close.setAttribute('aria-label', chinese ? '关闭' : 'Close');
    close.onclick = hide;
    section.append(element('h1', chinese ? '网站没有建成，这里是上一次的样子' : 'The site was not built; this is the last good state'), close);
    section.append(...errors.map(describe));
    if (more) section.append(element('p', chinese ? `还有 ${more} 处` : `and ${more} more`));
    root.append(section);
    document.documentElement.append(overlay);
  };

  const listen = () => {
    if (source || document.hidden) return;
    const on = (name, act) => source.addEventListener(name, (event) => act(JSON.parse(event.data)));
    source = new EventSource('/-/byline/events');
    on('hello', (message) => {
      show(message.errors, message.more);
      if (message.build !== build) catchUp();
    });
    on('change', onChange);
    on('errors', (message) => show(message.errors, message.more));
    source.onerror = () => { leave(); setTimeout(listen, 500); };
  };
  const leave = () => { if (source) source.close(); source = null; };

  document.addEventListener('visibilitychange', () => (document.hidden ? leave() : listen()));
  addEventListener('pagehide', leave);
  addEventListener('pageshow', listen);
  addEventListener('keydown', (event) => { if (event.key === 'Escape') hide(); });
  listen();
})();
