// Proves what a page tells the hub of itself every two seconds, and which alarms it says stand on its glass.
import { describe, expect, test } from 'vitest'
import { helloAck, scriptedTime, scriptedWire } from '../../testing/scripted-wire.ts'
import { createAlarmShown } from './alarm-shown.ts'
import { createHubLink } from './hub-link.ts'
import { createScreenReport, type ScreenPort } from './screen-report.ts'

async function connected() {
  const wire = scriptedWire()
  const time = scriptedTime()
  const page = { painting: true, hidden: false }
  const turned = new Set<() => void>()
  const link = createHubLink({ wire, metronome: time.metronome, monoNow: time.monoNow })
  wire.answer('screen:hello', () => helloAck())
  wire.answer('screen:state', () => ({ ok: true }))
  wire.answer('alarm:shown', () => ({ ok: true }))
  const report = createScreenReport({
    link,
    metronome: time.metronome,
    monoNow: time.monoNow,
    isPainting: () => page.painting,
    isHidden: () => page.hidden,
    onHiddenChange(listener) {
      turned.add(listener)
      return () => turned.delete(listener)
    },
  })
  const turns = (hidden: boolean) => {
    page.hidden = hidden
    for (const listener of turned) listener()
  }
  const shown = createAlarmShown(link, time.metronome, () => page.painting && !report.isHidden())
  link.start()
  await wire.connect()
  const sent = () => wire.asked.filter(({ event }) => event === 'screen:state').map(({ message }) => message)
  const said = () => wire.asked.filter(({ event }) => event === 'alarm:shown').map(({ message }) => message)
  return { wire, time, page, turns, report, shown, sent, said }
}

describe('what a page reports of itself', () => {
  test('[UI164] at the greeting and every two seconds, and nothing while there is no hub', async () => {
    const { wire, time, sent } = await connected()
    expect(sent()).toHaveLength(1)
    await time.pass(10_000)
    expect(sent()).toHaveLength(6)
    await wire.disconnect()
    await time.pass(10_000)
    expect(sent()).toHaveLength(6)
    await wire.connect()
    expect(sent()).toHaveLength(7)
  })

  test('[UI164] a page without sound says so, and one that draws no frame does not paint', async () => {
    const { time, page, sent } = await connected()
    expect(sent()[0]).toEqual({
      painting: true,
      hidden: false,
      audio: 'none',
      wakeLock: false,
      sound: 'none',
    })
    page.painting = false
    await time.pass(2_000)
    expect(sent().at(-1)).toMatchObject({ painting: false })
  })

  test('[UI164] what its sound knows goes along, and goes at once when it changes', async () => {
    const { report, sent } = await connected()
    let audio: 'suspended' | 'running' = 'suspended'
    let changed: () => void = () => undefined
    const port: ScreenPort = {
      read: () => ({
        hidden: false,
        audio,
        wakeLock: true,
        sound: audio === 'running' ? 'unconfirmed' : 'blocked',
      }),
      onChange(listener) {
        changed = listener
        return () => {
          changed = () => undefined
        }
      },
    }
    const detach = report.attach(port)
    expect(sent().at(-1)).toMatchObject({ audio: 'suspended', sound: 'blocked', wakeLock: true })
    audio = 'running'
    changed()
    expect(sent().at(-1)).toMatchObject({ audio: 'running', sound: 'unconfirmed' })
    expect(report.sound()).toBe('unconfirmed')
    detach()
    expect(report.sound()).toBe('none')
  })
})

describe('a page that is hidden and shown', () => {
  test('[UI164] says at once that nobody can see it, and at once that it paints', async () => {
    const { turns, report, sent } = await connected()
    turns(true)
    expect(sent()).toHaveLength(2)
    expect(sent().at(-1)).toMatchObject({ hidden: true })
    turns(false)
    expect(sent().at(-1)).toMatchObject({ hidden: false, painting: true })
    report.stop()
    turns(true)
    expect(sent()).toHaveLength(3)
  })

  test('[UI164] shown again without a frame yet, it says so at its own time: what it will have drawn is not put off', async () => {
    const { time, page, turns, sent } = await connected()
    turns(true)
    await time.pass(1_500)
    page.painting = false
    turns(false)
    expect(sent()).toHaveLength(2)
    page.painting = true
    await time.pass(500)
    expect(sent().at(-1)).toMatchObject({ hidden: false, painting: true })
  })
})

describe('an alarm on the glass', () => {
  const alarm = { sessionId: 's1', alarmId: 'bpHigh@1' }

  test('[UI165] is said once, once more when somebody is told of it later, and anew after a return', async () => {
    const { wire, time, shown, said } = await connected()
    shown.show([alarm])
    shown.show([alarm])
    await time.pass(1_000)
    expect(said()).toEqual([alarm])
    shown.show([{ ...alarm, told: 1 }])
    expect(said()).toHaveLength(2)
    await wire.disconnect()
    await wire.connect()
    expect(said()).toHaveLength(3)
  })

  test('[UI165] is said again when somebody is told anew after an acknowledgement has ended', async () => {
    const { shown, said } = await connected()
    shown.show([{ ...alarm, told: 1 }])
    expect(said()).toEqual([alarm])
    // Acknowledged: nobody counts as told of it any more.
    shown.show([{ ...alarm, told: 0 }])
    expect(said()).toHaveLength(2)
    shown.show([{ ...alarm, told: 1 }])
    expect(said()).toHaveLength(3)
    shown.show([{ ...alarm, told: 1 }])
    expect(said()).toHaveLength(3)
  })

  test('[UI165] is not said of a page that nobody can see, and is said when it can be seen again', async () => {
    const { time, page, shown, said } = await connected()
    page.hidden = true
    shown.show([alarm])
    await time.pass(2_000)
    expect(said()).toEqual([])
    page.hidden = false
    await time.pass(250)
    expect(said()).toEqual([alarm])
  })

  test('[UI165] is said again where no answer came, and no more once it is off the glass', async () => {
    const { wire, time, shown, said } = await connected()
    wire.failNext('alarm:shown', 'timeout')
    shown.show([alarm])
    await time.pass(500)
    expect(said()).toHaveLength(2)
    shown.show([])
    await wire.disconnect()
    await wire.connect()
    expect(said()).toHaveLength(2)
  })
})
