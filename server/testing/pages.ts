// Owns the pages that tests put at their places: each said hello, paints, and says so every 2 s while the test moves time.
// Never used by the product.
import type { RoomId, ScreenId } from '@chairside/shared/ids.ts'
import type { SoundGrant } from '@chairside/shared/protocol/screens.ts'
import { type HubFixture, settle, type TestScreen } from './hub-fixture.ts'

export type TestPage = TestScreen & {
  readonly pageId: string
  readonly screenId: ScreenId | undefined
  /** What it was last told of its sound. */
  grant(): SoundGrant | undefined
}

let made = 0

/** @param at a room's chair, or the suite; @param person who is signed in at it; absent: nobody */
export async function enrolledPage(
  it: HubFixture,
  at: { readonly roomId?: RoomId | undefined; readonly view?: string; readonly person?: string },
): Promise<TestPage> {
  const { cookie, screenId } = await it.enrol(at.roomId)
  const own = at.person === undefined ? cookie : `${await it.cookie(at.person)}; ${cookie}`
  const view = at.view ?? (at.roomId === undefined ? 'rooms' : `chairside:${at.roomId}`)
  return openPage(it, own, view, screenId)
}

/** A page of a screen that has no place of its own. */
export const ownPage = async (it: HubFixture, person: string, view: string): Promise<TestPage> =>
  openPage(it, await it.cookie(person), view)

export async function openPage(
  it: HubFixture,
  cookie: string,
  view: string,
  screenId?: ScreenId,
  samePage?: string,
): Promise<TestPage> {
  made += 1
  const pageId = samePage ?? `page-${made}`
  const screen = await it.screen({ cookie })
  await screen.hello({ view, pageId })
  if (view === 'rooms') await screen.emit('rooms:open', {})
  await screen.paints()
  await settle()
  return Object.assign(screen, { pageId, screenId, grant: () => screen.grants.at(-1) })
}

/** Lets hub time pass; the pages that are given go on painting. */
export async function pass(it: HubFixture, ms: number, ...painting: readonly TestScreen[]): Promise<void> {
  const until = it.clock.nowMs() + ms
  while (it.clock.nowMs() < until) {
    it.clock.move(Math.min(2_000, until - it.clock.nowMs()))
    await Promise.all(painting.map((page) => page.paints()))
    await settle(5)
  }
  await settle()
}
