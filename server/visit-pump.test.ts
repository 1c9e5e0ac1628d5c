// Proves the pump log on the wire: late entries, taking back, putting right, and the phase that follows from them.
import { infusedMg } from '@chairside/shared/visit/pump-log.ts'
import { expect, test } from 'vitest'
import { changesNothing } from './testing/hub-fixture.ts'
import { RATE, type VisitWard, visitWard } from './testing/visit-ward.ts'
import { refused } from './testing/ward.ts'

const MIN = 60_000
const phases = (it: VisitWard) => it.records(it.stream, 'phase').then((all) => all.map(({ phase }) => phase))
const ml = (it: VisitWard) => infusedMg(it.state().infusion, it.clock.nowMs()) ?? -1

test('[HV10] a start needs what its rules say; it freezes the baseline with it and takes the dose as its plan', async () => {
  await using it = await visitWard()
  await it.toGate()
  for (const [rateMlPerHr, code] of [
    [60, 'rate-mismatch'],
    [525, 'rate-mismatch'],
  ] as const)
    expect(
      await changesNothing(it, () => it.press(it.nora, { type: 'infusion.start', rateMlPerHr })),
    ).toMatchObject(refused(code, 'body.rateMlPerHr'))
  const plan = { drug: 'something else', doseMg: 1, volumeMl: 1, minutes: 1 }
  const seq = await it.does(it.nora, { type: 'infusion.start', rateMlPerHr: RATE, plan })
  const [baseline] = await it.records(it.stream, 'baseline')
  const [start] = await it.records(it.stream, 'infusion')
  expect(baseline).toMatchObject({ seq, systolic: 125, heartRate: 72, spo2: 98, by: { name: 'Nora Nurse' } })
  expect(start).toMatchObject({
    seq: seq + 1,
    commandId: baseline?.commandId,
    plan: { drug: 'ketamine', doseMg: 35 },
  })
})

test('[HV10] a start that is recorded late freezes what was measured before it: the drug was in by then', async () => {
  await using it = await visitWard()
  await it.toGate()
  const startedAtMs = it.clock.nowMs()
  await it.pass(120, { heartRate: 104, pulseRate: 104, spo2: 95 })
  await it.monitor.cuff(150, 92)
  await it.does(it.nora, { type: 'infusion.start', rateMlPerHr: RATE, atMs: startedAtMs })
  const [baseline] = await it.records(it.stream, 'baseline')
  expect(baseline).toMatchObject({ systolic: 125, heartRate: 72, spo2: 98 })
})

test('[HV11] recorded two minutes late: the time is the one that was said, and what was given follows from it', async () => {
  await using it = await visitWard()
  await it.toStart()
  const startedAtMs = it.state().infusion.startedAtMs ?? 0
  await it.pass(600)
  const atMs = it.clock.nowMs() - 2 * MIN
  await it.does(it.nora, { type: 'infusion.stop', atMs })
  expect(it.state()).toMatchObject({ phase: 'recovery', infusion: { phase: 'stopped', stoppedAtMs: atMs } })
  expect(ml(it)).toBeCloseTo((RATE * (atMs - startedAtMs)) / 3_600_000, 6)
  const [, stop] = await it.records(it.stream, 'infusion')
  expect(stop).toMatchObject({ atMs, rateMlPerHr: 0 })
  expect(stop?.inserted).toBeUndefined()
})

test('[HV12] a late entry between two acts leaves the phase where it is, and only a sequence that can have been', async () => {
  await using it = await visitWard()
  await it.toStart()
  await it.pass(300)
  await it.does(it.nora, { type: 'infusion.pause' })
  await it.pass(120)
  const between = it.clock.nowMs() - 4 * MIN
  const slowed = { type: 'infusion.rate', rateMlPerHr: 30, atMs: between }
  await it.does(it.nora, slowed)
  expect(it.state()).toMatchObject({ phase: 'paused', infusion: { phase: 'paused', rateMlPerHr: 0 } })
  const [, , rate] = await it.records(it.stream, 'infusion')
  expect(rate).toMatchObject({ act: 'rate', atMs: between, inserted: true })
  // No phase was written for it, and none was passed through.
  expect(await phases(it)).toEqual(['checkIn', 'baseline'])
  expect(it.state().visit.phases.map(({ phase }) => phase)).toEqual([
    'checkIn',
    'baseline',
    'infusing',
    'paused',
  ])
  const stop = { type: 'infusion.stop', atMs: between + 1 }
  expect(await changesNothing(it, () => it.press(it.nora, stop))).toMatchObject(
    refused('state-moved', 'body.atMs'),
  )
})

test('[HV13] taken back within ten seconds by whoever did it, the phase with it; afterwards it is amended', async () => {
  await using it = await visitWard()
  await it.toStart()
  await it.pass(60)
  const stop = await it.does(it.nora, { type: 'infusion.stop' })
  expect(it.state().phase).toBe('recovery')
  expect(await it.press(it.nils, { type: 'undo', ofSeq: stop })).toMatchObject(refused('not-allowed'))
  await it.pass(9)
  await it.does(it.nora, { type: 'undo', ofSeq: stop })
  expect(it.state()).toMatchObject({ phase: 'infusing', infusion: { phase: 'infusing', rateMlPerHr: RATE } })
  expect(await phases(it)).toEqual(['checkIn', 'baseline', 'infusing'])
  const again = await it.does(it.nora, { type: 'infusion.pause' })
  await it.pass(11)
  expect(await it.press(it.nora, { type: 'undo', ofSeq: again })).toMatchObject(
    refused('too-late', 'body.ofSeq'),
  )
  const reason = 'it was never paused'
  await it.does(it.nils, { type: 'amend', ofSeq: again, void: true, change: {}, reason })
  expect(it.state()).toMatchObject({ phase: 'infusing', infusion: { phase: 'infusing' } })
  const [amended] = await it.records(it.stream, 'amended')
  expect(amended).toMatchObject({
    ofSeq: again,
    ofKind: 'infusion',
    void: true,
    reason,
    by: { name: 'Nils Nurse' },
  })
  expect((await it.records(it.stream, 'infusion')).map(({ act }) => act)).toEqual(['start', 'stop', 'pause'])
})

test('[HV13] the start itself is taken back: baseline again, and the next start is a first one', async () => {
  await using it = await visitWard()
  await it.toStart()
  const [start] = await it.records(it.stream, 'infusion')
  await it.does(it.nora, { type: 'undo', ofSeq: start?.seq })
  expect(it.state()).toMatchObject({ phase: 'baseline', infusion: { phase: 'none' } })
  await it.pass(2)
  await it.does(it.nora, { type: 'infusion.start', rateMlPerHr: RATE })
  expect(it.state().phase).toBe('infusing')
  expect(await it.records(it.stream, 'baseline')).toHaveLength(2)
})

test('[HV13] an act on which another stands is not taken back from under it', async () => {
  await using it = await visitWard()
  await it.toStart()
  await it.pass(5)
  const pause = await it.does(it.nora, { type: 'infusion.pause' })
  await it.does(it.nora, { type: 'infusion.resume', rateMlPerHr: RATE })
  const undo = () => it.press(it.nora, { type: 'undo', ofSeq: pause })
  expect(await changesNothing(it, undo)).toMatchObject(refused('state-moved', 'body.ofSeq'))
})

test('[HV14] two at the pump at once: the second sees first what the first recorded, put right or taken back too', async () => {
  await using it = await visitWard()
  await it.toStart()
  await it.pass(30)
  const seen = it.head()
  const pause = await it.does(it.nora, { type: 'infusion.pause' }, { basedOnSeq: seen })
  const stop = (basedOnSeq: number) => it.press(it.nils, { type: 'infusion.stop' }, { basedOnSeq })
  expect(await stop(seen)).toMatchObject(refused('state-moved', 'basedOnSeq'))
  const before = it.head()
  await it.does(it.nora, { type: 'undo', ofSeq: pause })
  expect(await stop(before)).toMatchObject(refused('state-moved', 'basedOnSeq'))
  await it.does(it.nils, { type: 'infusion.stop' })
})

test('[HV15] a restart after a stop needs a name and no new gate; where the whole dose is in, somebody says so', async () => {
  await using it = await visitWard()
  await it.toStart()
  await it.pass(120)
  await it.does(it.nora, { type: 'infusion.stop' })
  await it.pass(60)
  const screen = await it.screen(await it.enrol(it.roomId))
  await screen.hello()
  const start = { type: 'infusion.start', rateMlPerHr: RATE }
  expect(await it.press(screen, start)).toMatchObject(refused('not-signed-in'))
  await it.does(it.nils, start)
  expect(it.state()).toMatchObject({ phase: 'infusing', infusion: { phase: 'infusing' } })
  expect(it.state().infusion.completed).toBeUndefined()
  await it.does(it.nora, { type: 'infusion.stop', completed: true })
  expect(it.state().infusion.completed).toBe(true)
  expect(await it.records(it.stream, 'baseline')).toHaveLength(1)
})

test('[HV16] "I stopped the pump" needs no name, and whoever pressed it at that screen may take it back there', async () => {
  await using it = await visitWard()
  await it.toStart()
  await it.pass(30)
  const screen = await it.screen(await it.enrol(it.roomId))
  await screen.hello()
  const stop = await it.does(screen, { type: 'infusion.stop' })
  expect(it.state().phase).toBe('recovery')
  await it.does(screen, { type: 'undo', ofSeq: stop })
  expect(it.state()).toMatchObject({ phase: 'infusing', infusion: { phase: 'infusing' } })
  const written = (await it.records(it.stream, 'phase')).at(-1)
  expect(written).toMatchObject({ phase: 'infusing' })
  expect(written?.by).toBeUndefined()
})

test('[HV17] an unlikely rate is asked about and, when it is right, taken; in an emergency the pump is recorded and moves nothing', async () => {
  await using it = await visitWard()
  await it.toStart()
  await it.pass(10)
  const fast = { type: 'infusion.rate', rateMlPerHr: 120 }
  expect(await it.press(it.nora, fast)).toMatchObject({
    ok: false,
    error: { code: 'unlikely-value', field: 'body.rateMlPerHr' },
  })
  await it.does(it.nora, { ...fast, confirmed: true })
  expect(it.state().infusion.rateMlPerHr).toBe(120)
  await it.does(it.nora, { type: 'help' })
  await it.does(it.nora, { type: 'infusion.stop' })
  expect(it.state()).toMatchObject({ phase: 'emergency', infusion: { phase: 'stopped' } })
  await it.does(it.nora, { type: 'phase.set', phase: 'recovery' })
})

test('[HV18] from paper: with its true time, marked so; it ends and raises no alarm, and settles nothing', async () => {
  await using it = await visitWard()
  await it.toStart()
  await it.pass(60)
  await it.monitor.cuff(190, 100)
  await it.pass(2)
  const active = () => Object.keys(it.state().alarms)
  expect(active()).toContain('bpHigh')
  const atMs = it.clock.nowMs() - 1_000
  const fromPaper = true
  await it.does(it.nora, { type: 'manual.enter', values: { systolic: 120, diastolic: 70 }, atMs, fromPaper })
  await it.does(it.nora, { type: 'manual.enter', values: { spo2: 60 }, atMs, fromPaper })
  await it.does(it.nora, { type: 'medication.give', drug: 'labetalol', dose: '10 mg', atMs, fromPaper })
  await it.does(it.nora, { type: 'note.add', text: 'power cut', atMs, fromPaper })
  await it.does(it.nora, { type: 'infusion.pause', atMs, fromPaper })
  expect(it.state()).toMatchObject({ phase: 'paused', infusion: { rateMlPerHr: 0 } })
  expect(active()).toContain('bpHigh')
  expect(active()).not.toContain('spo2Low')
  const [manual] = await it.records(it.stream, 'manual')
  expect(manual).toMatchObject({ measuredAtMs: atMs, fromPaper: true })
})
