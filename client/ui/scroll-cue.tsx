// Owns how what scrolls says that there is more of it below: an edge and a word, as long as its end is out of sight. Stands as the
// last child of what scrolls. Never in the way of a finger, and never read aloud: whoever listens hears all of it.
import { useEffect, useRef, useState } from 'react'
import styles from './scroll-cue.module.css'

/** What scrolls around this element; it itself may not. */
function scrollerOf(element: HTMLElement): HTMLElement | undefined {
  for (let at = element.parentElement; at !== null; at = at.parentElement)
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at
  return undefined
}

/** @param of 'li' in a list, whose children are nothing else */
export function ScrollCue({ of: Tag = 'div' }: { readonly of?: 'div' | 'li' }) {
  const end = useRef<HTMLDivElement & HTMLLIElement>(null)
  const [more, setMore] = useState(false)
  useEffect(() => {
    const { current } = end
    if (current === null || typeof IntersectionObserver === 'undefined') return
    const watch = new IntersectionObserver(([seen]) => setMore(seen?.isIntersecting === false), {
      root: scrollerOf(current) ?? null,
      // The last line's own padding is no line.
      rootMargin: '0px 0px 12px 0px',
    })
    watch.observe(current)
    return () => watch.disconnect()
  }, [])
  return (
    <>
      <Tag ref={end} className={styles['end']} data-scroll-cue="" aria-hidden="true" />
      <Tag className={styles['cue']} data-scroll-cue="" data-more={more || undefined} aria-hidden="true">
        <span>
          <b>More below</b> ⌄
        </span>
      </Tag>
    </>
  )
}
