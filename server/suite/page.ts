// Owns what one page of the suite is, and what can be said of it at a moment: whether it paints, can sound, was heard.
// Never calls a page heard that nobody has heard, or that may have stopped. Every `rate` is hub milliseconds of one of the wall.
import type { ScreenState } from '@chairside/shared/protocol/screens.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import type { EnrolledScreen } from '../store/directory.ts'
import type { Tone } from './suite-state.ts'

/** Wall milliseconds. Source of the three: clinical facts §5 "Quiet chair", "Lost the hub". */
export const PAINTS_WITHIN_MS = 6_000
export const TONE_VALID_MS = 8 * 3_600_000
export const HIDDEN_MS = 10 * 60_000
/** A page whose connection closed may be on its way back; a quiet chair must be able to sound within 5 s all the same. */
export const GONE_AFTER_MS = 2_000
/** Sound that comes and goes is no sound: after it was lost it runs for this long before it counts again. Our proposal. */
export const STEADY_MS = 2_000

const CHAIR = 'chair:'

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

/** The screen, or the person without one. */
export const ownerOf = ({ enrolled, person }: PageWho): string =>
  enrolled === undefined ? `person:${person?.personId ?? ''}` : enrolled.screenId
export const keyOf = (who: PageWho): string => `${ownerOf(who)}/${who.pageId}`

/** What was heard at another screen was not heard here. */
const isHere = ({ enrolled, person }: Page, { screenId, personId }: Tone): boolean =>
  enrolled === undefined
    ? screenId === undefined && personId === person?.personId
    : screenId === enrolled.screenId
/** For so long that what was heard before does not count. */
export const wasLongSilent = ({ silentSinceMs }: Tone, nowMs: number, rate: number): boolean =>
  silentSinceMs !== undefined && nowMs >= silentSinceMs + HIDDEN_MS * rate
/** Whether what was heard on this page still counts. */
export const isToneValid = (page: Page, tone: Tone | undefined, nowMs: number, rate: number): boolean =>
  tone !== undefined &&
  isHere(page, tone) &&
  tone.atMs >= page.deafAtMs &&
  nowMs < tone.untilMs &&
  (page.paints || !wasLongSilent(tone, nowMs, rate))
/** Of a chair: it is the chair's own screen, or of the person who has the room. @param rooms who has which */
export const belongsToChair = (
  { place, enrolled, person }: Page,
  rooms: Readonly<Record<string, { readonly personId: string }>>,
): boolean =>
  place?.startsWith(CHAIR) === true &&
  (enrolled !== undefined ||
    (person !== undefined && rooms[place.slice(CHAIR.length)]?.personId === person.personId))
/** It paints and its audio runs. */
export const canPlay = (page: Page | undefined): boolean => page?.paints === true && page.audio === 'running'
/** It can play, and somebody heard it there. */
export const isHeard = (page: Page, tone: Tone | undefined, nowMs: number, rate: number): boolean =>
  canPlay(page) && isToneValid(page, tone, nowMs, rate)

export const paintsAt = (page: Page, nowMs: number, rate: number): boolean =>
  page.paintedAtMs > 0 &&
  nowMs < page.paintedAtMs + PAINTS_WITHIN_MS * rate &&
  (page.goneAtMs === undefined || nowMs < page.goneAtMs + GONE_AFTER_MS * rate)

/** From when its audio, which was lost, counts again; 0: it was never lost. */
export const steadyAtMs = ({ lostAtMs }: Pick<Page, 'lostAtMs'>, rate: number): number =>
  lostAtMs === 0 ? 0 : lostAtMs + STEADY_MS * rate
export const waitsForSound = ({ saidAudio, audio }: Page): boolean =>
  saidAudio === 'running' && audio !== 'running'
