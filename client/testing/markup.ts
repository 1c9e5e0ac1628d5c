// Owns reading what a component says from its static markup, by region, role and text. Never used by the product.
import type { StoreApi } from 'zustand/vanilla'

/** Static rendering reads a store's first state; this makes that the state it has now. */
export const asItIs = (...stores: readonly StoreApi<never>[]): void => {
  for (const store of stores as unknown as StoreApi<unknown>[])
    Object.assign(store, { getInitialState: store.getState })
}

/** The words of a piece of markup, in reading order. */
export const textOf = (html: string): string =>
  html
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#x27;', "'")
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ')
    .trim()

/** The first element whose opening tag matches, whole; an element of that name may stand inside it. */
export function elementOf(html: string, tag: string, opening: RegExp): string {
  const opens = [...html.matchAll(new RegExp(`<${tag}\\b[^>]*>`, 'g'))]
  const first = opens.find(([text]) => opening.test(text))
  if (first === undefined) throw new Error(`there is no <${tag}> with ${opening}`)
  let depth = 0
  for (const part of html.slice(first.index).matchAll(new RegExp(`<(/?)${tag}\\b[^>]*>`, 'g'))) {
    depth += part[1] === '/' ? -1 : 1
    if (depth === 0) return html.slice(first.index, first.index + part.index + part[0].length)
  }
  throw new Error(`<${tag}> does not end`)
}

/** A section by its name. */
export const regionOf = (html: string, name: string): string =>
  elementOf(html, 'section', new RegExp(`aria-label="${name}"`))

export const buttonsOf = (html: string): string[] =>
  [...html.matchAll(/<button\b([^>]*)>([\s\S]*?)<\/button>/g)].map(
    ([, attributes = '', inside = '']) => /aria-label="([^"]*)"/.exec(attributes)?.[1] ?? textOf(inside),
  )
