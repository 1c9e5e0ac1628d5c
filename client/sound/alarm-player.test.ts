// Proves when what sounds, on an audio clock that is moved by hand.
import { describe, expect, test } from 'vitest'
import { createFakeOut } from '../testing/fake-sound-out.ts'
import { createAlarmPlayer, type Sounding } from './alarm-player.ts'

const high = (key: string): Sounding => ({ key, priority: 'high' })
const medium = (key: string): Sounding => ({ key, priority: 'medium' })
const low = (key: string): Sounding => ({ key, priority: 'low' })

function start() {
  const fake = createFakeOut()
  const player = createAlarmPlayer()
  player.attach(fake.out)
  return {
    player,
    fake,
    /** A beat each 250 ms, as the metronome gives them. */
    run(ms: number) {
      for (let left = ms; left > 0; left -= 250) {
        fake.move(Math.min(250, left))
        player.feed()
      }
    },
    starts: (priority: string) =>
      fake
        .heard()
        .filter((one) => one.priority === priority)
        .map(({ atMs }) => atMs),
  }
}
const gaps = (starts: readonly number[]) => starts.slice(1).map((at, before) => at - (starts[before] ?? 0))

describe('what sounds, and when', () => {
  test('[SO5] HIGH begins at once and comes again each 6 s, MEDIUM each 15 s, to the millisecond', () => {
    const a = start()
    a.player.set([high('bp')])
    a.run(61_000)
    expect(a.starts('high')[0]).toBeLessThan(100)
    expect(a.starts('high')).toHaveLength(11)
    expect(new Set(gaps(a.starts('high')))).toEqual(new Set([6_000]))
    const b = start()
    b.player.set([medium('bp')])
    b.run(61_000)
    expect(b.starts('medium')).toHaveLength(5)
    expect(new Set(gaps(b.starts('medium')))).toEqual(new Set([15_000]))
  })

  test('[SO6] a page that may run once a minute only still sounds each burst at its time', () => {
    const { player, fake, starts } = start()
    player.set([high('bp')])
    for (let minute = 0; minute < 5; minute += 1) {
      fake.move(60_000)
      player.feed()
    }
    expect(new Set(gaps(starts('high')))).toEqual(new Set([6_000]))
    expect(starts('high')).toHaveLength(50)
  })

  test('[SO7] what is silenced is not heard 0.5 s later, in the middle of a burst and between two', () => {
    for (const atMs of [500, 4_000]) {
      const { player, fake, run } = start()
      player.set([high('bp')])
      run(atMs)
      player.set([])
      expect(fake.ahead()).toEqual([])
      const before = fake.heard().reduce((sum, { forMs }) => sum + forMs, 0)
      run(70_000)
      expect(fake.heard().reduce((sum, { forMs }) => sum + forMs, 0)).toBeLessThanOrEqual(before + 500)
      expect(player.now()).toBeUndefined()
    }
  })

  test('[SO8] nothing sounds when alarms end', () => {
    const { player, fake, run } = start()
    player.set([medium('hr')])
    run(5_000)
    const before = fake.heard()
    player.set([])
    run(60_000)
    expect(fake.heard()).toEqual(before)
  })

  test('[SO9] a new HIGH interrupts MEDIUM at once, also in the middle of its burst', () => {
    const { player, fake, run, starts } = start()
    player.set([medium('hr')])
    run(500)
    player.set([medium('hr'), high('bp')])
    run(20_000)
    const [first] = fake.heard()
    expect(first).toMatchObject({ priority: 'medium' })
    expect(first?.forMs).toBeLessThan(500)
    expect(starts('high')[0]).toBeLessThan(600)
    expect(starts('medium')).toHaveLength(1)
    expect(player.now()).toBe('high')
  })

  test('[SO10] a fall brings no new burst: the lower priority sounds when its own interval has passed', () => {
    const { player, run, starts } = start()
    player.set([high('bp')])
    run(7_000)
    const last = starts('high').at(-1) ?? 0
    player.set([medium('bp')])
    run(30_000)
    expect(starts('high').at(-1)).toBe(last)
    expect(starts('medium')).toEqual([last + 15_000, last + 30_000])
  })

  test('[SO10] one that fell and rises again has its signal at once', () => {
    const { player, run, starts, fake } = start()
    player.set([high('bp')])
    run(7_000)
    player.set([medium('bp')])
    run(2_000)
    player.set([high('bp')])
    const at = fake.nowMs()
    run(1_000)
    expect(starts('high').at(-1)).toBeLessThan(at + 100)
  })

  test('[SO11] a new alarm of the priority that sounds is heard at once, and the interval counts from there', () => {
    const { player, run, starts, fake } = start()
    player.set([medium('hr')])
    run(5_000)
    player.set([medium('hr'), medium('spo2')])
    const at = fake.nowMs()
    run(20_000)
    const [first, second, third] = starts('medium')
    expect(first).toBeLessThan(100)
    expect((second ?? 0) - at).toBeLessThan(100)
    expect((third ?? 0) - (second ?? 0)).toBe(15_000)
  })

  test('[SO11] one that comes in the middle of a burst of its priority does not cut it', () => {
    const { player, run, fake } = start()
    player.set([high('bp')])
    run(1_000)
    player.set([high('bp'), high('spo2')])
    run(11_500)
    expect(fake.heard().map(({ forMs }) => forMs)).toEqual([2_940, 2_940, 470])
  })

  test('[SO12] a silenced HIGH leaves the MEDIUM that came meanwhile its own signal, at once', () => {
    const { player, run, starts, fake } = start()
    player.set([high('bp')])
    run(7_000)
    player.set([high('bp'), medium('spo2')])
    run(3_000)
    expect(starts('medium')).toEqual([])
    player.set([medium('spo2')])
    const at = fake.nowMs()
    run(1_000)
    expect(starts('medium')).toHaveLength(1)
    expect((starts('medium')[0] ?? 0) - at).toBeLessThan(100)
  })

  test('[SO13] LOW is one pulse, once for each alarm, however often the list comes', () => {
    const { player, run, starts } = start()
    for (let second = 0; second < 30; second += 1) {
      player.set([low('battery')])
      run(1_000)
    }
    expect(starts('low')).toHaveLength(1)
    player.set([])
    run(1_000)
    player.set([low('battery')])
    run(5_000)
    expect(starts('low')).toHaveLength(1)
    player.set([low('battery'), low('clock')])
    run(5_000)
    expect(starts('low')).toHaveLength(2)
  })

  test('[SO13] several LOW that come together are one pulse', () => {
    const { player, run, starts } = start()
    player.set([low('a'), low('b'), low('c')])
    run(10_000)
    expect(starts('low')).toHaveLength(1)
  })

  test('[SO13] a LOW beside a HIGH has its pulse between two bursts, and delays none of them', () => {
    const { player, run, starts, fake } = start()
    player.set([high('bp')])
    run(1_000)
    player.set([high('bp'), low('battery')])
    run(12_000)
    expect(new Set(gaps(starts('high')))).toEqual(new Set([6_000]))
    const [pulse] = starts('low')
    expect(pulse).toBeGreaterThan(2_970 + 500)
    expect(pulse).toBeLessThan(6_000)
    expect(fake.heard().filter(({ priority }) => priority === 'low')).toHaveLength(1)
  })

  test('[SO13] one that ended before its pulse began has none', () => {
    const { player, run, starts } = start()
    player.set([high('bp')])
    run(500)
    player.set([high('bp'), low('battery')])
    run(500)
    player.set([high('bp')])
    run(20_000)
    expect(starts('low')).toEqual([])
  })

  test('[SO14] a MEDIUM that is asked for once sounds one burst', () => {
    const { player, run, starts } = start()
    player.set([{ key: 'bp.still', priority: 'medium', once: true }])
    run(40_000)
    expect(starts('medium')).toHaveLength(1)
  })

  test('[SO15] what could not sound begins at once when the browser lets it, and nothing is made up for', () => {
    const { player, run, starts, fake } = start()
    player.attach(undefined)
    player.set([high('bp'), low('battery')])
    run(40_000)
    expect(fake.heard()).toEqual([])
    player.attach(fake.out)
    run(7_000)
    expect(starts('high')).toEqual([40_030, 46_030])
    expect(starts('low')).toHaveLength(1)
  })

  test('[SO15] a page that slept longer than was planned sounds one burst, then the next', () => {
    const { player, run, starts, fake } = start()
    player.set([high('bp')])
    fake.move(600_000)
    player.feed()
    run(6_500)
    const late = starts('high').filter((at) => at > 599_000)
    expect(late).toEqual([600_030, 606_030])
  })
})
