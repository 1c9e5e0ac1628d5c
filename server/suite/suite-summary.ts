// Owns what every screen is told of the suite: who is on duty, whether the station is heard, which rooms nobody can hear.
import type { SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import type { SessionActor } from '../session/session-actor.ts'
import type { Pages } from './pages.ts'
import { STATION } from './place.ts'
import type { SuiteState } from './suite-state.ts'

export function suiteSummary(
  { duty, tones }: SuiteState,
  pages: Pages,
  physicians: readonly Actor[],
  actors: readonly SessionActor[],
  nowMs: number,
): SuiteSummary {
  const holder = pages.holderOf(STATION)
  const tone = holder === undefined ? undefined : pages.toneOf(holder, tones, nowMs)
  return {
    duty,
    physicians,
    station: {
      audible: pages.isAudible(STATION, tones, nowMs),
      ...(tone?.by === undefined ? {} : { heardBy: tone.by }),
      ...(tone === undefined ? {} : { heardAtMs: tone.atMs }),
      ...(holder?.enrolled === undefined ? {} : { screenName: holder.enrolled.name }),
    },
    unheardRooms: actors.flatMap((actor) => {
      const { opened, coverage } = actor.committed().session
      return opened === undefined || (coverage?.audible.length ?? 0) > 0 ? [] : [opened.roomId]
    }),
  }
}
