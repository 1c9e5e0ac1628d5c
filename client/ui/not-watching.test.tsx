// Proves what a page says that has not reached the hub yet, and one that has lost it: neither is watching, and they are not the same.
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { createScreen } from '../session/screen.ts'
import { ScreenContext, type ScreenTools } from '../session/use-screen.ts'
import { asItIs, textOf } from '../testing/markup.ts'
import { helloAck, scriptedTime, scriptedWire } from '../testing/scripted-wire.ts'
import { NotWatching } from './not-watching.tsx'

async function page() {
  const wire = scriptedWire()
  const time = scriptedTime()
  wire.answer('screen:hello', () => helloAck())
  const screen = createScreen({
    wire,
    history: undefined as never,
    account: undefined as never,
    metronome: time.metronome,
    monoNow: time.monoNow,
    randomBytes: () => new Uint8Array(16),
    after: time.after,
    frames: { request: () => 0, cancel: () => undefined, isHidden: () => false },
  })
  screen.start()
  const said = () => {
    asItIs(screen.link.store as never)
    return textOf(
      renderToStaticMarkup(
        <ScreenContext value={{ screen } as unknown as ScreenTools}>
          <NotWatching />
        </ScreenContext>,
      ),
    )
  }
  return { wire, time, said }
}

test('[UI333] a page that has not reached the hub yet is connecting, and watches nothing', async () => {
  const { wire, time, said } = await page()
  await time.pass(6_000)
  expect(said()).toContain('Connecting to the hub …')
  expect(said()).toContain('Watch the bedside monitor.')
  expect(said()).not.toContain('lost')
  await wire.connect()
  expect(said()).toBe('')
})

test('[UI333] one that was there is lost, and says from when its numbers are', async () => {
  const { wire, time, said } = await page()
  await wire.connect()
  await wire.disconnect()
  await time.pass(6_000)
  expect(said()).toMatch(/^Chairside is not watching.*Numbers from \d\d:\d\d:\d\d/)
  expect(said()).not.toContain('Connecting')
})
