// Brings the drawn graph to life: neighbours light up, kinds can be left out, the drawing zooms and is pulled about.
(() => {
  const box = document.querySelector('.graph-box')
  const svg = box?.querySelector('svg')
  if (!svg) return
  const nodes = [...svg.querySelectorAll('a')]
  const near = nodes.map(() => [])
  const edges = svg.querySelectorAll('path')
  for (const edge of edges) {
    const [a, b] = edge.dataset.e.split(' ').map(Number)
    near[a].push(nodes[b], edge)
    near[b].push(nodes[a], edge)
  }
  const place = new Map(nodes.map((node, i) => [node, i]))

  // Copies of a node and its neighbours lie over the others, which fade as one: no style of a thousand nodes is worked out anew.
  const all = svg.querySelector('g')
  let lit = null
  const light = event => {
    const node = event.type === 'pointerout' || event.type === 'focusout' ? null : event.target.closest('a')
    lit?.remove()
    lit = null
    if (node) {
      lit = document.createElementNS(svg.namespaceURI, 'g')
      lit.classList.add('lit')
      lit.setAttribute('aria-hidden', 'true')
      for (const part of [...near[place.get(node)], node].sort((a, b) => place.has(a) - place.has(b))) {
        const copy = part.cloneNode(true)
        copy.removeAttribute('href')
        copy.classList.remove('quiet')
        lit.append(copy)
      }
      all.after(lit)
    }
    svg.classList.toggle('dim', !!lit)
  }
  for (const type of ['pointerover', 'pointerout', 'focusin', 'focusout']) svg.addEventListener(type, light)

  const { width, height } = svg.viewBox.baseVal
  let scale = 1
  const zoom = (to, x = box.clientWidth / 2, y = box.clientHeight / 2) => {
    to = Math.max(Math.min(0.2, box.clientWidth / width), Math.min(4, to))
    const grown = to / scale
    const left = (box.scrollLeft + x) * grown - x
    const top = (box.scrollTop + y) * grown - y
    scale = to
    svg.style.transform = `scale(${scale})`
    svg.style.margin = `0 ${width * (scale - 1)}px ${height * (scale - 1)}px ${Math.max(0, (box.clientWidth - width * scale) / 2)}px`
    box.scrollTo({ left, top, behavior: 'instant' })
  }
  box.addEventListener('wheel', event => {
    if (!event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    const at = box.getBoundingClientRect()
    zoom(scale * Math.exp(-event.deltaY / 300), event.clientX - at.left, event.clientY - at.top)
  }, { passive: false })

  let from = null
  box.addEventListener('pointerdown', event => {
    if (event.pointerType !== 'mouse' || event.button !== 0 || event.target.closest('a')) return
    from = { x: event.clientX + box.scrollLeft, y: event.clientY + box.scrollTop }
    box.setPointerCapture(event.pointerId)
  })
  box.addEventListener('pointermove', event => from && box.scrollTo({ left: from.x - event.clientX, top: from.y - event.clientY, behavior: 'instant' }))
  for (const type of ['pointerup', 'pointercancel']) box.addEventListener(type, () => { from = null })

  const tools = document.querySelector('.graph-tools')
  const button = (text, label, press) => {
    const made = document.createElement('button')
    made.type = 'button'
    made.textContent = text
    if (label) made.setAttribute('aria-label', label)
    made.addEventListener('click', () => press(made))
    return made
  }
  for (const item of tools.querySelectorAll('[data-kind]')) {
    const toggle = button('', '', made => {
      const off = made.getAttribute('aria-pressed') === 'true'
      made.setAttribute('aria-pressed', String(!off))
      for (const node of svg.querySelectorAll('.is-' + item.dataset.kind)) node.toggleAttribute('data-off', off)
      for (const edge of edges) edge.toggleAttribute('data-off', edge.dataset.e.split(' ').some(n => nodes[n].hasAttribute('data-off')))
    })
    toggle.setAttribute('aria-pressed', 'true')
    toggle.append(...item.childNodes)
    item.append(toggle)
  }
  const { zoomIn, zoomOut, fit } = tools.dataset
  const item = document.createElement('li')
  item.append(button('−', zoomOut, () => zoom(scale / 1.4)), button('+', zoomIn, () => zoom(scale * 1.4)), button(fit, '', () => zoom(box.clientWidth / width)))
  tools.append(item)
  box.scrollTo({ left: (box.scrollWidth - box.clientWidth) / 2, top: 0, behavior: 'instant' })
})()
