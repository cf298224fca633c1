// Shows title and first words of the page that a link leads to while the pointer, or the focus, rests on it.
(() => {
 const pages = new Map()
 let timer, tip, link
 const hide = () => {
  clearTimeout(timer)
  link?.removeAttribute('aria-describedby')
  tip?.remove()
  tip = link = null
 }
 const read = async url => {
  const reply = await fetch(url)
  if (!reply.ok) return
  const page = new DOMParser().parseFromString(await reply.text(), 'text/html')
  const title = page.querySelector('main h1')?.textContent
  return title && [title, page.querySelector('meta[name=description]')?.content ?? '', page.documentElement.lang]
 }
 const show = async a => {
  const url = a.pathname
  if (!pages.has(url)) pages.set(url, read(url).catch(() => {}))
  const page = await pages.get(url)
  if (!page || link !== a) return
  const [title, words, lang] = page
  const name = document.createElement('b')
  name.textContent = title
  tip = Object.assign(document.createElement('div'), { id: 'at.preview', className: 'small', role: 'tooltip', lang })
  tip.append(name, document.createElement('br'), words)
  tip.style.cssText = 'position:fixed;z-index:9;max-width:22rem;padding:.7rem 1rem;background:var(--paper);border:1px solid var(--line);border-radius:6px'
  document.body.append(tip)
  const { bottom, top, left } = a.getBoundingClientRect()
  const { offsetWidth: w, offsetHeight: h } = tip
  tip.style.top = (bottom + h + 8 < innerHeight ? bottom + 6 : top - h - 6) + 'px'
  tip.style.left = Math.max(8, Math.min(left, innerWidth - w - 24)) + 'px'
  a.setAttribute('aria-describedby', tip.id)
 }
 const begin = ({ type, target, pointerType }) => {
  const a = target.closest?.('main a[href]')
  if (a && a === link) return
  hide()
  const { origin, pathname } = location
  if (a?.origin !== origin || a.pathname === pathname || /\.\w+$/.test(a.pathname)) return
  if (type === 'focusin' ? !a.matches(':focus-visible') : pointerType !== 'mouse') return
  link = a
  timer = setTimeout(() => show(a), 350)
 }
 if (!matchMedia('(hover: hover) and (pointer: fine)').matches) return
 for (const type of ['pointerover', 'focusin']) addEventListener(type, begin)
 addEventListener('keydown', ({ key }) => key === 'Escape' && hide())
 addEventListener('scroll', hide, { passive: true })
})()
