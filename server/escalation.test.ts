// Proves who is told of an alarm that nobody acknowledges, what became of telling them, and that it survives a restart.
import type { PersonId } from '@chairside/shared/ids.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import { describe, expect, test } from 'vitest'
import { must } from './store/store-fixture.ts'
import { eventually, type HubFixture, hubFixture, settle, type TestScreen } from './testing/hub-fixture.ts'
import { enrolledPage, ownPage, pass } from './testing/pages.ts'
import { type Ward, ward } from './testing/ward.ts'

const onDuty = async (it: HubFixture, screen: TestScreen, name: string, role = 'physician') => {
  const personId: PersonId = must(await it.store.people.find(name)).personId
  expect(await screen.command({ type: 'duty.set', role, personId } as CommandBody)).toMatchObject({
    ok: true,
  })
  await settle()
}
/** A HIGH of the patient, at a chair and a station that are heard. */
async function high(it: Ward) {
  const chair = await enrolledPage(it, { roomId: it.roomId })
  const station = await enrolledPage(it, {})
  for (const page of [chair, station]) await page.heard(page.pageId)
  await settle()
  await it.monitor.cuff(185, 100)
  await settle()
  const [alarm] = await it.alarms()
  return { chair, station, alarmId: alarm?.alarmId ?? '' }
}
const told = async (it: Ward, alarmId: string) =>
  (await it.records(it.stream, 'delivery'))
    .filter((one) => one.alarmId === alarmId)
    .map(({ step, event, role, personName }) => [step, event, role, personName])
const steps = async (it: Ward, alarmId: string) =>
  (await it.records(it.stream, 'escalation'))
    .filter((one) => one.alarmId === alarmId)
    .map(({ step, dueAtMs }) => [step, dueAtMs])

describe('a HIGH that nobody acknowledges', () => {
  test('[ST50] reaches the physician on duty at 60 s, on each of their screens; shown is said by the screen, taken by a tap', async () => {
    await using it = await ward()
    await onDuty(it, it.nora, 'Paul Physician')
    const paul = await ownPage(it, 'Paul Physician', 'rooms')
    const { chair, station, alarmId } = await high(it)
    const at = it.clock.nowMs()
    await eventually('who is next', () => {
      const alarm = paul.rooms.at(-1)?.[0]?.session?.alarms.find((one) => one.alarmId === alarmId)
      return alarm?.next?.step !== undefined
    })
    await pass(it, 58_000, chair, station, paul)
    expect(await told(it, alarmId)).toEqual([])
    await pass(it, 2_000, chair, station, paul)
    await settle(50)
    expect(await steps(it, alarmId)).toContainEqual(['physician', at + 60_000])
    expect(await told(it, alarmId)).toEqual([['physician', 'sent', 'physician', 'Paul Physician']])
    const line = () =>
      paul.rooms
        .flat()
        .at(-1)
        ?.session?.alarms.find((one) => one.alarmId === alarmId)
    await eventually('the line', () => line()?.escalated.some(({ step }) => step === 'physician') === true)
    expect(line()).toMatchObject({ toldIds: [expect.any(String)] })
    // Said twice, it is shown once; a screen that was not told says nothing.
    for (const page of [paul, paul, station])
      expect(await page.emit('alarm:shown', { sessionId: it.sessionId, alarmId })).toMatchObject({ ok: true })
    await settle(50)
    expect(await told(it, alarmId)).toEqual([
      ['physician', 'sent', 'physician', 'Paul Physician'],
      ['physician', 'shown', 'physician', 'Paul Physician'],
    ])
    expect(await it.press(paul, { type: 'alarm.take', alarmId })).toMatchObject({ ok: true })
    await pass(it, 180_000, chair, station, paul)
    expect((await steps(it, alarmId)).map(([step]) => step)).not.toContain('backup')
    await eventually('who has it', () => line()?.taken?.by === 'Paul Physician')
  })

  test('[ST50] called anew after an acknowledgement ended, it is on their glass anew', async () => {
    await using it = await ward()
    await onDuty(it, it.nora, 'Paul Physician')
    const paul = await ownPage(it, 'Paul Physician', 'rooms')
    const { chair, station, alarmId } = await high(it)
    const shows = () => paul.emit('alarm:shown', { sessionId: it.sessionId, alarmId })
    await pass(it, 60_000, chair, station, paul)
    await shows()
    await settle(50)
    expect(await it.press(it.nora, { type: 'alarm.acknowledge', alarmId })).toMatchObject({ ok: true })
    await it.monitor.cuff(186, 100)
    await settle(50)
    expect(await it.records(it.stream, 'silenceEnded')).toMatchObject([{ cause: 'newReading' }])
    await pass(it, 60_000, chair, station, paul)
    await settle(50)
    await shows()
    await settle(50)
    const events = (await told(it, alarmId)).map(([, event]) => event)
    expect(events).toEqual(['sent', 'shown', 'sent', 'shown'])
  })

  test('[ST51] with nobody on duty, or no screen of theirs, that is what is recorded and shown', async () => {
    await using it = await ward()
    const { chair, station, alarmId } = await high(it)
    await pass(it, 60_000, chair, station)
    await settle(50)
    expect(await told(it, alarmId)).toEqual([['physician', 'nobody', 'physician', undefined]])
    await eventually('nobody', () =>
      station.rooms.flat().some(({ session }) => session?.alarms.some(({ nobody }) => nobody === true)),
    )
    // Put on duty now: they are told at once, as soon as a screen of theirs is there.
    await onDuty(it, it.nora, 'Paul Physician')
    await ownPage(it, 'Paul Physician', 'rooms')
    await settle(50)
    expect(await told(it, alarmId)).toEqual([
      ['physician', 'nobody', 'physician', undefined],
      ['physician', 'sent', 'physician', 'Paul Physician'],
    ])
  })

  test('[ST52] "cannot come" tells the next at once; then everybody, again and again, until somebody takes it', async () => {
    await using it = await ward()
    await onDuty(it, it.nora, 'Paul Physician')
    const paul = await ownPage(it, 'Paul Physician', 'rooms')
    const { chair, station, alarmId } = await high(it)
    await pass(it, 60_000, chair, station, paul)
    await it.press(paul, { type: 'alarm.decline', alarmId })
    await settle(50)
    expect((await told(it, alarmId)).slice(-1)).toEqual([['backup', 'nobody', 'backup', undefined]])
    await pass(it, 120_000, chair, station, paul)
    await settle(50)
    const all = await steps(it, alarmId)
    expect(all.map(([step]) => step)).toEqual(expect.arrayContaining(['allStaff', 'again']))
    const staff = (await told(it, alarmId)).filter(
      ([step, , role]) => step === 'allStaff' && role === 'staff',
    )
    expect(staff.map(([, , , name]) => name)).toContain('Paul Physician')
  })

  test('[ST53] HELP and a symptom reach the physician at once', async () => {
    await using it = await ward()
    await onDuty(it, it.nora, 'Paul Physician')
    const paul = await ownPage(it, 'Paul Physician', 'rooms')
    const chair = await enrolledPage(it, { roomId: it.roomId })
    expect(await it.press(chair, { type: 'help' })).toMatchObject({ ok: true })
    await settle(50)
    const help = (await it.records(it.stream, 'alarm')).find(({ condition }) => condition === 'help')
    expect(await told(it, help?.alarmId ?? '')).toEqual([
      ['physician', 'sent', 'physician', 'Paul Physician'],
    ])
    expect(paul.suite.at(-1)?.duty.physician?.actor.name).toBe('Paul Physician')
  })

  test('[ST54] deadlines run on over a restart: what fell due is due then, and told when screens are back', async () => {
    const first = await ward()
    await onDuty(first, first.nora, 'Paul Physician')
    const { alarmId } = await high(first)
    const at = first.clock.nowMs()
    const log = await first.crash()
    first.clock.move(70_000)
    const it = Object.assign(await hubFixture({ log, clock: first.clock, store: first.store }), {
      stream: first.stream,
    }) as Ward
    await settle(50)
    expect(await steps(it, alarmId)).toContainEqual(['physician', at + 60_000])
    expect(await told(it, alarmId)).toEqual([['physician', 'nobody', 'physician', 'Paul Physician']])
    await ownPage(it, 'Paul Physician', 'rooms')
    await settle(50)
    expect((await told(it, alarmId)).at(-1)).toEqual(['physician', 'sent', 'physician', 'Paul Physician'])
    await it[Symbol.asyncDispose]()
  })

  test('[ST54] the hub that went between a step and the word of what became of it says that at its return', async () => {
    const first = await ward()
    await onDuty(first, first.nora, 'Paul Physician')
    const chair = await enrolledPage(first, { roomId: first.roomId })
    await settle()
    first.memory.hold()
    void first.press(chair, { type: 'help' })
    await settle(50)
    await first.memory.releaseOne()
    await settle(50)
    const log = await first.crash()
    first.clock.move(5_000)
    const it = Object.assign(await hubFixture({ log, clock: first.clock, store: first.store }), {
      stream: first.stream,
    }) as Ward
    await settle(50)
    const help = (await it.records(it.stream, 'alarm')).find(({ condition }) => condition === 'help')
    expect((await steps(it, help?.alarmId ?? '')).map(([step]) => step)).toEqual(['physician'])
    expect(await told(it, help?.alarmId ?? '')).toEqual([
      ['physician', 'nobody', 'physician', 'Paul Physician'],
    ])
    await it[Symbol.asyncDispose]()
  })
})
