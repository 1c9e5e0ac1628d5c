// Proves that what a hub learns of a session from its log is what the hub that lived through it knows.
import { advanceTo } from '@chairside/shared/alarm/engine.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import { expect, test } from 'vitest'
import { readActor } from './session/actor-state.ts'
import { must } from './store/store-fixture.ts'
import { settle } from './testing/hub-fixture.ts'
import { enrolledPage, ownPage, pass } from './testing/pages.ts'
import { ward } from './testing/ward.ts'

test('[ST60] after every kind of act and of what the hub reports, the state learnt from the log is the live one', async () => {
  await using it = await ward()
  const chair = await enrolledPage(it, { roomId: it.roomId })
  const station = await enrolledPage(it, { person: 'Nils Nurse' })
  const paul = await ownPage(it, 'Paul Physician', 'rooms')
  const pages = [chair, station, paul]
  for (const page of pages) await page.heard(page.pageId)
  const personId = must(await it.store.people.find('Paul Physician')).personId
  await it.nora.command({ type: 'duty.set', role: 'physician', personId } as CommandBody)
  await it.nora.command({ type: 'room.take', roomId: it.roomId })
  const limits = [{ condition: 'bpHigh', level: 'high', quantity: 'systolic', value: 165 }]

  const check = async (what: string): Promise<void> => {
    await settle(50)
    const actor = it.hub.registry.openSession(it.sessionId)
    await actor?.idle()
    const live = actor?.committed()
    if (live === undefined) throw new Error('the session is open')
    const { state, rules } = await readActor(
      it.log,
      must(await it.store.directory.rulesFor(undefined)).ruleSet,
      it.stream,
    )
    const nowMs = it.clock.nowMs()
    const [learnt, lived] = [state.engine, live.engine].map((one) => advanceTo(rules, one, nowMs).state)
    expect({ ...state, engine: learnt }, what).toEqual({ ...live, engine: lived })
  }
  const alarm = async (condition: string) =>
    (await it.records(it.stream, 'alarm')).findLast((one) => one.condition === condition)?.alarmId

  await it.press(it.nora, { type: 'placement.set', cuff: 'leftArm', probe: 'rightArm' })
  await it.press(it.nora, { type: 'limits.set', limits, reason: 'usual for her' })
  await it.press(it.nora, { type: 'chair.quiet', on: true, bedsideAlarmsOn: true })
  await it.press(it.nora, { type: 'infusion.start', rateMlPerHr: 50 })
  await it.monitor.vitals({ heartRate: 72, pulseRate: 72, spo2: 97 })
  await check('a session on its way')
  await it.monitor.cuff(185, 100)
  const alarmId = await alarm('bpHigh')
  await check('a HIGH')
  await pass(it, 20_000, ...pages)
  await it.press(station, { type: 'alarm.coming', alarmId })
  await check('somebody is coming')
  await pass(it, 100_000, ...pages)
  await check('the physician was called')
  await paul.emit('alarm:shown', { sessionId: it.sessionId, alarmId })
  await it.press(paul, { type: 'alarm.decline', alarmId })
  await it.press(station, { type: 'alarm.take', alarmId })
  await it.press(chair, { type: 'audio.pause' })
  await check('declined, taken, paused')
  const done = await it.press(it.nora, { type: 'alarm.acknowledge', alarmId })
  await it.press(it.nora, { type: 'undo', ofSeq: done.ok ? done.seq : 0 })
  await it.press(it.nora, { type: 'alarm.acknowledge', alarmId })
  await it.nora.command({ type: 'room.giveBack', roomId: it.roomId })
  await check('acknowledged, undone, acknowledged, given back')
  const help = await it.press(chair, { type: 'help' })
  await it.press(chair, { type: 'help.stamp', stamp: 'oxygen' })
  await it.press(it.nora, { type: 'claim', ofSeq: help.ok ? help.seq : 0 })
  await it.press(chair, { type: 'symptom', symptom: 'dyspnoea' })
  await check('HELP')
  await pass(it, 30_000, chair, paul)
  await it.press(it.nora, { type: 'alarm.resolve', alarmId: await alarm('help'), outcome: 'over' })
  await it.press(it.nora, { type: 'phase.set', phase: 'recovery' })
  await pass(it, 300_000, chair)
  await check('recovery')
  const kinds = new Set((await it.lines(it.stream)).map((line) => JSON.parse(line).kind))
  for (const kind of [
    'coverage',
    'escalation',
    'delivery',
    'silenceEnded',
    'personLeft',
    'undone',
    'audioPaused',
  ])
    expect(kinds).toContain(kind)
})
