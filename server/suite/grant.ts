// Owns what a page is told of its own sound: its place, whether it may sound, what was heard there, whether its chair is
// quiet and why not. Decides none of it.
import type { RoomId } from '@chairside/shared/ids.ts'
import type { SoundGrant } from '@chairside/shared/protocol/screens.ts'
import type { SessionRegistry } from '../session/session-registry.ts'
import { belongsToChair, type Page } from './page.ts'
import type { Pages } from './pages.ts'
import type { SuiteState } from './suite-state.ts'

const nameOf = ({ enrolled, person }: Page): string =>
  enrolled?.name ?? (person === undefined ? 'another screen' : `${person.name}’s screen`)

function quietOf(
  { place }: Page,
  registry: Pick<SessionRegistry, 'room'>,
): Pick<SoundGrant, 'quiet' | 'notQuietBecause'> {
  const roomId = place?.startsWith('chair:') ? (place.slice('chair:'.length) as RoomId) : undefined
  const session = roomId === undefined ? undefined : registry.room(roomId)?.actor()?.committed().session
  const { quietChair, coverage } = session ?? {}
  const quiet = coverage?.quiet === true && quietChair?.on === true
  if (quiet || quietChair?.on !== true) return { quiet }
  return { quiet, notQuietBecause: 'No station that somebody has heard covers this room.' }
}

function grantOf(
  page: Page,
  pages: Pages,
  { tones, rooms }: SuiteState,
  nowMs: number,
  registry: Pick<SessionRegistry, 'room'>,
): SoundGrant {
  const { place } = page
  const holder = place === undefined ? undefined : pages.holderOf(place)
  const isHolder = holder?.key === page.key
  const tone = pages.toneOf(page, tones, nowMs)
  return {
    ...(place === undefined ? {} : { place }),
    lease: isHolder ? 'held' : holder === undefined || !page.paints ? 'none' : 'other',
    ...(holder === undefined || isHolder || place === undefined
      ? {}
      : {
          otherScreen: nameOf(holder),
          ...(pages.isAudible(place, tones, nowMs) ? { otherHeard: true as const } : {}),
          ...(belongsToChair(page, rooms) && !belongsToChair(holder, rooms)
            ? { hasRoom: true as const }
            : {}),
        }),
    ...(tone === undefined
      ? {}
      : {
          toneHeard: {
            ...(tone.by === undefined ? {} : { by: tone.by }),
            atMs: tone.atMs,
            untilMs: tone.untilMs,
          },
        }),
    ...quietOf(page, registry),
  }
}

export type Grants = {
  /** Tells every page that is connected, where it has changed. */
  tell(): void
  forget(link: object): void
}

/** @param deps.earOf of a connection, how it is told; undefined: nobody listens there */
export function createGrants(deps: {
  readonly pages: Pages
  readonly state: () => SuiteState
  readonly nowMs: () => number
  readonly registry: Pick<SessionRegistry, 'room'>
  readonly earOf: (link: object) => { grant(grant: SoundGrant): void } | undefined
}): Grants {
  const { pages, registry } = deps
  /** What each page was last told of its sound. */
  const granted = new Map<object, string>()
  return {
    tell() {
      for (const page of pages.all()) {
        const { link } = page
        const ear = link === undefined ? undefined : deps.earOf(link)
        if (link === undefined || ear === undefined) continue
        const grant = grantOf(page, pages, deps.state(), deps.nowMs(), registry)
        const key = JSON.stringify(grant)
        if (granted.get(link) === key) continue
        granted.set(link, key)
        ear.grant(grant)
      }
    },
    forget: (link) => void granted.delete(link),
  }
}
