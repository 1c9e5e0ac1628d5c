// Owns which pages there are, from their hello until they are long closed, and what each has said of itself. Knows no socket
// and writes no record: it says what has changed. Which page sounds is leases.ts's, what one page is page.ts's.
import type { ScreenState } from '@chairside/shared/protocol/screens.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { createLeases, type LeaseChange } from './leases.ts'
import {
  belongsToChair,
  canPlay,
  GONE_AFTER_MS,
  HIDDEN_MS,
  isHeard,
  isToneValid,
  keyOf,
  ownerOf,
  PAINTS_WITHIN_MS,
  type Page,
  type PageWho,
  paintsAt,
  steadyAtMs,
  waitsForSound,
  wasLongSilent,
} from './page.ts'
import { placeOf } from './place.ts'
import type { Tone } from './suite-state.ts'

/** Closed pages remembered of one screen or person; with each hello another page could be said. Our proposal. */
export const CLOSED_PAGES = 8

export type PaintChange = { readonly page: Page; readonly paints: boolean }
export type PagesChange = { readonly leases: readonly LeaseChange[]; readonly paints: readonly PaintChange[] }

export type Pages = {
  arrive(link: object, who: PageWho, nowMs: number): void
  /** The person at a page changed (sign-out). */
  whose(link: object, person: Actor | undefined): void
  /** @returns whether anything but the time may have changed */
  report(link: object, state: ScreenState, nowMs: number): boolean
  leave(link: object, nowMs: number): void
  /** Everything that is so at `nowMs`. @param rooms who has which */
  settle(
    nowMs: number,
    tones: Readonly<Record<string, Tone>>,
    rooms?: Readonly<Record<string, { readonly personId: string }>>,
  ): PagesChange
  /** When `settle` is to be asked next; undefined: when something happens. */
  nextMs(tones: Readonly<Record<string, Tone>>): number | undefined
  /** The clock was set forward: nobody was silent in that time. */
  shift(byMs: number): void
  all(): Iterable<Page>
  of(link: object): Page | undefined
  holderOf(place: string): Page | undefined
  /** Held by a page that paints, whose audio runs, and where somebody heard the tone. */
  isAudible(place: string, tones: Readonly<Record<string, Tone>>, nowMs: number): boolean
  /** What was heard on this page and still counts. */
  toneOf(page: Page, tones: Readonly<Record<string, Tone>>, nowMs: number): Tone | undefined
  /** Held by a page that paints and whose audio runs. */
  canPlay(place: string): boolean
  paintsAt(place: string): boolean
  /** When a page there last said that it paints, hub time; 0: none has. */
  paintedMs(place: string): number
}

/**
 * @param rate hub milliseconds of one wall millisecond: what a browser or an ear needs is of the wall
 * @param startedAtMs when this hub started: a page it does not know may have been there before
 */
export function createPages(rate: number, startedAtMs: number): Pages {
  const pages = new Map<string, Page>()
  const byLink = new Map<object, string>()
  const leases = createLeases((key) => pages.get(key))
  let arrived = 0

  const of = (link: object): Page | undefined => {
    const key = byLink.get(link)
    const page = key === undefined ? undefined : pages.get(key)
    return page?.link === link ? page : undefined
  }
  const set = (page: Page, more: Partial<Page>): void => {
    const next = { ...page, ...more }
    pages.set(page.key, { ...next, place: placeOf(next) })
  }

  /** Closed pages that are over: those closed long ago, and the oldest where a screen or person has too many. */
  const over = (nowMs: number): ReadonlySet<string> => {
    const found = new Set<string>()
    const closed = new Map<string, Page[]>()
    for (const page of pages.values()) {
      if (page.goneAtMs === undefined) continue
      if (nowMs >= page.goneAtMs + HIDDEN_MS * rate) found.add(page.key)
      const owner = ownerOf(page)
      const list = closed.get(owner)
      if (list === undefined) closed.set(owner, [page])
      else list.push(page)
    }
    for (const list of closed.values())
      if (list.length > CLOSED_PAGES)
        for (const page of list
          .sort((a, b) => (a.goneAtMs ?? 0) - (b.goneAtMs ?? 0) || a.order - b.order)
          .slice(0, list.length - CLOSED_PAGES))
          found.add(page.key)
    return found
  }

  return {
    arrive(link, who, nowMs) {
      const other = of(link)
      const key = keyOf(who)
      if (other !== undefined && other.key !== key) set(other, { link: undefined, goneAtMs: nowMs })
      const before = pages.get(key)
      byLink.set(link, key)
      arrived += 1
      const page: Page = {
        key,
        place: undefined,
        order: before?.order ?? arrived,
        paintedAtMs: before?.paintedAtMs ?? 0,
        audio: before?.audio ?? 'none',
        saidAudio: before?.saidAudio ?? 'none',
        lostAtMs: before?.lostAtMs ?? 0,
        paints: before?.paints ?? false,
        isKnown: before?.isKnown ?? false,
        deafAtMs: before?.deafAtMs ?? (nowMs - startedAtMs >= HIDDEN_MS * rate ? nowMs : 0),
        ...who,
        link,
        goneAtMs: undefined,
      }
      set(page, {})
      // Moved on while it was away: whether it still paints it says itself.
      if (before?.goneAtMs !== undefined && !paintsAt(page, nowMs, rate)) set(page, { paints: false })
    },
    whose(link, person) {
      const page = of(link)
      if (page !== undefined) set(page, { person })
    },
    report(link, { painting, hidden, audio: saidAudio }, nowMs) {
      const page = of(link)
      if (page === undefined) return false
      const paints = painting && !hidden
      const paintedAtMs = paints ? nowMs : page.paintedAtMs
      const lostAtMs = page.saidAudio === 'running' && saidAudio !== 'running' ? nowMs : page.lostAtMs
      const isSteady = page.audio === 'running' || nowMs >= steadyAtMs({ lostAtMs }, rate)
      const audio = saidAudio !== 'running' || isSteady ? saidAudio : page.audio
      // The common case, each 2 s of every screen: nothing but the time.
      const same = page.paints === paints && page.audio === audio && page.saidAudio === saidAudio
      if (same) (page as { paintedAtMs: number }).paintedAtMs = paintedAtMs
      else {
        const wasAway = paints && page.paintedAtMs > 0 && nowMs - page.paintedAtMs >= HIDDEN_MS * rate
        const more = wasAway ? { deafAtMs: nowMs } : {}
        set(page, { audio, saidAudio, lostAtMs, paintedAtMs, ...more })
      }
      return !same
    },
    leave(link, nowMs) {
      const page = of(link)
      byLink.delete(link)
      if (page !== undefined) set(page, { link: undefined, goneAtMs: nowMs })
    },
    settle(nowMs, tones, rooms = {}) {
      const paints: PaintChange[] = []
      const ending = over(nowMs)
      for (const page of pages.values())
        if (waitsForSound(page) && nowMs >= steadyAtMs(page, rate)) set(page, { audio: 'running' })
      for (const page of pages.values()) {
        const now = !ending.has(page.key) && paintsAt(page, nowMs, rate)
        if (now !== page.paints) {
          // Of a page that a hub before this one knew, only its lease says since when it was not in sight.
          const tone = page.isKnown ? undefined : tones[page.pageId]
          const isDeaf = tone !== undefined && wasLongSilent(tone, nowMs, rate)
          set(page, { paints: now, isKnown: true, ...(isDeaf ? { deafAtMs: nowMs } : {}) })
          paints.push({ page: pages.get(page.key) as Page, paints: now })
        }
      }
      const changed = leases.settle(
        pages.values(),
        (page) => isHeard(page, tones[page.pageId], nowMs, rate),
        (page) => belongsToChair(page, rooms),
      )
      for (const key of ending) pages.delete(key)
      return { leases: changed, paints }
    },
    nextMs(tones) {
      let next: number | undefined
      const at = (ms: number): void => {
        if (next === undefined || ms < next) next = ms
      }
      for (const page of pages.values()) {
        if (page.goneAtMs !== undefined) at(page.goneAtMs + (page.paints ? GONE_AFTER_MS : HIDDEN_MS) * rate)
        if (waitsForSound(page)) at(steadyAtMs(page, rate))
        if (!page.paints) continue
        at(page.paintedAtMs + PAINTS_WITHIN_MS * rate)
        const tone = tones[page.pageId]
        if (tone !== undefined) at(tone.untilMs)
      }
      return next
    },
    shift(byMs) {
      for (const page of pages.values())
        set(page, {
          paintedAtMs: page.paintedAtMs === 0 ? 0 : page.paintedAtMs + byMs,
          lostAtMs: page.lostAtMs === 0 ? 0 : page.lostAtMs + byMs,
          ...(page.goneAtMs === undefined ? {} : { goneAtMs: page.goneAtMs + byMs }),
        })
    },
    all: () => pages.values(),
    of,
    holderOf: leases.holderOf,
    isAudible(place, tones, nowMs) {
      const page = leases.holderOf(place)
      return page !== undefined && page.place === place && isHeard(page, tones[page.pageId], nowMs, rate)
    },
    toneOf: (page, tones, nowMs) => {
      const tone = tones[page.pageId]
      return isToneValid(page, tone, nowMs, rate) ? tone : undefined
    },
    canPlay: (place) => canPlay(leases.holderOf(place)),
    paintedMs: (place) => {
      let newestMs = 0
      for (const page of pages.values())
        if (page.place === place && page.paintedAtMs > newestMs) newestMs = page.paintedAtMs
      return newestMs
    },
    paintsAt: (place) => {
      for (const page of pages.values()) if (page.place === place && page.paints) return true
      return false
    },
  }
}
