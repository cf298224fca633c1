// Draws Mermaid's diagrams: in the page's colours, light and dark, and under a policy that forbids styles inside of pages.
// Mermaid itself writes <style> and style="…"; what of that a policy would refuse goes through the CSSOM here, which none does.
(() => {
  'use strict';
  const { mermaid } = self;
  if (!mermaid) return;

  // While a picture is drawn, <style> is made as <metadata> and style="…" parsed under another name.
  let drawing = 0;
  const rules = 'mermaid-rules';
  const waiting = 'data-mermaid-style';
  const quiet = (html) => String(html).replace(/<\/?[a-z][^<>]*>/gi, (tag) => tag
    .replace(/^<style\b/i, `<metadata class="${rules}"`).replace(/^<\/style\b/i, '</metadata').replace(/\sstyle=/gi, ` ${waiting}=`));
  const replace = (owner, name, made) => {
    const before = Object.getOwnPropertyDescriptor(owner, name);
    const key = before.set ? 'set' : 'value';
    const old = before[key];
    Object.defineProperty(owner, name, { ...before, [key](...all) { return drawing ? made.call(this, old, ...all) : old.apply(this, all); } });
  };
  function created(old, ...all) {
    if (all.at(-1) !== 'style') return old.apply(this, all);
    const element = document.createElementNS('http://www.w3.org/2000/svg', 'metadata');
    element.setAttribute('class', rules);
    return element;
  }
  replace(Document.prototype, 'createElement', created);
  replace(Document.prototype, 'createElementNS', created);
  replace(Element.prototype, 'setAttribute', function setAttribute(old, name, value) {
    if (name === 'style' && this.style) this.style.cssText = value;
    else old.call(this, name, value);
  });
  replace(DOMParser.prototype, 'parseFromString', function parse(old, html, type) { return old.call(this, quiet(html), type); });
  replace(Element.prototype, 'innerHTML', function put(old, html) {
    old.call(this, quiet(html));
    for (const styled of this.querySelectorAll(`[${waiting}]`)) {
      styled.style.cssText = styled.getAttribute(waiting);
      styled.removeAttribute(waiting);
    }
  });

  // The rules of each picture that is measured or shown; they begin with its id.
  const sheets = new Map();
  const adopt = () => {
    for (const { textContent: text, ownerSVGElement } of document.getElementsByClassName(rules)) {
      const id = ownerSVGElement?.id;
      if (!id || sheets.get(id)?.text === text) continue;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      sheets.set(id, { sheet, text });
    }
    for (const id of sheets.keys()) if (!document.getElementById(id)) sheets.delete(id);
    document.adoptedStyleSheets = [...sheets.values()].map(({ sheet }) => sheet);
  };
  new MutationObserver((changes) => {
    if (changes.some(({ addedNodes }) => [...addedNodes].some((node) => node.nodeType === 1 && node.matches(`.${rules}`)))) adopt();
  }).observe(document.body, { childList: true, subtree: true });

  // A colour of the page as Mermaid reads it.
  const dot = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const colour = (value) => {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.color = value;
    dot.fillStyle = getComputedStyle(probe).color;
    probe.remove();
    dot.fillRect(0, 0, 1, 1);
    return `#${[...dot.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  };
  const mixed = (part) => colour(`color-mix(in srgb, var(--accent) ${part}%, var(--paper))`);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const initialize = () => {
    const [ink, soft] = [colour('var(--ink)'), colour('var(--soft)')];
    mermaid.initialize({
      startOnLoad: false, securityLevel: 'strict', suppressErrorRendering: true, theme: 'base', themeCSS: '.label { font-weight: inherit; }',
      fontFamily: getComputedStyle(document.body).getPropertyValue('--sans') || 'sans-serif',
      themeVariables: {
        darkMode: dark.matches, background: colour('var(--paper)'), primaryColor: mixed(12), secondaryColor: mixed(28), tertiaryColor: mixed(5),
        edgeLabelBackground: mixed(5), primaryTextColor: ink, secondaryTextColor: ink, tertiaryTextColor: ink, textColor: ink, lineColor: soft,
        primaryBorderColor: soft, secondaryBorderColor: soft, tertiaryBorderColor: soft,
        pie1: mixed(60), pie2: mixed(40), pie3: mixed(25), pie4: mixed(80), pie5: mixed(12), pie6: mixed(50),
        pieOuterStrokeColor: soft, pieStrokeColor: soft, pieSectionTextColor: ink, pieTitleTextColor: ink, pieLegendTextColor: ink,
      },
    });
  };

  let made = 0;
  let latest = 0;
  const draw = async () => {
    const turn = latest += 1;
    initialize();
    for (const block of document.querySelectorAll('.mermaid')) {
      const text = block.querySelector('svg') ? block.dataset.text : block.textContent;
      const id = `mermaid-${made += 1}`;
      drawing += 1;
      try {
        const { svg, bindFunctions } = await mermaid.render(id, text);
        if (turn !== latest) return;
        block.dataset.text = text;
        block.innerHTML = svg;
        block.classList.add('drawn');
        bindFunctions?.(block);
      } catch (error) { // the text stays, as it is without scripts
        console.warn(`Mermaid: ${error.message}`);
        document.getElementById(`d${id}`)?.remove();
      } finally {
        drawing -= 1;
      }
      adopt();
    }
  };
  dark.addEventListener('change', draw);
  document.addEventListener('byline:update', draw);
  draw();
})();
