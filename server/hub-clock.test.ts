// Proves that a wall clock that is set changes no alarm and no order, and is said.
import { HUB_STREAM, sessionStream } from '@chairside/shared/ids.ts'
import type { RecordOf } from '@chairside/shared/record/record.ts'
import { describe, expect, test } from 'vitest'
import { createDrivenClock, type DrivenClock } from './testing/driven-clock.ts'
import { hubFixture, START_MS, settle, type TestDevice } from './testing/hub-fixture.ts'
import { createManualWall } from './testing/manual-wall.ts'
import { ward } from './testing/ward.ts'

const HOUR = 3_600_000

/** What the patient does, by second: two breaches that overlap, a cuff, and an end to them. */
const spo2At = (second: number): number => (second >= 12 && second < 50 ? 83 : 97)
const heartAt = (second: number): number => (second >= 20 && second < 60 ? 134 : 72)
const LENGTH_S = 100

/** One run of it, with the wall set by `stepMs` at second `stepAt`; the device's own clock is right all the time. */
async function run(stepAt?: number, stepMs = 0) {
  const clock = createDrivenClock(START_MS)
  await using it = await ward({ clock })
  const { monitor, stream } = it
  const elapsedAt = new Map<number, number>()
  const note = async (second: number) => {
    for (const { seq } of await it.alarms()) if (!elapsedAt.has(seq)) elapsedAt.set(seq, second)
  }
  for (let second = 1; second <= LENGTH_S; second += 1) {
    if (second === stepAt) clock.setWall(stepMs)
    clock.move(1_000)
    await settle(3)
    await note(second)
    monitor.shiftMs = START_MS + second * 1_000 - clock.nowMs()
    const heartRate = heartAt(second)
    await monitor.vitals({ heartRate, pulseRate: heartRate, spo2: spo2At(second) })
    if (second === 40 || second === 70) await monitor.cuff(second === 40 ? 186 : 128, 84)
    await note(second)
  }
  const alarms = await it.alarms()
  return {
    alarms: alarms.map((one) => ({ ...one, elapsedS: elapsedAt.get(one.seq) ?? 0 })),
    gaps: await it.records(stream, 'hub.gap'),
    clocks: await it.records(stream, 'device.clock'),
    vitals: await it.records(stream, 'vitals'),
    steps: await it.records(HUB_STREAM, 'clock.step'),
    errors: it.errors,
  }
}
type Alarm = Awaited<ReturnType<typeof run>>['alarms'][number]
const name = ({ condition, transition, level }: Alarm) => `${condition} ${transition} ${level}`
const plain = (one: RecordOf<'alarm'>) => ({ ...one, seq: 0 })

describe('the wall is set while a session is open', () => {
  test('[HB20] back an hour, at any moment: the transitions are the same, to the millisecond', async () => {
    const without = await run()
    expect(without.alarms.map(name)).toEqual([
      'spo2Low raised veryLow',
      'hrHigh raised veryHigh',
      'bpHigh raised veryHigh',
      'spo2Low ended veryLow',
      'hrHigh ended veryHigh',
      'bpHigh ended veryHigh',
    ])
    for (const stepAt of [2, 14, 21, 29, 41, 52, 63]) {
      const stepped = await run(stepAt, -HOUR)
      expect(stepped.alarms.map(plain), `at ${stepAt} s`).toEqual(without.alarms.map(plain))
      expect(stepped.steps).toMatchObject([{ direction: 'backward' }])
      expect(stepped.gaps).toEqual([])
      expect(stepped.errors).toEqual([])
    }
  })

  test('[HB21] forward an hour: a gap in the session, a step in the hub, no alarm lost and none later', async () => {
    const without = await run()
    const raised = (all: readonly Alarm[]) => all.filter(({ transition }) => /raised|rose/.test(transition))
    for (const stepAt of [2, 13, 21, 24, 29, 38, 41, 52]) {
      const stepped = await run(stepAt, HOUR)
      const [step] = stepped.steps
      expect(stepped.steps, `at ${stepAt} s`).toMatchObject([{ direction: 'forward' }])
      expect(stepped.gaps).toMatchObject([{ cause: 'clockForward', fromMs: step?.fromMs, toMs: step?.toMs }])
      expect((step?.toMs ?? 0) - (step?.fromMs ?? 0)).toBe(HOUR)
      expect(raised(stepped.alarms).map(name).sort(), `at ${stepAt} s`).toEqual(
        raised(without.alarms).map(name).sort(),
      )
      for (const before of raised(without.alarms)) {
        const after = raised(stepped.alarms).find((one) => name(one) === name(before)) as Alarm
        const shift = after.breachAtMs >= (step?.toMs ?? 0) ? HOUR : 0
        expect(after.dueAtMs - shift, `${name(before)}, step at ${stepAt} s`).toBeLessThanOrEqual(
          before.dueAtMs,
        )
        expect(after.elapsedS, `${name(before)}, step at ${stepAt} s`).toBeLessThanOrEqual(before.elapsedS)
      }
      expect(stepped.errors).toEqual([])
    }
  })

  test.each([2_000, 10_000, HOUR])(
    '[HB22] forward %i ms: the devices’ offsets go with it, no number is taken for old',
    async (byMs) => {
      const stepped = await run(22, byMs)
      expect(stepped.clocks).toMatchObject([{ offsetMs: byMs, changedByMs: byMs }])
      expect(stepped.vitals).toHaveLength(LENGTH_S)
      expect(stepped.vitals.every((one) => one.recovered === undefined)).toBe(true)
      for (const one of stepped.vitals)
        expect(Math.abs(one.hubAtMs - one.measuredAtMs)).toBeLessThanOrEqual(1_000)
    },
  )

  test('[HB21] in every open session', async () => {
    const clock = createDrivenClock(START_MS)
    await using it = await ward({ clock })
    const other = sessionStream(await it.openSession(it.nora, it.roomIds[1]))
    clock.setWall(HOUR)
    clock.move(5_000)
    await settle(50)
    for (const stream of [it.stream, other])
      expect(await it.records(stream, 'hub.gap')).toMatchObject([{ cause: 'clockForward' }])
  })

  test('[HB23] it is said on the next mark: for as long as hub time runs ahead, or for a while', async () => {
    const clock = createDrivenClock(START_MS)
    const wall = createManualWall()
    await using it = await ward({ clock, wall })
    const mark = async () => {
      wall.pass(2_000)
      await settle(50)
      return it.nora.marks.at(-1)
    }
    expect(await mark()).not.toHaveProperty('clockNote')
    clock.setWall(-HOUR)
    clock.move(5_000)
    await settle(50)
    expect(it.nora.marks.at(-1)?.clockNote).toMatch(/set back.*60 min 0 s ahead/)
    clock.move(24 * HOUR)
    expect((await mark())?.clockNote).toMatch(/60 min 0 s ahead/)
    clock.setWall(HOUR)
    clock.move(5_000)
    expect(await mark()).not.toHaveProperty('clockNote')
    clock.setWall(2 * HOUR)
    clock.move(5_000)
    expect((await mark())?.clockNote).toMatch(/went forward by 120 min 0 s/)
    clock.move(HOUR)
    expect(await mark()).not.toHaveProperty('clockNote')
  })
})

test('[HB24] a deadline is met without anyone asking, at its due time, by a timer of hub time', async () => {
  const clock: DrivenClock = createDrivenClock(START_MS)
  await using it = await ward({ clock })
  const send = (device: TestDevice, spo2: number) => device.vitals({ heartRate: 70, pulseRate: 70, spo2 })
  await send(it.monitor, 78)
  for (let tenth = 1; tenth <= 40; tenth += 1) {
    clock.move(100)
    if (tenth % 10 === 0) await send(it.monitor, 78)
  }
  expect(await it.records(it.stream, 'alarm')).toEqual([])
  clock.move(999)
  await settle(20)
  expect(await it.records(it.stream, 'alarm')).toEqual([])
  clock.move(1)
  await settle(20)
  expect(await it.records(it.stream, 'alarm')).toMatchObject([
    { condition: 'spo2Low', level: 'extremelyLow', dueAtMs: START_MS + 5_000, hubAtMs: START_MS + 5_000 },
  ])
})

test('[HB14] a restart after the wall was set back: hub time goes on from the newest record', async () => {
  const first = await ward()
  first.clock.move(HOUR)
  await first.monitor.vitals({ spo2: 97 })
  const log = await first.crash()
  const { lastAtMs } = log.status
  const clock = createDrivenClock(START_MS, { notBeforeMs: lastAtMs as number })
  await using it = await hubFixture({ log, clock, store: first.store })
  const times = (await it.lines(first.stream)).map((line) => JSON.parse(line).hubAtMs)
  expect(times).toEqual([...times].sort((a, b) => a - b))
  expect(times.at(-1)).toBeGreaterThanOrEqual(START_MS + HOUR)
})
