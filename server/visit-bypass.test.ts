// Proves that gate and discharge cannot be gone around on the wire, by anybody: every act that could lead past them, by every
// caller, at each point at which they still hold.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changesNothing, type TestScreen } from './testing/hub-fixture.ts'
import { RATE, type VisitWard, visitWard } from './testing/visit-ward.ts'

const CALLERS = ['nurse', 'physician', 'qa', 'admin', 'screen of the room', 'screen of the suite'] as const
type Caller = (typeof CALLERS)[number]
const NAMES = { nurse: 'Nora Nurse', physician: 'Paul Physician', qa: 'Quinn Qa', admin: 'Ada Admin' }

async function callers(it: VisitWard): Promise<Record<Caller, TestScreen>> {
  const all: Partial<Record<Caller, TestScreen>> = {}
  for (const caller of CALLERS) {
    const who =
      caller === 'screen of the room'
        ? await it.enrol(it.roomId)
        : caller === 'screen of the suite'
          ? await it.enrol()
          : NAMES[caller]
    const screen = await it.screen(who)
    await screen.hello()
    all[caller] = screen
  }
  return all as Record<Caller, TestScreen>
}

const START = { type: 'infusion.start', rateMlPerHr: RATE }
const PLAN = { drug: 'ketamine', doseMg: 35, volumeMl: 35, minutes: 40 }
/** Every way in which a running pump could come to stand in the log. */
const WAYS_IN: readonly (readonly [string, (it: VisitWard) => object])[] = [
  ['a start', () => START],
  ['a start with a plan of one’s own', () => ({ ...START, plan: PLAN })],
  ['a start that was a minute ago', (it) => ({ ...START, atMs: it.clock.nowMs() - 60_000 })],
  ['a start from paper', (it) => ({ ...START, atMs: it.clock.nowMs() - 60_000, fromPaper: true })],
  ['a confirmed start', () => ({ ...START, confirmed: true })],
  ['a rate change', () => ({ type: 'infusion.rate', rateMlPerHr: RATE })],
  ['a resume', () => ({ type: 'infusion.resume', rateMlPerHr: RATE })],
  ['a pause', () => ({ type: 'infusion.pause' })],
  ['a stop', () => ({ type: 'infusion.stop' })],
  ['the phase infusing', () => ({ type: 'phase.set', phase: 'infusing' })],
  ['the phase paused', () => ({ type: 'phase.set', phase: 'paused' })],
  ['the phase recovery', () => ({ type: 'phase.set', phase: 'recovery' })],
  ['the phase ready', () => ({ type: 'phase.set', phase: 'ready' })],
]
/** Every way in which a patient could go home as discharged. */
const WAYS_OUT: readonly (readonly [string, (it: VisitWard) => object])[] = [
  ['closing the session', () => ({ type: 'session.close' })],
  ['discharged', () => ({ type: 'session.end', outcome: 'discharged' })],
  ['discharged, with a reason', () => ({ type: 'session.end', outcome: 'discharged', reason: 'well' })],
  ['ready', () => ({ type: 'phase.set', phase: 'ready' })],
  ['back to check-in', () => ({ type: 'phase.set', phase: 'checkIn' })],
  ['not treated', () => ({ type: 'session.end', outcome: 'notTreated', reason: 'x' })],
]
/** Of whoever is no physician. */
const EARLY = [
  'discharged early',
  () => ({ type: 'session.end', outcome: 'dischargedEarly', reason: 'x' }),
] as const

type Point = {
  readonly at: string
  readonly prepare: (it: VisitWard) => Promise<void>
  readonly ways: readonly (readonly [string, (it: VisitWard) => object])[]
  readonly more?: readonly (readonly [Caller, string, (it: VisitWard) => object])[]
}
const POINTS: readonly Point[] = [
  { at: 'just opened', prepare: async () => undefined, ways: [...WAYS_IN, ...WAYS_OUT.slice(0, 3)] },
  {
    at: 'checked in but for consent, at baseline, with a dose',
    prepare: async (it) => {
      await it.checkIn(['consent'])
      await it.dose()
      await it.does(it.nora, { type: 'phase.set', phase: 'baseline' })
      await it.baseline()
      await it.does(it.nora, { type: 'gate.accept' })
    },
    ways: WAYS_IN,
  },
  {
    at: 'everything but the gate',
    prepare: async (it) => {
      await it.checkIn()
      await it.dose()
      await it.does(it.nora, { type: 'phase.set', phase: 'baseline' })
      await it.baseline()
    },
    ways: WAYS_IN,
  },
  {
    at: 'the gate holds (168/102) and only a nurse has tried',
    prepare: async (it) => {
      await it.checkIn()
      await it.dose()
      await it.does(it.nora, { type: 'phase.set', phase: 'baseline' })
      await it.baseline(168, 102)
      const tried = await it.press(it.nora, { type: 'gate.accept', reason: 'always so' })
      if (tried.ok) throw new Error('a nurse overrode a hold')
      await it.does(it.nora, { type: 'gate.ask', reason: 'always so' })
    },
    ways: WAYS_IN,
    more: [
      ['nurse', 'accepting the hold', () => ({ type: 'gate.accept', reason: 'always so' })],
      ['nurse', 'refusing it', () => ({ type: 'gate.refuse', reason: 'x' })],
      ['screen of the room', 'accepting the hold', () => ({ type: 'gate.accept', reason: 'always so' })],
      ['qa', 'accepting the hold', () => ({ type: 'gate.accept', reason: 'always so' })],
    ],
  },
  {
    at: 'the gate was passed, and then a reading of 170/104 came',
    prepare: async (it) => {
      await it.toGate()
      await it.monitor.cuff(170, 104)
      await it.pass(62)
      await it.monitor.cuff(172, 104)
      await it.pass(2)
    },
    ways: WAYS_IN,
  },
  {
    at: 'a physician has refused',
    prepare: async (it) => {
      await it.toGate()
      await it.does(it.paul, { type: 'gate.refuse', reason: 'not today' })
    },
    ways: WAYS_IN,
  },
  {
    at: 'infusing',
    prepare: (it) => it.toStart(),
    ways: WAYS_OUT,
    more: [['physician', ...EARLY]],
  },
  {
    at: 'a minute after the stop',
    prepare: async (it) => {
      await it.toStart()
      await it.pass(60)
      await it.does(it.nora, { type: 'infusion.stop' })
      await it.signOffs()
      await it.pass(60)
    },
    ways: WAYS_OUT,
  },
  {
    at: 'in an emergency',
    prepare: async (it) => {
      await it.toStart()
      await it.does(it.nora, { type: 'help' })
    },
    ways: WAYS_OUT.filter(([way]) => way !== 'back to check-in'),
    more: [['physician', ...EARLY]],
  },
]

describe.each(POINTS)('$at', ({ prepare, ways, more = [] }) => {
  let it: VisitWard
  let screens: Record<Caller, TestScreen>
  beforeAll(async () => {
    it = await visitWard()
    await prepare(it)
    screens = await callers(it)
  }, 60_000)
  afterAll(() => it[Symbol.asyncDispose]())

  const nurses = CALLERS.filter((caller) => caller !== 'physician')
  const rows = [
    ...ways.flatMap(([way, body]) => CALLERS.map((caller) => [caller, way, body] as const)),
    ...(ways === WAYS_IN ? [] : nurses.map((caller) => [caller, ...EARLY] as const)),
    ...more,
  ]
  test.each(rows)('[HV24] %s: %s is refused', async (caller, _way, body) => {
    const said = await changesNothing(it, () => it.press(screens[caller], body(it)))
    expect(said).toMatchObject({ ok: false, error: { message: expect.stringMatching(/\.$/) } })
    expect(said.ok ? '' : said.error.code).not.toMatch(/internal|malformed/)
  })
})

test('[HV24] and whoever may, may: a warn by a nurse, a hold by a physician with a reason', async () => {
  await using it = await visitWard()
  await it.checkIn()
  await it.dose()
  await it.does(it.nora, { type: 'phase.set', phase: 'baseline' })
  await it.baseline(150, 92)
  const bare = await it.press(it.nora, { type: 'gate.accept' })
  expect(bare).toMatchObject({ ok: false, error: { code: 'malformed', field: 'body.reason' } })
  await it.does(it.nora, { type: 'gate.accept', reason: 'anxious, known' })
  await it.does(it.nora, START)
  const [gate] = await it.records(it.stream, 'gate')
  expect(gate).toMatchObject({ outcome: 'warn', reason: 'anxious, known', by: { role: 'nurse' } })

  await using other = await visitWard()
  await other.checkIn()
  await other.dose()
  await other.does(other.nora, { type: 'phase.set', phase: 'baseline' })
  await other.baseline(162, 92)
  await other.does(other.nora, { type: 'gate.ask', reason: 'always so' })
  await other.does(other.paul, { type: 'gate.accept', reason: 'known, with labetalol at hand' })
  await other.does(other.nora, START)
  expect(other.state()).toMatchObject({
    phase: 'infusing',
    visit: { gate: { outcome: 'hold', role: 'physician' } },
  })
})
