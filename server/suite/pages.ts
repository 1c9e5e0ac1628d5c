// Owns which pages there are, which of them paint, and which one sounds for each place: the leases. Knows no socket and
// writes no record: it says what has changed. Never calls a place audible that nobody has heard, or that may have stopped.
import type { ScreenState } from '@chairside/shared/protocol/screens.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import type { EnrolledScreen } from '../store/directory.ts'
import { placeOf } from './place.ts'
import type { Tone } from './suite-state.ts'

/** Wall milliseconds. Source of the three: clinical facts §5 "Quiet chair", "Lost the hub". */
export const PAINTS_WITHIN_MS = 6_000
export const TONE_VALID_MS = 8 * 3_600_000
export const HIDDEN_MS = 10 * 60_000
/** A page whose connection closed may be on its way back; a quiet chair must be able to sound within 5 s all the same. */
export const GONE_AFTER_MS = 2_000
/** Sound that comes and goes is no sound: after it was lost it runs for this long before it counts again. Our proposal. */
export const STEADY_MS = 2_000
/** Closed pages remembered of one screen or person; with each hello another page could be said. Our proposal. */
export const CLOSED_PAGES = 8

export type PageWho = {
  readonly pageId: string
  readonly enrolled?: EnrolledScreen | undefined
  readonly person?: Actor | undefined
  readonly view: string
}
export type Page = PageWho & {
  /** Whose page, and which: a page's id is its own word, and another screen's page may say the same. */
  readonly key: string
  readonly place: string | undefined
  /** Its connection; another one of the same page takes over. */
  readonly link: object | undefined
  readonly order: number
  /** Hub time; 0: not yet. */
  readonly paintedAtMs: number
  readonly goneAtMs: number | undefined
  /** It was out of sight for so long that what was heard before does not count. */
  readonly deafAtMs: number
  /** It has painted for this hub: how long it was out of sight since then is known. */
  readonly isKnown: boolean
  /** What counts: lost at once, back when it has been steady. */
  readonly audio: ScreenState['audio']
  /** What it last said. */
  readonly saidAudio: ScreenState['audio']
  /** When it last said that its audio, which ran, does not; hub time; 0: never. */
  readonly lostAtMs: number
  readonly paints: boolean
}
export type LeaseChange = {
  readonly place: string
  readonly page: Page
  readonly event: 'given' | 'released'
  readonly cause: string
}
export type PaintChange = { readonly page: Page; readonly paints: boolean }
export type PagesChange = { readonly leases: readonly LeaseChange[]; readonly paints: readonly PaintChange[] }

export type Pages = {
  arrive(link: object, who: PageWho, nowMs: number): void
  /** The person at a page changed (sign-out). */
  whose(link: object, person: Actor | undefined): void
  /** @returns whether anything but the time may have changed */
  report(link: object, state: ScreenState, nowMs: number): boolean
  leave(link: object, nowMs: number): void
  /** Everything that is so at `nowMs`. */
  settle(nowMs: number, tones: Readonly<Record<string, Tone>>): PagesChange
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

const ownerOf = ({ enrolled, person }: PageWho): string =>
  enrolled === undefined ? `person:${person?.personId ?? ''}` : enrolled.screenId
const keyOf = (who: PageWho): string => `${ownerOf(who)}/${who.pageId}`

/**
 * @param rate hub milliseconds of one wall millisecond: what a browser or an ear needs is of the wall
 * @param startedAtMs when this hub started: a page it does not know may have been there before
 */
export function createPages(rate: number, startedAtMs: number): Pages {
  const pages = new Map<string, Page>()
  const byLink = new Map<object, string>()
  const leases = new Map<string, string>()
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
  const holderOf = (place: string): Page | undefined => {
    const key = leases.get(place)
    return key === undefined ? undefined : pages.get(key)
  }
  /** What was heard at another screen was not heard here. */
  const isHere = ({ enrolled, person }: Page, { screenId, personId }: Tone): boolean =>
    enrolled === undefined
      ? screenId === undefined && personId === person?.personId
      : screenId === enrolled.screenId
  const wasLongSilent = ({ silentSinceMs }: Tone, nowMs: number): boolean =>
    silentSinceMs !== undefined && nowMs >= silentSinceMs + HIDDEN_MS * rate
  const isToneValid = (page: Page, tone: Tone | undefined, nowMs: number): boolean =>
    tone !== undefined &&
    isHere(page, tone) &&
    tone.atMs >= page.deafAtMs &&
    nowMs < tone.untilMs &&
    (page.paints || !wasLongSilent(tone, nowMs))
  const canPlay = (page: Page | undefined): boolean => page?.paints === true && page.audio === 'running'
  const isHeard = (page: Page, tones: Readonly<Record<string, Tone>>, nowMs: number): boolean =>
    canPlay(page) && isToneValid(page, tones[page.pageId], nowMs)

  const paintsAt = (page: Page, nowMs: number): boolean =>
    page.paintedAtMs > 0 &&
    nowMs < page.paintedAtMs + PAINTS_WITHIN_MS * rate &&
    (page.goneAtMs === undefined || nowMs < page.goneAtMs + GONE_AFTER_MS * rate)

  const steadyAtMs = ({ lostAtMs }: Page): number => (lostAtMs === 0 ? 0 : lostAtMs + STEADY_MS * rate)
  const waitsForSound = ({ saidAudio, audio }: Page): boolean =>
    saidAudio === 'running' && audio !== 'running'

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

  /** The page that may sound: whoever holds it keeps it, unless it cannot be heard and another can. */
  const best = (
    at: readonly Page[],
    held: Page | undefined,
    heard: (page: Page) => boolean,
  ): Page | undefined => {
    const score = (page: Page): number =>
      (heard(page) ? 8 : 0) + (page === held ? 4 : 0) + (canPlay(page) ? 2 : 0) + (page.enrolled ? 1 : 0)
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

  const settleLeases = (heard: (page: Page) => boolean): LeaseChange[] => {
    const at = new Map<string, Page[]>()
    for (const page of pages.values())
      if (page.place !== undefined && page.paints) {
        const list = at.get(page.place)
        if (list === undefined) at.set(page.place, [page])
        else list.push(page)
      }
    const changes: LeaseChange[] = []
    for (const place of new Set([...leases.keys(), ...at.keys()])) {
      const before = holderOf(place)
      const held = before?.place === place && before.paints ? before : undefined
      const next = best(at.get(place) ?? [], held, heard)
      if (before?.key === next?.key && before !== undefined) continue
      if (before !== undefined) {
        const cause =
          before.place !== place
            ? 'elsewhere'
            : held !== undefined
              ? 'another is heard'
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
      if (before?.goneAtMs !== undefined && !paintsAt(page, nowMs)) set(page, { paints: false })
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
      const isSteady = page.audio === 'running' || nowMs >= steadyAtMs({ ...page, lostAtMs })
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
    settle(nowMs, tones) {
      const paints: PaintChange[] = []
      const ending = over(nowMs)
      for (const page of pages.values())
        if (waitsForSound(page) && nowMs >= steadyAtMs(page)) set(page, { audio: 'running' })
      for (const page of pages.values()) {
        const now = !ending.has(page.key) && paintsAt(page, nowMs)
        if (now !== page.paints) {
          // Of a page that a hub before this one knew, only its lease says since when it was not in sight.
          const tone = page.isKnown ? undefined : tones[page.pageId]
          const isDeaf = tone !== undefined && wasLongSilent(tone, nowMs)
          set(page, { paints: now, isKnown: true, ...(isDeaf ? { deafAtMs: nowMs } : {}) })
          paints.push({ page: pages.get(page.key) as Page, paints: now })
        }
      }
      const changed = settleLeases((page) => isHeard(page, tones, nowMs))
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
        if (waitsForSound(page)) at(steadyAtMs(page))
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
    holderOf,
    isAudible(place, tones, nowMs) {
      const page = holderOf(place)
      return page !== undefined && page.place === place && isHeard(page, tones, nowMs)
    },
    toneOf: (page, tones, nowMs) => {
      const tone = tones[page.pageId]
      return isToneValid(page, tone, nowMs) ? tone : undefined
    },
    canPlay: (place) => canPlay(holderOf(place)),
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
