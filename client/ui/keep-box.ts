// Owns that an element knows its own size: --box-width and --box-height on it, in px, set anew only when the size changes.
// For type that fills a box. Never for a box whose size depends on what is in it: it must have `contain: size`.

const keep: ResizeObserverCallback = (entries) => {
  for (const { target, contentRect } of entries) {
    const { style } = target as HTMLElement
    style.setProperty('--box-width', `${contentRect.width}px`)
    style.setProperty('--box-height', `${contentRect.height}px`)
  }
}
let observer: ResizeObserver | undefined

/** A React ref. The size is there before the element is first painted: browsers report it between layout and paint. */
export function keepBox(element: HTMLElement | null): (() => void) | undefined {
  if (element === null) return undefined
  observer ??= new ResizeObserver(keep)
  observer.observe(element)
  return () => observer?.unobserve(element)
}
