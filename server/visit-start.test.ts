// Proves that a first start is not brought past the gate by a time that is said for it, by a question that is asked again, or in the
// session of another patient.
import { expect, test } from 'vitest'
import { changesNothing } from './testing/hub-fixture.ts'
import { RATE, type VisitWard, visitWard } from './testing/visit-ward.ts'

const START = { type: 'infusion.start', rateMlPerHr: RATE }
const OFF = { heartRate: 'sensorOff', pulseRate: 'sensorOff', spo2: 'sensorOff' } as const

async function toBaseline(it: VisitWard): Promise<void> {
  await it.checkIn()
  await it.dose()
  await it.does(it.nora, { type: 'phase.set', phase: 'baseline' })
}
const refusedStart = async (it: VisitWard, more: object = {}) =>
  changesNothing(it, () => it.press(it.nora, { ...START, ...more }))

test('[VI15] what a physician has refused is not accepted again by asking again', async () => {
  await using it = await visitWard()
  await toBaseline(it)
  await it.baseline(162, 92)
  await it.does(it.paul, { type: 'gate.accept', reason: 'known' })
  await it.does(it.paul, { type: 'gate.refuse', reason: 'not today' })
  await it.does(it.nora, { type: 'gate.ask', reason: 'please' })
  expect(await refusedStart(it)).toMatchObject({
    ok: false,
    error: { code: 'gate-holds', field: 'gate', message: expect.stringContaining('Nora Nurse has asked') },
  })
  await it.does(it.paul, { type: 'gate.accept', reason: 'seen again' })
  await it.does(it.nora, START)
  expect(it.state().phase).toBe('infusing')
})

test('[VI15] a start is not said to have been before there was a baseline', async () => {
  await using it = await visitWard()
  const openedAtMs = it.state().opened?.hubAtMs ?? 0
  await it.toGate()
  for (const atMs of [openedAtMs + 1_000, it.clock.nowMs() - 60_000])
    expect(await refusedStart(it, { atMs })).toMatchObject({
      ok: false,
      error: { code: 'gate-holds', field: 'body.atMs', message: expect.stringContaining('baseline') },
    })
  await it.pass(120)
  await it.does(it.nora, { ...START, atMs: it.clock.nowMs() - 60_000 })
  expect(it.state().baseline).toMatchObject({ systolic: 125, diastolic: 78 })
})

test('[VI15] nor when what was measured then was too high', async () => {
  await using it = await visitWard()
  await toBaseline(it)
  await it.baseline(172, 104)
  const atMs = it.clock.nowMs()
  await it.pass(61)
  await it.baseline()
  await it.pass(61)
  await it.monitor.cuff(126, 78)
  await it.pass(2)
  await it.does(it.nora, { type: 'gate.accept' })
  expect(await refusedStart(it, { atMs })).toMatchObject({
    ok: false,
    error: { code: 'gate-holds', field: 'body.atMs', message: expect.stringContaining('173/104') },
  })
  await it.does(it.nora, START)
})

test('[VI16] a reading between the gate and the start moves nothing that is frozen, unless the gate is passed again with it', async () => {
  await using it = await visitWard()
  await it.toGate()
  await it.pass(61)
  await it.monitor.cuff(120, 76)
  await it.pass(2)
  const { baseline } = it.state().visit.gate ?? {}
  expect(baseline).toMatchObject({ systolic: 125, diastolic: 78, heartRate: expect.any(Number) })
  const startAtMs = it.clock.nowMs()
  await it.pass(61)
  await it.monitor.cuff(168, 96)
  await it.pass(2)
  expect(await refusedStart(it)).toMatchObject({
    ok: false,
    error: { code: 'gate-holds', field: 'gate', message: expect.stringContaining('144/86') },
  })
  expect(await refusedStart(it, { atMs: startAtMs })).toMatchObject({ error: { code: 'gate-holds' } })
  await it.does(it.nora, { type: 'gate.accept', reason: 'anxious, settles' })
  await it.does(it.nora, START)
  expect(it.state().baseline).toMatchObject({ systolic: 144, diastolic: 86, unsteady: true })
})

test('[VI16] with a reading that changes no answer the start freezes what the gate was passed with', async () => {
  await using it = await visitWard()
  await it.toGate()
  await it.pass(61)
  await it.monitor.cuff(116, 70)
  await it.pass(2)
  const { baseline } = it.state().visit.gate ?? {}
  await it.does(it.nora, START)
  expect(it.state().baseline).toEqual(baseline)
})

test('[VI15] nothing is started where somebody has said that another patient is connected', async () => {
  await using it = await visitWard()
  await toBaseline(it)
  await it.pass(10)
  await it.pass(130, OFF)
  await it.baseline()
  await it.does(it.nora, { type: 'samePatient.answer', answer: 'different' })
  await it.does(it.nora, { type: 'gate.accept', reason: 'looks well' })
  expect(await refusedStart(it)).toMatchObject({
    ok: false,
    error: { code: 'phase-not-allowed', message: expect.stringContaining('another patient') },
  })
})

test('[VI15] nor while "same patient?" is asked and not answered; nor is it started again', async () => {
  await using it = await visitWard()
  await toBaseline(it)
  await it.pass(10)
  await it.pass(130, OFF)
  await it.baseline()
  await it.does(it.nora, { type: 'gate.accept', reason: 'looks well' })
  const asked = { ok: false, error: { code: 'state-moved', field: 'samePatient' } }
  expect(await refusedStart(it)).toMatchObject({
    ...asked,
    error: { ...asked.error, message: 'Answer first: same patient?' },
  })
  const same = { type: 'samePatient.answer', answer: 'same' }
  await it.does(it.nora, same)
  await it.does(it.nora, START)
  await it.pass(30)
  await it.does(it.nora, { type: 'infusion.stop' })
  await it.pass(130, OFF)
  await it.pass(2)
  expect(await refusedStart(it)).toMatchObject(asked)
  await it.does(it.nora, same)
  await it.does(it.nora, START)
  expect(it.state().infusion.phase).toBe('infusing')
})

test('[VI15] nor is the time of a start put right to before there was a baseline; to a little earlier it is', async () => {
  await using it = await visitWard()
  const openedAtMs = it.state().opened?.hubAtMs ?? 0
  await it.toGate()
  await it.pass(120)
  await it.does(it.nora, START)
  const ofSeq = it.state().infusion.events[0]?.seq
  await it.pass(30)
  const amending = (atMs: number) =>
    it.press(it.nora, { type: 'amend', ofSeq, change: { atMs }, reason: 'misread' })
  expect(await changesNothing(it, () => amending(openedAtMs))).toMatchObject({
    ok: false,
    error: { code: 'gate-holds', field: 'body.change.atMs' },
  })
  const atMs = it.clock.nowMs() - 90_000
  expect(await amending(atMs)).toMatchObject({ ok: true })
  expect(it.state().infusion.startedAtMs).toBe(atMs)
})

test('[HV30] a restart that would make more than the order allows is asked about, with what is in', async () => {
  await using it = await visitWard()
  await it.toStart()
  await it.does(it.nora, { type: 'infusion.rate', rateMlPerHr: 1_000, confirmed: true })
  await it.pass(60)
  await it.does(it.nora, { type: 'infusion.stop' })
  expect(await refusedStart(it)).toMatchObject({
    ok: false,
    error: {
      code: 'unlikely-value',
      field: 'body.rateMlPerHr',
      message: expect.stringMatching(/16\.\d mg are in.*35 mg planned.*maximum of 50 mg/),
    },
  })
  await it.does(it.nora, { ...START, confirmed: true })
  expect(it.state().infusion.phase).toBe('infusing')
})

test('[HV30] so is a rate that is put right to an unlikely one', async () => {
  await using it = await visitWard()
  await it.toStart()
  await it.pass(10)
  const ofSeq = await it.does(it.nora, { type: 'infusion.rate', rateMlPerHr: 60 })
  const amend = { type: 'amend', ofSeq, change: { rateMlPerHr: 525 }, reason: 'misread' }
  expect(await changesNothing(it, () => it.press(it.nora, amend))).toMatchObject({
    ok: false,
    error: { code: 'unlikely-value', field: 'body.change.rateMlPerHr' },
  })
  await it.does(it.nora, { ...amend, confirmed: true })
  expect(it.state().infusion.rateMlPerHr).toBe(525)
})
