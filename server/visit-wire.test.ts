// Proves what the hub makes of acts that look right and are not: a correction that cannot be, a reason of blanks, an id that was used,
// a gate that changed under the finger, a patient who is in another room already.

import { withCheck } from '@chairside/shared/visit/patient-code.ts'
import { expect, test } from 'vitest'
import { must } from './store/store-fixture.ts'
import { ORDER } from './store/visits-fixture.ts'
import { changesNothing, commandId, settle } from './testing/hub-fixture.ts'
import { type VisitWard, visitWard } from './testing/visit-ward.ts'

const refusedAs = (code: string, field: string) => ({ ok: false, error: { code, field } })
const amending = (it: VisitWard, ofSeq: number, change: object, reason = 'misread') =>
  it.press(it.nora, { type: 'amend', ofSeq, change, reason })

test('[HV20] what is put right is held against the same figures as what is typed the first time', async () => {
  await using it = await visitWard()
  const values = { systolic: 120, diastolic: 80, heartRate: 70 }
  const hand = await it.does(it.nora, { type: 'manual.enter', values })
  const air = await it.does(it.nora, { type: 'oxygen.set', device: 'roomAir' })
  const drug = await it.does(it.nora, { type: 'medication.give', drug: 'labetalol', dose: '10 mg' })
  const note = await it.does(it.nora, { type: 'note.add', text: 'asleep' })
  const saturation = await it.does(it.nora, { type: 'manual.enter', values: { spo2: 97 } })
  const cases = [
    [hand, { values: { systolic: 80 } }, 'impossible-value', 'values.diastolic'],
    [hand, { values: { systolic: 80, diastolic: 130 } }, 'impossible-value', 'values.diastolic'],
    [hand, { values: { mean: 125 } }, 'impossible-value', 'values.mean'],
    [saturation, { values: { systolic: 80 } }, 'malformed', 'values.diastolic'],
    [air, { device: 'nasalCannula' }, 'malformed', 'litresPerMin'],
    [drug, { dose: ' ' }, 'malformed', 'dose'],
    [drug, { drug: 'other' }, 'malformed', 'text'],
    [note, { text: '   ' }, 'malformed', 'text'],
  ] as const
  for (const [ofSeq, change, code, field] of cases)
    expect(await changesNothing(it, () => amending(it, ofSeq, change)), field).toMatchObject(
      refusedAs(code, `body.change.${field}`),
    )
})

test('[VI62] one value of several that is put right leaves the others as they were typed', async () => {
  await using it = await visitWard()
  const values = { systolic: 120, diastolic: 80, heartRate: 70 }
  const hand = await it.does(it.nora, { type: 'manual.enter', values })
  expect(await amending(it, hand, { values: { heartRate: 76 } })).toMatchObject({ ok: true })
  expect(it.state().visit.measured).toMatchObject([{ values: { ...values, heartRate: 76 } }])
  expect(it.state().visit.pressures).toMatchObject([{ systolic: 120, diastolic: 80 }])
})

test('[HV26] a reason of blanks is none', async () => {
  await using it = await visitWard()
  const note = await it.does(it.nora, { type: 'note.add', text: 'asleep' })
  await it.does(it.nora, { type: 'phase.set', phase: 'baseline' })
  const reason = '  '
  const acts = [
    [it.nora, { type: 'amend', ofSeq: note, change: { text: 'awake' }, reason }],
    [it.nora, { type: 'gate.ask', reason }],
    [it.paul, { type: 'gate.refuse', reason }],
    [it.nora, { type: 'limits.set', limits: [], reason }],
    [it.nora, { type: 'reassign.ask', toCode: it.code, reason }],
  ] as const
  for (const [screen, body] of acts)
    expect(await changesNothing(it, () => it.press(screen, body)), body.type).toMatchObject(
      refusedAs('malformed', 'body.reason'),
    )
})

test('[HV27] an id that was given to one act is no other’s: the second is not answered as if it had been done', async () => {
  await using it = await visitWard()
  const more = { commandId: commandId() }
  const note = { type: 'note.add', text: 'asleep' }
  const first = await it.press(it.nora, note, more)
  expect(first).toMatchObject({ ok: true })
  const drug = { type: 'medication.give', drug: 'ondansetron', dose: '4 mg' }
  expect(await changesNothing(it, () => it.press(it.nils, drug, more))).toMatchObject(
    refusedAs('malformed', 'commandId'),
  )
  expect(await changesNothing(it, () => it.press(it.nora, note, more))).toEqual(first)
})

test('[HV14] what came as a warn or a hold was accepted is looked at first', async () => {
  await using it = await visitWard()
  await it.does(it.nora, { type: 'phase.set', phase: 'baseline' })
  await it.baseline(150, 92)
  const basedOnSeq = it.head()
  await it.pass(61)
  await it.monitor.cuff(178, 104)
  await it.pass(2)
  const accept = { type: 'gate.accept', reason: 'anxious' }
  expect(await changesNothing(it, () => it.press(it.paul, accept, { basedOnSeq }))).toMatchObject(
    refusedAs('state-moved', 'basedOnSeq'),
  )
  await it.does(it.paul, accept)
  expect(it.state().visit.gate).toMatchObject({ outcome: 'hold', role: 'physician' })
})

test('[HV14] so is a gate that passes: the readings are the baseline that is frozen', async () => {
  await using it = await visitWard()
  await it.does(it.nora, { type: 'phase.set', phase: 'baseline' })
  await it.baseline(124, 78)
  const basedOnSeq = it.head()
  await it.pass(61)
  await it.monitor.cuff(118, 76)
  await it.pass(2)
  expect(
    await changesNothing(it, () => it.press(it.nora, { type: 'gate.accept' }, { basedOnSeq })),
  ).toMatchObject(refusedAs('state-moved', 'basedOnSeq'))
  await it.does(it.nora, { type: 'gate.accept' })
  expect(it.state().visit.gate?.baseline).toMatchObject({ systolic: 122, diastolic: 77 })
})

test('[HV11] nothing is recorded as true before the session was opened', async () => {
  await using it = await visitWard()
  const pressedAtHubMs = it.clock.nowMs() - 9_000
  const openedAtMs = it.state().opened?.hubAtMs ?? 0
  expect(pressedAtHubMs).toBeLessThan(openedAtMs)
  expect(await it.press(it.nora, { type: 'note.add', text: 'early' }, { pressedAtHubMs })).toMatchObject({
    ok: true,
  })
  expect(it.state().visit.notes).toMatchObject([{ atMs: openedAtMs }])
})

const opening = (it: VisitWard, roomId: unknown, patientCode: string) =>
  it.paul.command({ type: 'session.open', roomId, patientCode, includeHeld: false } as never)

test('[HV28] a patient who is in one room is not opened in another; a recording is nobody', async () => {
  await using it = await visitWard()
  const [, two] = it.roomIds
  if (two === undefined) throw new Error('one room only')
  expect(await changesNothing(it, () => opening(it, two, it.code.toLowerCase()))).toMatchObject({
    ok: false,
    error: {
      code: 'session-already-open',
      field: 'body.patientCode',
      message: expect.stringContaining('Room 1'),
    },
  })
  const player = await it.device('recorded', { roomId: two })
  await player.hello()
  expect(await opening(it, two, it.code)).toMatchObject({ ok: true })
})

test('[HV28] nor in two rooms at once', async () => {
  await using it = await visitWard()
  await it.does(it.nora, { type: 'session.end', outcome: 'notTreated', reason: 'fever' })
  const [one, two] = it.roomIds
  const both = await Promise.all([opening(it, one, it.code), opening(it, two, it.code)])
  expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  expect(both.find(({ ok }) => !ok)).toMatchObject(refusedAs('session-already-open', 'body.patientCode'))
})

test('[MV34] a plan that was read for the former patient is not written for the one whose session it is now', async () => {
  let wait: Promise<void> | undefined
  let store: VisitWard['store'] | undefined
  await using it = await visitWard({
    visits: {
      async planOfSession(...asked) {
        if (store === undefined) throw new Error('asked too early')
        const found = await store.visits.planOfSession(...asked)
        await wait
        return found
      },
    },
  })
  store = it.store
  const { visits } = it.store
  const by = it.state().visit.plan?.order?.signedBy
  if (by === undefined) throw new Error('no order')
  const toCode = withCheck('K-777') ?? ''
  must(await visits.patients.create({ patientCode: toCode, by }))
  must(await visits.orders.sign(it.courseId, { ...ORDER, mgPerKg: 0.4 }, by))
  const ofSeq = await it.does(it.nora, { type: 'reassign.ask', toCode, reason: 'wrong card' })
  let go = (): void => undefined
  wait = new Promise((resolve) => {
    go = resolve
  })
  const refreshed = it.press(it.nora, { type: 'plan.refresh' })
  await settle()
  await it.does(it.paul, { type: 'reassign.answer', ofSeq, confirm: true, reason: 'seen' })
  go()
  expect(await refreshed).toMatchObject(refusedAs('state-moved', 'body.sessionId'))
  await settle()
  expect(it.state().visit).toMatchObject({ patientCode: toCode })
  expect(it.state().visit.plan).toBeUndefined()
})

test('[HV14] no emergency is ended by a phase that was pressed before HELP was seen', async () => {
  await using it = await visitWard()
  const recovery = { type: 'phase.set', phase: 'recovery' }
  await it.does(it.nora, { type: 'help' })
  const basedOnSeq = it.head()
  await it.does(it.nils, { type: 'help' })
  expect(await changesNothing(it, () => it.press(it.nora, recovery, { basedOnSeq }))).toMatchObject(
    refusedAs('state-moved', 'basedOnSeq'),
  )
  await it.does(it.nora, recovery)
  expect(it.state().phase).toBe('recovery')
})
