// Proves a whole visit on the wire: from today's list to the ride home, in the order that its rules ask for.
import { emptySession, foldSession } from '@chairside/shared/fold/session-state.ts'
import { decodeLine } from '@chairside/shared/record/line.ts'
import { expect, test } from 'vitest'
import { RATE, visitWard } from './testing/visit-ward.ts'
import { refused } from './testing/ward.ts'

test('[HV2] a whole visit: check-in, baseline, gate, start, recovery, ready, discharged', async () => {
  await using it = await visitWard()
  expect(it.state()).toMatchObject({ phase: 'checkIn', visit: { plan: { number: 1, of: 6 } } })
  await it.toStart()
  const [opened] = await it.records(it.stream, 'session.opened')
  expect(opened?.site).toEqual({ checkIn: 'required', secondChecker: false, dischargeAfterMs: 3_600_000 })
  expect(it.state()).toMatchObject({
    phase: 'infusing',
    baseline: { systolic: 125, diastolic: 78, heartRate: 72, spo2: 98 },
    infusion: { plan: { drug: 'ketamine', doseMg: 35, volumeMl: 35, minutes: 40 }, rateMlPerHr: RATE },
    placement: { cuff: 'rightArm', probe: 'leftArm' },
    quietChair: { on: false, bedsideAlarmsOn: true },
  })
}, 60_000)

test('[HV21] that the bedside monitor’s alarms are on is said at check-in, once; taken back, it is not said any more', async () => {
  await using it = await visitWard()
  const on = { type: 'checkIn.answer', item: 'bedsideAlarms', detail: { item: 'bedsideAlarms' } } as const
  await it.does(it.nora, on)
  expect(it.state().quietChair).toMatchObject({ on: false, bedsideAlarmsOn: true, by: 'Nora Nurse' })
  await it.does(it.nora, { type: 'checkIn.answer', item: 'bedsideAlarms' })
  expect(it.state().quietChair).toMatchObject({ bedsideAlarmsOn: false })
  const seq = await it.does(it.nora, on)
  expect(it.state().quietChair).toMatchObject({ bedsideAlarmsOn: true })
  await it.does(it.nora, { type: 'undo', ofSeq: seq as never })
  expect(it.state().quietChair).toMatchObject({ bedsideAlarmsOn: false })
}, 60_000)

test('[HV25] where cuff and probe are follows the check-in: undone or taken back, it is not in force any more', async () => {
  await using it = await visitWard()
  const at = (item: 'cuffArm' | 'probeHand' | 'ivSite', limb?: string) => ({
    ...{ type: 'checkIn.answer', item },
    ...(limb === undefined ? {} : { detail: { item, limb, ...(item === 'ivSite' ? { site: 'hand' } : {}) } }),
  })
  const answer = (...given: Parameters<typeof at>) => it.does(it.nora, at(...given))
  const undo = (ofSeq: number) => it.does(it.nora, { type: 'undo', ofSeq })
  const placed = () => it.state().placement
  await answer('probeHand', 'leftArm')
  const mistaken = await answer('cuffArm', 'leftArm')
  // One limb: a cuff hold would be possible.
  expect(placed()).toEqual({ cuff: 'leftArm', probe: 'leftArm' })
  await undo(mistaken)
  expect(placed()).toEqual({ probe: 'leftArm' })
  expect((await it.records(it.stream, 'placement')).at(-1)).toMatchObject({
    by: { name: 'Nora Nurse' },
    probe: 'leftArm',
  })
  // The one before counts again.
  await answer('cuffArm', 'rightArm')
  await undo(await answer('cuffArm', 'leftArm'))
  expect(placed()).toEqual({ cuff: 'rightArm', probe: 'leftArm' })
  const back = await answer('probeHand')
  expect(placed()).toEqual({ cuff: 'rightArm' })
  await undo(back)
  expect(placed()).toEqual({ cuff: 'rightArm', probe: 'leftArm' })
  // What somebody has said since stands; the IV's arm is no part of it.
  const seq = await answer('cuffArm', 'leftArm')
  await it.does(it.nora, { type: 'placement.set', cuff: 'rightLeg', probe: 'rightArm' })
  await undo(seq)
  expect(placed()).toEqual({ cuff: 'rightLeg', probe: 'rightArm' })
  const before = (await it.records(it.stream, 'placement')).length
  await undo(await answer('ivSite', 'rightArm'))
  expect(await it.records(it.stream, 'placement')).toHaveLength(before)
  // An answer says nothing of where the other one is now.
  await answer('cuffArm', 'rightArm')
  expect(placed()).toEqual({ cuff: 'rightArm', probe: 'rightArm' })
}, 60_000)

test('[HV21] an answer that is given twice and once undone stands', async () => {
  await using it = await visitWard()
  const on = { type: 'checkIn.answer', item: 'bedsideAlarms', detail: { item: 'bedsideAlarms' } } as const
  await it.does(it.nora, on)
  await it.does(it.nora, { type: 'undo', ofSeq: await it.does(it.nora, on) })
  expect(it.state().visit.checkIn.bedsideAlarms).toBeDefined()
  expect(it.state().quietChair).toMatchObject({ bedsideAlarmsOn: true })
}, 60_000)

test('[HV3] from the stop to the ride home, and the log folds to the same visit', async () => {
  await using it = await visitWard()
  await it.toRecovery()
  expect(it.state().phase).toBe('recovery')
  const early = await it.press(it.nora, { type: 'session.end', outcome: 'discharged' })
  expect(early).toMatchObject(refused('phase-not-allowed', 'body.outcome'))
  expect(await it.press(it.nora, { type: 'phase.set', phase: 'ready' })).toMatchObject(
    refused('discharge-not-met'),
  )
  await it.signOffs()
  await it.does(it.nora, { type: 'phase.set', phase: 'ready' })
  await it.does(it.nora, { type: 'monitor.off', on: true })
  const state = it.state()
  const seq = await it.does(it.nora, { type: 'session.end', outcome: 'discharged' })
  const [closed] = await it.records(it.stream, 'session.closed')
  expect(closed).toMatchObject({ seq, outcome: 'discharged', openAlarms: [] })
  const lines = await it.lines(it.stream)
  const folded = lines.slice(0, seq - 1).reduce((before, line) => {
    const record = decodeLine(line)
    if (!record.ok) throw new Error(record.error.message)
    return foldSession(before, record.value)
  }, emptySession)
  expect(folded).toEqual(state)
  expect(await it.store.sessions.get(it.sessionId)).toMatchObject({
    visit: { courseId: it.courseId, number: 1, of: 6, weightKg: 70, outcome: 'discharged' },
  })
  expect(it.errors).toEqual([])
}, 120_000)
