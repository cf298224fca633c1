// What a link leads to, while it is pointed at.
(() => {
 const pages = {}
 let timer, tip, link
 const hide = () => {
  clearTimeout(timer)
  link?.removeAttribute('aria-describedby')
  tip?.remove()
  tip = link = null
 }
 const read = async url => {
  const reply = await fetch(url)
  const page = new DOMParser().parseFromString(reply.ok ? await reply.text() : '', 'text/html')
  const title = page.querySelector('main h1')?.textContent
  return title && [title, page.querySelector('meta[name=description]')?.content ?? '', page.documentElement.lang]
 }
 const show = async a => {
  const page = await (pages[a.pathname] ??= read(a.pathname).catch(() => {}))
  if (!page || link !== a) return
  const [title, words, lang] = page
  const make = (name, of) => Object.assign(document.createElement(name), of)
  tip = make('div', { id: 'at.preview', className: 'small', role: 'tooltip', lang })
  tip.append(make('b', { textContent: title }), make('br'), words)
  tip.style.cssText = 'position:fixed;max-width:22rem;padding:1em;background:var(--paper);border:1px solid var(--line)'
  document.body.append(tip)
  const at = a.getBoundingClientRect()
  const high = tip.offsetHeight
  tip.style.top = (at.bottom + high < innerHeight ? at.bottom : at.top - high) + 'px'
  tip.style.left = Math.max(8, Math.min(at.left, innerWidth - tip.offsetWidth - 24)) + 'px'
  a.setAttribute('aria-describedby', tip.id)
 }
 const begin = ({ type, target, pointerType }) => {
  const a = target.closest?.('main a[href]')
  if (a && a === link) return
  hide()
  if (a?.origin !== location.origin || a.pathname === location.pathname || /\.\w+$/.test(a.pathname)) return
  if (type === 'focusin' ? !a.matches(':focus-visible') : pointerType !== 'mouse') return
  link = a
  timer = setTimeout(show, 350, a)
 }
 if (!matchMedia('(hover: hover) and (pointer: fine)').matches) return
 for (const type of ['pointerover', 'focusin']) addEventListener(type, begin)
 addEventListener('keydown', ({ key }) => key === 'Escape' && hide())
 addEventListener('scroll', hide)
})()
