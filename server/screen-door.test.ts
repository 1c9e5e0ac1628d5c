// Proves who may do what at the screen door: every event and every command against every kind of caller.
// An event or a command that is added without a row here fails the first test.
import { sessionStream } from '@chairside/shared/ids.ts'
import type { CommandType, ScreenToHub } from '@chairside/shared/protocol/screens.ts'
import { zCommandBody } from '@chairside/shared/protocol/screens.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SCREEN_EVENTS } from './fanout/screen-handlers.ts'
import {
  changesNothing,
  commandId,
  eventually,
  type HubFixture,
  hubFixture,
  settle,
  type TestScreen,
} from './testing/hub-fixture.ts'

const CALLERS = ['nurse', 'physician', 'qa', 'admin', 'screen of room 1', 'screen of the suite'] as const
type Caller = (typeof CALLERS)[number]
const NAMES = { nurse: 'Nora Nurse', physician: 'Paul Physician', qa: 'Quinn Qa', admin: 'Ada Admin' }

type Place = { open1: string; open2: string; closed: string; room1: string; room2: string; alarmId: string }
type Row = {
  readonly what: string
  readonly send: (place: Place) => object
  /** In the order of CALLERS: 'ok' or the code. */
  readonly expected: readonly string[]
}
const all = (code: string): string[] => CALLERS.map(() => code)
const no = 'not-allowed'
const follow = (stream: (place: Place) => string) => (place: Place) => ({
  stream: stream(place),
  afterSeq: 0,
})
const unnamed = 'not-signed-in'
const COMMANDS: readonly string[] = ['run', 'run', no, no, unnamed, unnamed]
/** Acts that need no name at a screen of the room. */
const UNSIGNED: readonly string[] = ['run', 'run', no, no, 'run', unnamed]
const PHYSICIANS: readonly string[] = [no, 'run', no, no, unnamed, unnamed]
const OTHERS: { readonly [T in CommandType]?: readonly string[] } = {
  help: UNSIGNED,
  'help.stamp': UNSIGNED,
  symptom: UNSIGNED,
  'cuff.order': UNSIGNED,
  'audio.pause': UNSIGNED,
  'infusion.stop': UNSIGNED,
  undo: UNSIGNED,
  'audio.off': PHYSICIANS,
  'gate.refuse': PHYSICIANS,
  'reassign.answer': PHYSICIANS,
  'duty.set': ['run', 'run', no, 'run', unnamed, unnamed],
  'sound.heard': all('run'),
}

const EVENTS: { readonly [E in keyof ScreenToHub]: readonly Row[] } = {
  'screen:hello': [{ what: 'any', send: () => ({ view: 'test', sound: 'none' }), expected: all('ok') }],
  'screen:state': [
    {
      what: 'any',
      send: () => ({ painting: true, hidden: false, audio: 'running', wakeLock: false, sound: 'none' }),
      expected: all('ok'),
    },
  ],
  'alarm:shown': [
    {
      what: 'room 1',
      send: (p) => ({ sessionId: p.open1.slice('session:'.length), alarmId: p.alarmId }),
      expected: ['ok', 'ok', no, no, 'ok', 'ok'],
    },
    {
      what: 'room 2',
      send: (p) => ({ sessionId: p.open2.slice('session:'.length), alarmId: p.alarmId }),
      expected: ['ok', 'ok', no, no, no, 'ok'],
    },
  ],
  'mine:open': [{ what: 'any', send: () => ({}), expected: ['ok', 'ok', no, no, 'ok', 'ok'] }],
  'tail:open': [
    { what: 'open, room 1', send: follow((p) => p.open1), expected: ['ok', 'ok', no, no, 'ok', 'ok'] },
    { what: 'open, room 2', send: follow((p) => p.open2), expected: ['ok', 'ok', no, no, no, 'ok'] },
    { what: 'closed', send: follow((p) => p.closed), expected: ['ok', 'ok', 'ok', no, no, no] },
    {
      what: 'no such session',
      send: follow(() => 'session:nowhere'),
      expected: ['stream-unknown', 'stream-unknown', 'stream-unknown', 'stream-unknown', no, no],
    },
    { what: 'the suite', send: follow(() => 'suite'), expected: ['ok', 'ok', no, no, no, no] },
    { what: 'the hub', send: follow(() => 'hub'), expected: ['ok', 'ok', no, no, no, no] },
    {
      what: 'a number that is not there',
      send: (p) => ({ stream: p.open1, afterSeq: 999 }),
      expected: ['sequence-unknown', 'sequence-unknown', no, no, 'sequence-unknown', 'sequence-unknown'],
    },
  ],
  'tail:close': [{ what: 'any', send: (p) => ({ stream: p.open1 }), expected: all('ok') }],
  'rooms:open': [{ what: 'any', send: () => ({}), expected: ['ok', 'ok', no, no, 'ok', 'ok'] }],
  'rooms:close': [{ what: 'any', send: () => ({}), expected: all('ok') }],
  'room:watch': [
    { what: 'room 1', send: (p) => ({ roomId: p.room1 }), expected: ['ok', 'ok', no, no, 'ok', 'ok'] },
    { what: 'room 2', send: (p) => ({ roomId: p.room2 }), expected: ['ok', 'ok', no, no, no, 'ok'] },
    {
      what: 'no such room',
      send: () => ({ roomId: 'nowhere' }),
      expected: ['not-found', 'not-found', no, no, no, 'not-found'],
    },
  ],
  'handover:look': [
    { what: 'room 1', send: (p) => ({ roomId: p.room1 }), expected: ['ok', 'ok', no, no, no, no] },
    {
      what: 'no such room',
      send: () => ({ roomId: 'nowhere' }),
      expected: ['not-found', 'not-found', no, no, no, no],
    },
  ],
  command: [],
  'command:status': [
    {
      what: 'one the hub never heard of',
      send: () => ({ commandId: commandId() }),
      expected: all('command-unknown'),
    },
  ],
}
const plan = { drug: 'ketamine', doseMg: 35, volumeMl: 35, minutes: 40 }
const BODIES: { readonly [T in CommandType]: (place: Place) => object } = {
  'session.open': ({ room2 }) => ({ roomId: room2, patientCode: 'K-1', includeHeld: false }),
  'session.close': () => ({}),
  'infusion.start': () => ({ rateMlPerHr: 50, plan }),
  'infusion.rate': () => ({ rateMlPerHr: 40 }),
  'infusion.pause': () => ({}),
  'infusion.resume': () => ({ rateMlPerHr: 40 }),
  'infusion.stop': () => ({}),
  'alarm.acknowledge': ({ alarmId }) => ({ alarmId }),
  'alarm.coming': ({ alarmId }) => ({ alarmId }),
  'alarm.take': ({ alarmId }) => ({ alarmId }),
  'alarm.decline': ({ alarmId }) => ({ alarmId }),
  'alarm.resolve': ({ alarmId }) => ({ alarmId, outcome: 'better' }),
  'audio.pause': () => ({}),
  'audio.off': () => ({ on: false, reason: '' }),
  undo: () => ({ ofSeq: 1 }),
  'limits.set': () => ({ limits: [], reason: 'as the profile says' }),
  symptom: () => ({ symptom: 'chestPain' }),
  help: () => ({}),
  'help.stamp': () => ({ stamp: 'oxygen' }),
  claim: () => ({ ofSeq: 1 }),
  'phase.set': () => ({ phase: 'recovery' }),
  'chair.quiet': () => ({ on: false, bedsideAlarmsOn: false }),
  'placement.set': () => ({ cuff: 'leftArm', probe: 'rightArm' }),
  'cuff.order': () => ({}),
  'duty.set': () => ({ role: 'physician' }),
  'room.take': ({ room1 }) => ({ roomId: room1 }),
  'room.giveBack': ({ room1 }) => ({ roomId: room1 }),
  'sound.heard': () => ({ pageId: 'page-1', heard: true }),
  'engine.retry': () => ({}),
  'checkIn.answer': () => ({ item: 'consent', detail: { item: 'consent' } }),
  'plan.refresh': () => ({}),
  'dose.set': () => ({ doseMg: 35, volumeMl: 35, minutes: 40, pumpRateMlPerHr: 52.5 }),
  'gate.accept': () => ({}),
  'gate.ask': () => ({ reason: 'as always' }),
  'gate.refuse': () => ({ reason: 'too high' }),
  'sideEffect.begin': () => ({ effect: 'nausea', severity: 'mild' }),
  'sideEffect.change': () => ({ ofSeq: 1, severity: 'severe' }),
  'sideEffect.end': () => ({ ofSeq: 1 }),
  'medication.give': () => ({ drug: 'ondansetron', dose: '4 mg' }),
  'oxygen.set': () => ({ device: 'nasalCannula', litresPerMin: 2 }),
  'assessment.record': () => ({ scale: 'moaas', value: 5 }),
  'note.add': () => ({ text: 'resting' }),
  'manual.enter': () => ({ values: { heartRate: 70 } }),
  amend: () => ({ ofSeq: 1, change: {}, reason: 'mistyped' }),
  'monitor.off': () => ({ on: true }),
  'holding.set': () => ({ what: 'adjusting', on: true }),
  'samePatient.answer': () => ({ answer: 'same' }),
  'session.move': ({ room2 }) => ({ toRoomId: room2 }),
  'monitor.swap': () => ({ inDeviceId: 'no-such-monitor' }),
  'reassign.ask': () => ({ toCode: 'K-2', reason: 'wrong card' }),
  'reassign.answer': () => ({ ofSeq: 1, confirm: true, reason: '' }),
  'signOff.set': () => ({ item: 'walks', met: true }),
  'drugAccount.set': () => ({
    lot: 'A1',
    drawnMg: 50,
    givenMg: 35,
    wastedMg: 15,
    witness: { name: 'Paula Physician', password: 'wrong' },
  }),
  'session.end': () => ({ outcome: 'left', reason: 'went home' }),
  'handover.offer': ({ room1 }) => ({ roomId: room1, toPersonId: 'nobody' }),
  'handover.answer': ({ room1 }) => ({ roomId: room1, answer: 'accept', seenSeq: 0 }),
  'evacuation.call': () => ({}),
  'evacuation.account': ({ room1 }) => ({ roomId: room1, accounted: true }),
  'evacuation.over': () => ({}),
}
const NO_SESSION: ReadonlySet<CommandType> = new Set([
  'session.open',
  'duty.set',
  'room.take',
  'room.giveBack',
  'sound.heard',
  'handover.offer',
  'handover.answer',
  'evacuation.call',
  'evacuation.account',
  'evacuation.over',
])
const bodyOf = (type: CommandType, place: Place) =>
  NO_SESSION.has(type)
    ? { type, ...BODIES[type](place) }
    : { type, sessionId: place.open1.slice('session:'.length), ...BODIES[type](place) }

/** Two rooms with a session each (and an alarm in the first), and one session that is closed. */
async function ward(it: HubFixture): Promise<Place> {
  const nurse = await it.screen('Nora Nurse')
  const closedId = await it.openSession(nurse)
  await nurse.command({ type: 'session.close', sessionId: closedId }, { basedOnSeq: 1 })
  const open1 = sessionStream(await it.openSession(nurse))
  const open2 = sessionStream(await it.openSession(nurse, it.roomIds[1]))
  const monitor = await it.device()
  await monitor.hello()
  await monitor.cuff(190, 100)
  const [alarm] = await it.records(open1, 'alarm')
  await settle(50)
  return {
    open1,
    open2,
    closed: sessionStream(closedId),
    room1: it.roomIds[0] ?? '',
    room2: it.roomIds[1] ?? '',
    alarmId: alarm?.alarmId ?? '',
  }
}
const screenOf = async (it: HubFixture, caller: Caller): Promise<TestScreen> =>
  it.screen(
    caller === 'screen of room 1'
      ? await it.enrol(it.roomIds[0])
      : caller === 'screen of the suite'
        ? await it.enrol()
        : NAMES[caller],
  )

test('[SC1] every event and every command of the protocol has its row', () => {
  expect(Object.keys(EVENTS).sort()).toEqual(Object.keys(SCREEN_EVENTS).sort())
  expect(Object.keys(BODIES).sort()).toEqual(zCommandBody.options.map((one) => one.shape.type.value).sort())
})

describe.each(CALLERS)('%s', (caller) => {
  let it: HubFixture
  let place: Place
  let screen: TestScreen
  beforeAll(async () => {
    it = await hubFixture()
    place = await ward(it)
    screen = await screenOf(it, caller)
    await screen.hello()
  })
  afterAll(() => it[Symbol.asyncDispose]())

  const rows = Object.entries(EVENTS).flatMap(([event, list]) =>
    list.map((row) => [event, row.what, row] as const),
  )
  test.each(rows)('[SC1] %s: %s', async (event, _what, row) => {
    const expected = row.expected[CALLERS.indexOf(caller)]
    const heardBefore = screen.messages.length
    const answer = await screen.emit(event, row.send(place))
    if (expected === 'ok') {
      expect(answer).toMatchObject({ ok: true })
      return
    }
    expect(answer).toMatchObject({
      ok: false,
      error: { code: expected, message: expect.stringMatching(/\.$/) },
    })
    await settle()
    expect(screen.messages.length).toBe(heardBefore)
  })

  test.each(Object.keys(BODIES) as CommandType[])('[SC2] %s', async (type) => {
    const expected = (OTHERS[type] ?? COMMANDS)[CALLERS.indexOf(caller)]
    const command = () => screen.command(bodyOf(type, place) as never, { basedOnSeq: 0 })
    if (expected !== 'run') {
      expect(await changesNothing(it, command)).toMatchObject({ ok: false, error: { code: expected } })
      return
    }
    // Whoever may is not told that he may not; what becomes of it is proven with the commands themselves.
    const answer = await screen.command(bodyOf(type, place) as never, { basedOnSeq: 0 })
    expect(answer.ok ? 'ok' : answer.error.code).not.toMatch(/not-allowed|not-signed-in|malformed|internal/)
  })

  test('[SC1] hears of nothing it may not see', async () => {
    const mayHear = new Set(
      EVENTS['tail:open'].flatMap((row) =>
        row.expected[CALLERS.indexOf(caller)] === 'ok'
          ? [(row.send(place) as { stream: string }).stream]
          : [],
      ),
    )
    await eventually('a mark', () => screen.marks.length > 0)
    for (const { stream } of screen.messages) expect(mayHear).toContain(stream)
    for (const mark of screen.marks)
      for (const stream of Object.keys(mark.heads)) expect(mayHear).toContain(stream)
    const rooms = caller === 'screen of room 1' ? [place.room1] : [place.room1, place.room2]
    for (const room of screen.rooms.flat()) expect(rooms).toContain(room.roomId)
  })
})

describe('who comes in at the screen door', () => {
  test.each([
    ['nobody', {}, 'not-signed-in'],
    ['a cookie nobody gave', { cookie: 'chairside_signin=made-up' }, 'not-signed-in'],
    ['a screen nobody enrolled', { cookie: 'chairside_screen=made-up' }, 'not-signed-in'],
  ])('[SC3] %s is turned away', async (_what, headers, code) => {
    await using it = await hubFixture()
    const extraHeaders = { origin: it.url, ...headers }
    const { error } = await it.connect('/screens', { auth: { protocol: 1 }, extraHeaders })
    expect(error).toMatchObject({ code, message: expect.stringMatching(/\.$/) })
  })

  test('[SC3] a foreign page, and one without an origin, is turned away whatever its cookie', async () => {
    await using it = await hubFixture()
    const cookie = await it.cookie('Nora Nurse')
    const port = Number(new URL(it.url).port)
    for (const origin of [undefined, 'https://elsewhere.example', `http://127.0.0.1:${port + 1}`, 'null']) {
      const extraHeaders = { cookie, ...(origin === undefined ? {} : { origin }) }
      const { error } = await it.connect('/screens', { auth: { protocol: 1 }, extraHeaders })
      expect(error, origin).toMatchObject({ code: 'origin-refused' })
    }
  })

  test.each([
    ['another protocol', { protocol: 2 }, { code: 'protocol-version', field: 'auth.protocol' }],
    ['no protocol', {}, { code: 'malformed', field: 'protocol' }],
    ['a build that is a book', { protocol: 1, build: 'x'.repeat(81) }, { code: 'malformed', field: 'build' }],
    ['a device’s token', { protocol: 1, token: 'csd_x' }, { code: 'wrong-door', field: 'auth.token' }],
  ])('[SC3] the handshake is checked: %s', async (_what, auth, expected) => {
    await using it = await hubFixture()
    const extraHeaders = { cookie: await it.cookie('Nora Nurse'), origin: it.url }
    expect((await it.connect('/screens', { auth, extraHeaders })).error).toMatchObject(expected)
  })
})

describe('malformed messages', () => {
  const BAD: readonly unknown[] = [
    undefined,
    null,
    7,
    'text',
    [],
    { nobody: 'asked' },
    { stream: 'session:' },
  ]
  test.each(Object.keys(SCREEN_EVENTS))(
    '[SC4] %s answers each with "malformed" and does nothing',
    async (event) => {
      await using it = await hubFixture()
      const nurse = await it.screen('Nora Nurse')
      for (const payload of BAD) {
        const answer = await changesNothing(it, () => nurse.emit(event, payload))
        expect(answer, JSON.stringify(payload)).toMatchObject({ ok: false, error: { code: 'malformed' } })
      }
      // No payload at all, and no acknowledgement asked for.
      expect(await nurse.socket.emitWithAck(event)).toMatchObject({ error: { code: 'malformed' } })
      await changesNothing(it, async () => nurse.socket.emit(event))
      await changesNothing(it, async () => nurse.socket.emit(event, null))
      expect(await nurse.hello()).toMatchObject({ ok: true })
      expect(it.errors).toEqual([])
    },
  )

  test('[SC4] a command that is wrong in one field names it', async () => {
    await using it = await hubFixture()
    const nurse = await it.screen('Nora Nurse')
    const body = { type: 'session.open', roomId: it.roomId, patientCode: 'K-1', includeHeld: false }
    const good = { commandId: commandId(), basedOnSeq: 0, pressedAtHubMs: it.clock.nowMs(), body }
    const wrong: readonly [object, string][] = [
      [{ commandId: 'short' }, 'commandId'],
      [{ basedOnSeq: -1 }, 'basedOnSeq'],
      [{ pressedAtHubMs: 'now' }, 'pressedAtHubMs'],
      [{ body: { ...body, type: 'session.reopen' } }, 'body.type'],
      [{ body: { ...body, patientCode: 'Ann Smith' } }, 'body.patientCode'],
      [{ body: { ...body, roomId: '../..' } }, 'body.roomId'],
      [{ body: { type: 'infusion.start', sessionId: 's', rateMlPerHr: 0 } }, 'body.rateMlPerHr'],
      [{ body: { type: 'infusion.rate', sessionId: 's', rateMlPerHr: 2_001 } }, 'body.rateMlPerHr'],
    ]
    for (const [change, field] of wrong)
      expect(await changesNothing(it, () => nurse.emit('command', { ...good, ...change }))).toMatchObject({
        ok: false,
        error: { code: 'malformed', field },
      })
    expect(await nurse.emit('command', good)).toMatchObject({ ok: true })
  })
})
