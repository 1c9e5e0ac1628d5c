// Owns which page sounds for each place: one at a time, and the one that holds a place keeps it while it can be heard.
// Never gives a place to a page that does not paint there.
import { canPlay, type Page } from './page.ts'

export type LeaseChange = {
  readonly place: string
  readonly page: Page
  readonly event: 'given' | 'released'
  readonly cause: string
}

export type Leases = {
  holderOf(place: string): Page | undefined
  /** Who sounds where from now on, and what has changed by that. */
  settle(
    pages: Iterable<Page>,
    heard: (page: Page) => boolean,
    belongs: (page: Page) => boolean,
  ): readonly LeaseChange[]
}

/**
 * The page that may sound: whoever holds it keeps it, unless it cannot be heard and another can, or the chair belongs to another
 * that can be heard as well. A page that could not sound takes it from none.
 * @param belongs to the chair: it is its own screen, or of whoever has the room
 */
const best = (
  at: readonly Page[],
  held: Page | undefined,
  heard: (page: Page) => boolean,
  belongs: (page: Page) => boolean,
): Page | undefined => {
  const score = (page: Page): number =>
    (heard(page) ? 16 : 0) +
    (belongs(page) && (page === held || canPlay(page)) ? 8 : 0) +
    (page === held ? 4 : 0) +
    (canPlay(page) ? 2 : 0) +
    (page.enrolled ? 1 : 0)
  let found: Page | undefined
  for (const page of at)
    if (
      found === undefined ||
      score(page) > score(found) ||
      (score(page) === score(found) && page.order < found.order)
    )
      found = page
  return found
}

/** @param pageOf the page of a key, as it is now */
export function createLeases(pageOf: (key: string) => Page | undefined): Leases {
  const leases = new Map<string, string>()
  const holderOf = (place: string): Page | undefined => {
    const key = leases.get(place)
    return key === undefined ? undefined : pageOf(key)
  }
  return {
    holderOf,
    settle(pages, heard, belongs) {
      const at = new Map<string, Page[]>()
      for (const page of pages)
        if (page.place !== undefined && page.paints) {
          const list = at.get(page.place)
          if (list === undefined) at.set(page.place, [page])
          else list.push(page)
        }
      const changes: LeaseChange[] = []
      for (const place of new Set([...leases.keys(), ...at.keys()])) {
        const before = holderOf(place)
        const held = before?.place === place && before.paints ? before : undefined
        const next = best(at.get(place) ?? [], held, heard, belongs)
        if (before?.key === next?.key && before !== undefined) continue
        if (before !== undefined) {
          const cause =
            before.place !== place
              ? 'elsewhere'
              : held !== undefined
                ? next !== undefined && heard(next)
                  ? 'another is heard'
                  : 'another has the room'
                : before.goneAtMs === undefined
                  ? 'not painting'
                  : 'gone'
          changes.push({ place, page: before, event: 'released', cause })
          leases.delete(place)
        }
        if (next === undefined) continue
        leases.set(place, next.key)
        changes.push({ place, page: next, event: 'given', cause: heard(next) ? 'tone heard' : 'painting' })
      }
      return changes
    },
  }
}
