// Proves what people do about alarms, and where: acknowledge, Coming, take, decline, pause, undo, symptoms, HELP, limits.
import type { RecordOf } from '@chairside/shared/record/record.ts'
import { describe, expect, test } from 'vitest'
import { changesNothing, settle } from './testing/hub-fixture.ts'
import { enrolledPage, ownPage, pass, type TestPage } from './testing/pages.ts'
import { refused, type Ward, ward } from './testing/ward.ts'

const plan = { drug: 'ketamine', doseMg: 35, volumeMl: 35, minutes: 40 }

/** A HIGH at the chair. */
async function high(it: Ward): Promise<string> {
  await it.monitor.cuff(185, 100)
  await settle()
  return (await it.alarms()).at(-1)?.alarmId ?? ''
}
const silences = async (it: Ward) =>
  (await it.records(it.stream, 'silenceEnded')).map(({ what, cause }) => [what, cause])
const press = (it: Ward, page: TestPage, body: object, more?: object) => it.press(page, body, more)

describe('where it is pressed', () => {
  test('[ST20] only a screen in the room acknowledges; every other one says "Coming"', async () => {
    await using it = await ward()
    const alarmId = await high(it)
    const station = await enrolledPage(it, { person: 'Nils Nurse' })
    const physician = await ownPage(it, 'Paul Physician', 'rooms')
    const acknowledge = { type: 'alarm.acknowledge', alarmId }
    const coming = { type: 'alarm.coming', alarmId }
    for (const page of [station, physician]) {
      const there = await changesNothing(it, () => press(it, page, acknowledge))
      expect(there).toMatchObject(refused('wrong-place', 'body.type'))
    }
    expect(await changesNothing(it, () => it.press(it.nora, coming))).toMatchObject(
      refused('wrong-place', 'body.type'),
    )
    expect(await press(it, station, coming)).toMatchObject({ ok: true })
    expect(await it.records(it.stream, 'coming')).toMatchObject([
      { alarmId, by: { name: 'Nils Nurse' }, screenId: station.screenId, untilMs: it.clock.nowMs() + 60_000 },
    ])
    const again = await changesNothing(it, () => press(it, physician, coming))
    expect(again).toMatchObject(refused('already-taken', 'body.alarmId'))
    expect(again.ok ? '' : again.error.message).toContain('Nils Nurse')
    // It ends by itself, and may be said again.
    await pass(it, 60_000)
    expect(await silences(it)).toContainEqual(['coming', 'expired'])
    expect(await press(it, physician, coming)).toMatchObject({ ok: true })
    // Acknowledged in the room, nobody needs to come.
    expect(await it.press(it.nora, acknowledge)).toMatchObject({ ok: true })
    expect(await changesNothing(it, () => press(it, station, coming))).toMatchObject(
      refused('already-acknowledged', 'body.alarmId'),
    )
  })

  test('[ST21] "I have it" is one person’s, by name; "cannot come" is each one’s, and gives it back', async () => {
    await using it = await ward()
    const alarmId = await high(it)
    const paul = await ownPage(it, 'Paul Physician', 'rooms')
    const nils = await ownPage(it, 'Nils Nurse', 'rooms')
    const take = { type: 'alarm.take', alarmId }
    const decline = { type: 'alarm.decline', alarmId }
    expect(await press(it, nils, decline)).toMatchObject({ ok: true })
    expect(await changesNothing(it, () => press(it, nils, decline))).toMatchObject(refused('state-moved'))
    expect(await press(it, paul, take)).toMatchObject({ ok: true })
    for (const page of [paul, nils])
      expect(await changesNothing(it, () => press(it, page, take))).toMatchObject(
        refused('already-taken', 'body.alarmId'),
      )
    expect(await changesNothing(it, () => press(it, nils, decline))).toMatchObject(refused('already-taken'))
    expect(await press(it, paul, decline)).toMatchObject({ ok: true })
    expect(await press(it, nils, take)).toMatchObject({ ok: true })
    expect((await it.records(it.stream, 'taken')).map(({ event, by }) => [event, by.name])).toEqual([
      ['declined', 'Nils Nurse'],
      ['taken', 'Paul Physician'],
      ['declined', 'Paul Physician'],
      ['taken', 'Nils Nurse'],
    ])
    for (const body of [take, decline, { type: 'alarm.coming' }, { type: 'alarm.resolve', outcome: 'x' }])
      expect(
        await changesNothing(it, () => press(it, nils, { ...body, alarmId: 'hrLow@1764000000000' })),
      ).toMatchObject(refused('alarm-unknown', 'body.alarmId'))
  })

  test('[ST22] a measured alarm is not resolved by a word; a symptom is, with what came of it', async () => {
    await using it = await ward()
    const alarmId = await high(it)
    expect(
      await changesNothing(it, () => it.press(it.nora, { type: 'alarm.resolve', alarmId, outcome: 'fine' })),
    ).toMatchObject(refused('state-moved', 'body.alarmId'))
    expect(await it.press(it.nora, { type: 'symptom', symptom: 'chestPain' })).toMatchObject({ ok: true })
    const said = (await it.records(it.stream, 'alarm')).find(
      ({ condition }) => condition === 'symptomChestPain',
    )
    expect(said).toMatchObject({ priority: 'high', transition: 'raised' })
    const resolve = (outcome: string) =>
      it.press(it.nora, { type: 'alarm.resolve', alarmId: said?.alarmId, outcome })
    expect(await changesNothing(it, () => resolve('  '))).toMatchObject(refused('malformed', 'body.outcome'))
    expect(await resolve(' passed off by itself ')).toMatchObject({ ok: true })
    expect(await it.records(it.stream, 'resolved')).toMatchObject([{ outcome: 'passed off by itself' }])
    const ended = (await it.records(it.stream, 'alarm')).at(-1)
    expect(ended).toMatchObject({ condition: 'symptomChestPain', transition: 'ended', endedBy: 'clinician' })
  })
})

describe('audio', () => {
  test('[ST23] a pause is of what sounds at this moment in this room, for 120 s; nothing sounds: nothing is paused', async () => {
    await using it = await ward()
    const chair = await enrolledPage(it, { roomId: it.roomId })
    const station = await enrolledPage(it, {})
    await chair.heard(chair.pageId)
    await station.heard(station.pageId)
    await settle()
    expect(await changesNothing(it, () => it.press(it.nora, { type: 'audio.pause' }))).toMatchObject(
      refused('nothing-to-silence'),
    )
    const alarmId = await high(it)
    expect(await it.press(it.nora, { type: 'audio.pause' })).toMatchObject({ ok: true })
    expect(await it.records(it.stream, 'audioPaused')).toMatchObject([
      { alarmIds: [alarmId], untilMs: it.clock.nowMs() + 120_000, by: { name: 'Nora Nurse' } },
    ])
    expect(await changesNothing(it, () => it.press(it.nils, { type: 'audio.pause' }))).toMatchObject(
      refused('nothing-to-silence'),
    )
    await pass(it, 120_000, chair, station)
    expect(await silences(it)).toContainEqual(['audioPaused', 'expired'])
  })

  test('[ST24] is off by a physician with a reason, and on again', async () => {
    await using it = await ward()
    const paul = await ownPage(it, 'Paul Physician', `chairside:${it.roomId}`)
    const off = (screen: typeof it.nora, on: boolean, reason: string) =>
      it.press(screen, { type: 'audio.off', on, reason })
    expect(await changesNothing(it, () => off(it.nora, true, 'sleeping'))).toMatchObject(
      refused('not-allowed'),
    )
    expect(await changesNothing(it, () => off(paul, true, ' '))).toMatchObject(
      refused('malformed', 'body.reason'),
    )
    expect(await changesNothing(it, () => off(paul, false, ''))).toMatchObject(
      refused('state-moved', 'body.on'),
    )
    expect(await off(paul, true, 'patient is asleep')).toMatchObject({ ok: true })
    expect(await changesNothing(it, () => off(paul, true, 'again'))).toMatchObject(refused('state-moved'))
    expect(await off(paul, false, '')).toMatchObject({ ok: true })
    expect((await it.records(it.stream, 'audioOff')).map(({ on }) => on)).toEqual([true, false])
  })
})

describe('undo', () => {
  const act = async (it: Ward) => {
    const alarmId = await high(it)
    const done = await it.press(it.nora, { type: 'alarm.acknowledge', alarmId })
    return done.ok ? done.seq : 0
  }
  const undo = (it: Ward, screen: typeof it.nora, ofSeq: number) => it.press(screen, { type: 'undo', ofSeq })

  test('[ST25] takes back one’s own act within 10 s of hub time, and only that', async () => {
    await using it = await ward()
    const seq = await act(it)
    expect(await changesNothing(it, () => undo(it, it.nils, seq))).toMatchObject(
      refused('not-allowed', 'body.ofSeq'),
    )
    for (const other of [1, seq - 1])
      expect(await changesNothing(it, () => undo(it, it.nora, other))).toMatchObject(
        refused('too-late', 'body.ofSeq'),
      )
    it.clock.move(10_000)
    expect(await undo(it, it.nora, seq)).toMatchObject({ ok: true })
    expect(await silences(it)).toContainEqual(['acknowledgement', 'undone'])
    expect(await changesNothing(it, () => undo(it, it.nora, seq))).toMatchObject(refused('too-late'))
  })

  test('[ST25] a moment later it stands', async () => {
    await using it = await ward()
    const seq = await act(it)
    it.clock.move(10_001)
    await settle()
    expect(await changesNothing(it, () => undo(it, it.nora, seq))).toMatchObject(
      refused('too-late', 'body.ofSeq'),
    )
  })
})

describe('without a sign-in', () => {
  test('[ST26] at an enrolled screen of the room: help, symptom, cuff, pause, pump stop; recorded without a name', async () => {
    await using it = await ward()
    await it.press(it.nora, { type: 'infusion.start', rateMlPerHr: 50, plan })
    const chair = await enrolledPage(it, { roomId: it.roomId })
    await high(it)
    const acts = [
      [{ type: 'help' }, 'help'],
      [{ type: 'help.stamp', stamp: 'oxygen' }, 'helpStamp'],
      [{ type: 'symptom', symptom: 'dyspnoea' }, 'symptom'],
      [{ type: 'cuff.order' }, 'cuff.ordered'],
      [{ type: 'infusion.stop' }, 'infusion'],
    ] as const
    for (const [body, kind] of acts) {
      expect(await press(it, chair, body), body.type).toMatchObject({ ok: true })
      const record = (await it.records(it.stream, kind)).at(-1) as RecordOf<'help'>
      expect(record).toMatchObject({ screenId: chair.screenId })
      expect(record.by).toBeUndefined()
    }
    for (const body of [
      { type: 'infusion.start', rateMlPerHr: 10 },
      { type: 'phase.set', phase: 'recovery' },
    ])
      expect(await changesNothing(it, () => press(it, chair, body))).toMatchObject(refused('not-signed-in'))
  })

  test('[ST26] a pause there is undone there, and nowhere else', async () => {
    await using it = await ward()
    const chair = await enrolledPage(it, { roomId: it.roomId })
    const other = await enrolledPage(it, { roomId: it.roomId })
    await high(it)
    const done = await press(it, chair, { type: 'audio.pause' })
    const ofSeq = done.ok ? done.seq : 0
    for (const page of [other, it.nora])
      expect(await changesNothing(it, () => it.press(page, { type: 'undo', ofSeq }))).toMatchObject(
        refused('not-allowed', 'body.ofSeq'),
      )
    expect(await press(it, chair, { type: 'undo', ofSeq })).toMatchObject({ ok: true })
  })

  test('[ST27] not in another room, not at the station, and not on a screen that nobody enrolled', async () => {
    await using it = await ward()
    const next = await enrolledPage(it, { roomId: it.roomIds[1] })
    const station = await enrolledPage(it, {})
    for (const page of [next, station])
      expect(await changesNothing(it, () => press(it, page, { type: 'help' }))).toMatchObject(
        refused('not-signed-in'),
      )
    const admin = await ownPage(it, 'Ada Admin', `chairside:${it.roomId}`)
    expect(await changesNothing(it, () => press(it, admin, { type: 'help' }))).toMatchObject(
      refused('not-allowed'),
    )
  })

  test('[ST28] whoever is signed in there may always call for help; without the right it is unsigned', async () => {
    await using it = await ward()
    const page = await enrolledPage(it, { roomId: it.roomId, person: 'Ada Admin' })
    expect(await press(it, page, { type: 'help' })).toMatchObject({ ok: true })
    expect(await it.records(it.stream, 'help')).toMatchObject([{ screenId: page.screenId }])
    expect((await it.records(it.stream, 'help'))[0]?.by).toBeUndefined()
    expect((await it.records(it.stream, 'alarm')).map(({ condition }) => condition)).toContain('help')
  })

  test('[ST29] it is claimed by name, once', async () => {
    await using it = await ward()
    const chair = await enrolledPage(it, { roomId: it.roomId })
    const done = await press(it, chair, { type: 'symptom', symptom: 'seizure' })
    const ofSeq = done.ok ? done.seq : 0
    expect(await changesNothing(it, () => press(it, chair, { type: 'claim', ofSeq }))).toMatchObject(
      refused('not-signed-in'),
    )
    expect(await changesNothing(it, () => it.press(it.nora, { type: 'claim', ofSeq: 1 }))).toMatchObject(
      refused('not-found', 'body.ofSeq'),
    )
    expect(await it.press(it.nora, { type: 'claim', ofSeq })).toMatchObject({ ok: true })
    expect(await changesNothing(it, () => it.press(it.nils, { type: 'claim', ofSeq }))).toMatchObject(
      refused('not-found'),
    )
    expect(await it.records(it.stream, 'claimed')).toMatchObject([{ ofSeq, by: { name: 'Nora Nurse' } }])
  })
})

describe('the patient’s session', () => {
  test('[ST30] phases follow the pump; what judges less is not set over it; an emergency goes on as the pump log stands, or in recovery', async () => {
    await using it = await ward()
    const set = (phase: string) => it.press(it.nora, { type: 'phase.set', phase })
    const no = async (phase: string) =>
      expect(await changesNothing(it, () => set(phase)), phase).toMatchObject(
        refused('state-moved', 'body.phase'),
      )
    expect(await set('baseline')).toMatchObject({ ok: true })
    await no('baseline')
    await no('emergency')
    await it.press(it.nora, { type: 'infusion.start', rateMlPerHr: 50 })
    for (const phase of ['checkIn', 'baseline', 'ready', 'infusing', 'recovery']) await no(phase)
    expect(await it.press(it.nora, { type: 'help' })).toMatchObject({ ok: true })
    for (const phase of ['paused', 'ready', 'checkIn', 'emergency']) await no(phase)
    expect(await set('infusing')).toMatchObject({ ok: true })
    expect(await it.press(it.nora, { type: 'help' })).toMatchObject({ ok: true })
    expect(await set('recovery')).toMatchObject({ ok: true })
    await it.press(it.nora, { type: 'infusion.stop' })
    expect(await set('ready')).toMatchObject({ ok: true })
  })

  test('[ST31] a stamp belongs to a HELP', async () => {
    await using it = await ward()
    const stamp = () => it.press(it.nora, { type: 'help.stamp', stamp: 'cpr' })
    expect(await changesNothing(it, stamp)).toMatchObject(refused('state-moved', 'body.type'))
    await it.press(it.nora, { type: 'help' })
    expect(await stamp()).toMatchObject({ ok: true })
  })

  test('[ST32] limits within the role’s bounds, with what the profile says; stale, closed or out of bounds: refused', async () => {
    await using it = await ward()
    const paul = await ownPage(it, 'Paul Physician', `chairside:${it.roomId}`)
    const set = (screen: typeof it.nora, value: number, more = {}) =>
      it.press(
        screen,
        {
          type: 'limits.set',
          limits: [{ condition: 'bpHigh', level: 'high', quantity: 'systolic', value }],
          reason: 'known hypertension',
        },
        more,
      )
    expect(await changesNothing(it, () => set(it.nora, 171))).toMatchObject({
      ok: false,
      error: { code: 'limit-out-of-range', field: expect.stringMatching(/^body\.limits\.0/) },
    })
    const seen = it.head()
    expect(await set(it.nora, 170)).toMatchObject({ ok: true })
    expect(await changesNothing(it, () => set(paul, 175, { basedOnSeq: seen }))).toMatchObject(
      refused('state-moved', 'basedOnSeq'),
    )
    expect(await set(paul, 179)).toMatchObject({ ok: true })
    expect(await changesNothing(it, () => set(paul, 180))).toMatchObject({
      error: { code: 'limit-out-of-range' },
    })
    expect(await it.records(it.stream, 'limits')).toMatchObject([
      { limits: [{ value: 170, was: 160 }], by: { role: 'nurse' } },
      { limits: [{ value: 179, was: 160 }], by: { role: 'physician' } },
    ])
    await it.press(it.nora, { type: 'session.close' })
    expect(await changesNothing(it, () => set(paul, 170, { basedOnSeq: 0 }))).toMatchObject(
      refused('session-closed', 'body.sessionId'),
    )
  })

  test('[ST33] where cuff and probe are is recorded as it is said', async () => {
    await using it = await ward()
    await it.press(it.nora, { type: 'placement.set', cuff: 'leftArm', probe: 'leftArm' })
    expect(await it.records(it.stream, 'placement')).toMatchObject([{ cuff: 'leftArm', probe: 'leftArm' }])
  })
})
