// Owns what each open session is told of its surroundings: which places can be heard over its room, and whether its chair
// paints. Written when it changes. Never says "audible" of a place that is not, nor "absent" before screens could come back.
import type { Timer } from '@chairside/shared/clock.ts'
import type { EpochMs, RoomId, SessionId } from '@chairside/shared/ids.ts'
import type { BodyOf } from '@chairside/shared/record/record.ts'
import { roomNow } from '@chairside/shared/visit/place.ts'
import { chairOf } from '../session/acts/act.ts'
import type { SessionActor } from '../session/session-actor.ts'
import type { Pages } from './pages.ts'
import { STATION, WALL } from './place.ts'
import type { SuiteState } from './suite-state.ts'

/** After a start screens have this long (wall) to come back before their absence is said. Our proposal: 10–15 s. */
export const COME_BACK_MS = 15_000

type Coverage = BodyOf<'coverage'>
type Heard = Coverage['audible'][number]

export type CoverageWriter = {
  /** Writes what has changed, in every open session. */
  look(): void
  lookAt(actor: SessionActor): void
  forget(sessionId: SessionId): void
  /** The hub has started: what was so before is taken to be so for a while, but nobody is quiet on the strength of it. */
  begin(comeBack: (afterMs: number, run: () => void) => Timer): void
}

const union = <T>(a: readonly T[], b: readonly T[]): T[] => [...new Set([...a, ...b])]

/** What is so for a room at this moment. */
export function coverageOf(
  roomId: RoomId,
  isQuiet: boolean,
  pages: Pages,
  { tones }: SuiteState,
  nowMs: number,
): Coverage {
  const places: readonly (readonly [Heard, string])[] = [
    ['chair', chairOf(roomId)],
    ['station', STATION],
    ['wall', WALL],
  ]
  const audible = places.flatMap(([name, place]) => (pages.isAudible(place, tones, nowMs) ? [name] : []))
  const unconfirmed = places.flatMap(([name, place]) =>
    pages.canPlay(place) && !audible.includes(name) ? [name] : [],
  )
  const paints = pages.paintsAt(chairOf(roomId))
  const paintedMs = paints ? 0 : pages.paintedMs(chairOf(roomId))
  return {
    kind: 'coverage',
    audible,
    unconfirmed,
    chair: paints ? 'painting' : 'absent',
    ...(paintedMs === 0 ? {} : { chairSinceMs: paintedMs as EpochMs }),
    quiet: isQuiet && audible.includes('station'),
  }
}

export function createCoverage(deps: {
  readonly actors: () => readonly SessionActor[]
  readonly pages: Pages
  readonly state: () => SuiteState
  readonly nowMs: () => number
  readonly onBroken: (error: unknown) => void
}): CoverageWriter {
  const { pages } = deps
  const proposed = new Map<SessionId, string>()
  /** Sessions whose screens may be on their way back, with what was so before. */
  const comingBack = new Map<SessionId, Coverage>()

  const during = (before: Coverage | undefined, now: Coverage): Coverage => {
    if (before === undefined) return now
    const assumed = before.audible.filter((place) => !now.audible.includes(place))
    return {
      ...now,
      audible: union(before.audible, now.audible),
      unconfirmed: union(before.unconfirmed, now.unconfirmed).filter(
        (place) => !before.audible.includes(place) && !now.audible.includes(place),
      ),
      chair: before.chair === 'painting' ? 'painting' : now.chair,
      ...(assumed.length === 0 ? {} : { assumed }),
    }
  }

  const lookAt = (actor: SessionActor): void => {
    const { session } = actor.committed()
    const { closed, quietChair } = session
    const roomId = roomNow(session)
    if (roomId === undefined || closed !== undefined) return
    const isQuiet = quietChair?.on === true && quietChair.bedsideAlarmsOn
    const now = coverageOf(roomId, isQuiet, pages, deps.state(), deps.nowMs())
    const body = during(comingBack.get(actor.sessionId), now)
    const key = JSON.stringify(body)
    const { sessionId } = actor
    const before = proposed.get(sessionId) ?? JSON.stringify(session.coverage)
    if (key === before) return
    proposed.set(sessionId, key)
    actor.insist(body, () => proposed.get(sessionId) === key).catch(deps.onBroken)
  }
  const look = (): void => {
    for (const actor of deps.actors()) lookAt(actor)
  }

  return {
    look,
    lookAt,
    forget(sessionId) {
      proposed.delete(sessionId)
      comingBack.delete(sessionId)
    },
    begin(comeBack) {
      for (const actor of deps.actors()) {
        const { coverage } = actor.committed().session
        if (coverage !== undefined) comingBack.set(actor.sessionId, coverage)
      }
      comeBack(COME_BACK_MS, () => {
        comingBack.clear()
        look()
      })
      look()
    },
  }
}
