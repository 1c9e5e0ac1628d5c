// Proves what a page that was opened again without the hub knows of who was here and what time it is, and when it knows nothing.
import { expect, test } from 'vitest'
import { HUB_AT_MS, helloAck, scriptedTime, scriptedWire, settle } from '../testing/scripted-wire.ts'
import { createHubLink } from './hub/hub-link.ts'
import { type Keeper, memoryKeeper } from './kept.ts'
import { createKeptSelf } from './kept-self.ts'

const NORA = { personId: 'p1', name: 'Nora Nurse', role: 'nurse' } as never
const WALL_MS = 1_700_000_000_000

/** @param actor who the hub says is signed in; undefined: nobody; 'silent': the hub is not there */
async function page(keeper: Keeper, actor: unknown, wallMs: number) {
  const wire = scriptedWire()
  const time = scriptedTime()
  const link = createHubLink({ wire, metronome: time.metronome, monoNow: time.monoNow })
  const self = createKeptSelf(link, keeper, () => wallMs)
  if (actor !== 'silent') {
    wire.answer('screen:hello', () => helloAck({}, actor === undefined ? {} : { actor: actor as never }))
    link.start()
    await wire.connect()
    await settle()
  }
  return { self, link }
}

test('[UI271] opened again without the hub a page knows who was signed in and carries hub time on by this machine’s clock', async () => {
  const keeper = memoryKeeper()
  await page(keeper, NORA, WALL_MS)
  const { self } = await page(keeper, 'silent', WALL_MS + 95_000)
  expect(self.actor()).toEqual(NORA)
  expect(self.zone()).toBe('Europe/Oslo')
  expect(self.nowMs()).toBe(HUB_AT_MS + 95_000)
})

test('[UI271] a clock that was set back carries nothing back; the hub’s own word counts where there is one', async () => {
  const keeper = memoryKeeper()
  const first = await page(keeper, NORA, WALL_MS)
  expect(first.self.nowMs()).toBe(first.link.time.nowMs())
  const { self } = await page(keeper, 'silent', WALL_MS - 3_600_000)
  expect(self.nowMs()).toBe(HUB_AT_MS)
})

test('[UI271] after a sign-out nobody is known, also after a reload', async () => {
  const keeper = memoryKeeper()
  await page(keeper, NORA, WALL_MS)
  expect((await page(keeper, undefined, WALL_MS)).self.actor()).toBeUndefined()
  expect((await page(keeper, 'silent', WALL_MS)).self.actor()).toBeUndefined()
})

test('[UI271] what stands in the browser and is nobody is nobody', async () => {
  for (const broken of [
    null,
    'Nora',
    { actor: NORA },
    { actor: { name: 'x' }, zone: 'UTC', hubAtMs: 1, wallMs: 1, rate: 1 },
  ]) {
    const keeper = memoryKeeper()
    keeper.keep('chairside.rollcall.self', broken)
    const { self } = await page(keeper, 'silent', WALL_MS)
    expect([self.actor(), self.nowMs()]).toEqual([undefined, undefined])
  }
})
