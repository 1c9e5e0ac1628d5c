// "Planned end reached": when the pump log says so, what ends it, and that no time and no tick does.
import { describe, expect, test } from 'vitest'
import type { LogRecord, RecordBody } from '../../record/record.ts'
import { covered, type Day, factLine, livesThrough, type Step, setsPhase } from '../../testing/clinic.ts'
import { at, closed, hubGap, IN_FORCE, infusion, quarantine } from '../../testing/given.ts'
import { readProfile } from '../profile/profile-file.ts'
import { soundingAt, soundRoomOfSession } from '../silence/sounding.ts'
import { createWhatIf } from '../what-if.ts'
import { whySentence } from '../why/why.ts'
import { alarmText } from '../words/text.ts'

const MIN = 60
/** 35 mL at 52.5 mL/h: in after 40 min. */
const PLAN = { drug: 'ketamine', doseMg: 35, volumeMl: 35, minutes: 40 }
const END = 40 * MIN
type Act = Parameters<typeof infusion>[1]
/** At the pump at `trueS`, written down at `seconds`. */
function pump(
  seconds: number,
  act: Act,
  rate = 0,
  more: { trueS?: number; plan?: typeof PLAN; inserted?: true } = {},
): Step {
  const { atMs, body } = infusion(seconds, act, rate)
  const { trueS = seconds, plan, inserted } = more
  const own = { ...body, atMs: at(trueS), ...(plan ? { plan } : {}), ...(inserted ? { inserted } : {}) }
  return { atMs, body: own as RecordBody }
}
const starts = (seconds = 0, rate = 52.5, plan = PLAN): Step => pump(seconds, 'start', rate, { plan })
/** Of the newest act at the pump of this kind. */
const changes = (seconds: number, act: Act, body: object): Step => ({
  atMs: at(seconds),
  does: ({ session }) => {
    const ofSeq = session.infusion.events.findLast((one) => one.act === act)?.seq
    return { ...infusion(0, act, 0).body, act: undefined, atMs: undefined, ofSeq, ...body } as never
  },
})
const undoes = (seconds: number, act: Act): Step => changes(seconds, act, { kind: 'undone' })
const amends = (seconds: number, act: Act, change: object, isVoid?: true): Step =>
  changes(seconds, act, { kind: 'amended', ofKind: 'infusion', change, reason: 'r', void: isVoid })

const lines = (day: Day): string[] => day.decided.map(factLine).filter((line) => /plannedEnd/.test(line))
const said = (steps: readonly Step[], untilS: number): string[] => lines(livesThrough(steps, untilS))
const RAISED = `plannedEnd raised low @${END}`

describe('[AL101] planned end reached', () => {
  test.each<[string, readonly Step[], number, readonly string[]]>([
    ['not a millisecond before', [starts()], END - 0.001, []],
    ['LOW at that time', [starts()], END, [RAISED]],
    ['and it stands: no time ends it', [starts()], 10 * END, [RAISED]],
    ['slowed', [starts(), pump(20 * MIN, 'rate', 26.25)], 70 * MIN, ['plannedEnd raised low @3600']],
    [
      'paused for 10 min',
      [starts(), pump(20 * MIN, 'pause'), pump(30 * MIN, 'resume', 52.5)],
      60 * MIN,
      ['plannedEnd raised low @3000'],
    ],
    ['while it is paused there is no end', [starts(), pump(20 * MIN, 'pause')], 300 * MIN, []],
    ['stopped before it', [starts(), pump(39 * MIN, 'stop')], 300 * MIN, []],
    ['without a plan', [pump(0, 'start', 52.5)], 300 * MIN, []],
    ['in an emergency too', [starts(), setsPhase(60, 'emergency')], END, [RAISED]],
  ])('%s', (_name, steps, untilS, expected) => {
    expect(said(steps, untilS)).toEqual(expected)
  })
  test('a sum of fractions is due at its millisecond', () => {
    // 1/3 mL less every hour than a number can hold.
    expect(said([starts(0, 100 / 3, { ...PLAN, volumeMl: 10 })], 1_200)).toEqual([
      'plannedEnd raised low @1080',
    ])
  })
  test('a start that was written down late is due when it is written down, and counts from the end itself', () => {
    const late = pump(50 * MIN, 'start', 52.5, { trueS: 0, plan: PLAN })
    const { decided } = livesThrough([late], 50 * MIN)
    const fact = decided.find((one) => one.kind === 'alarm' && one.condition === 'plannedEnd')
    expect(fact).toMatchObject({ dueAtMs: at(50 * MIN), breachAtMs: at(END), about: { volumeMl: 35 } })
  })
})

describe('[AL102] what ends it', () => {
  const ends = (untilS: number, ...steps: Step[]): string[] => said([starts(), ...steps], untilS)
  const ENDED = `plannedEnd ended low @${END + 30}`
  const S = END + 30
  test.each<[string, Step]>([
    ['stopped', pump(S, 'stop')],
    ['stopped, and it was before the end', pump(S, 'stop', 0, { trueS: END - 60 })],
    ['paused', pump(S, 'pause')],
    ['slowed ten minutes ago', pump(S, 'rate', 10, { trueS: S - 600 })],
    ['the start put right: 10 min later', amends(S, 'start', { atMs: at(600) })],
    ['the start put right: half the rate', amends(S, 'start', { rateMlPerHr: 26.25 })],
    ['the start taken back', undoes(S, 'start')],
    ['the start had not been', amends(S, 'start', {}, true)],
    ['a pause from before it, written down now', pump(S, 'pause', 0, { trueS: 600, inserted: true })],
    ['the session’s end', closed(S)],
  ])('%s', (_name, step) => {
    expect(ends(S, step)).toEqual([RAISED, ENDED])
  })
  test.each<[string, Step]>([
    ['slowed after the end: what was planned is in', pump(S, 'rate', 10)],
    ['another phase', setsPhase(S, 'recovery')],
  ])('not: %s', (_name, step) => {
    expect(ends(300 * MIN, step)).toEqual([RAISED])
  })
  test('a stop that is taken back brings it again, at once; a later end has its own', () => {
    expect(ends(300 * MIN, pump(S, 'stop'), undoes(S + 5, 'stop'))).toEqual([
      RAISED,
      ENDED,
      `plannedEnd raised low @${S + 5}`,
    ])
    expect(ends(300 * MIN, pump(S, 'rate', 26.25, { trueS: END - 60 }))).toEqual([
      RAISED,
      ENDED,
      `plannedEnd raised low @${END + 60}`,
    ])
  })
  test('a restart with another plan counts against that plan', () => {
    const again = pump(60 * MIN, 'start', 30, { plan: { ...PLAN, volumeMl: 5 } })
    expect(ends(300 * MIN, pump(S, 'stop'), again)).toEqual([RAISED, ENDED, 'plannedEnd raised low @4200'])
  })
  test('a stop while nothing was judged ends it when something is again', () => {
    expect(ends(S + 10, quarantine(S - 5, true), pump(S, 'stop'), quarantine(S + 10, false))).toEqual([
      RAISED,
      `plannedEnd ended low @${S + 10}`,
    ])
  })
})

describe('[AL101] it does not depend on how it is asked', () => {
  const steps = [
    starts(),
    pump(10 * MIN, 'pause'),
    pump(12 * MIN, 'resume', 52.5),
    pump(30 * MIN, 'rate', 40),
    pump(55 * MIN, 'stop'),
    undoes(56 * MIN, 'stop'),
    amends(57 * MIN, 'rate', { rateMlPerHr: 20 }),
  ]
  test.each([137, 7_301, 61_013])('ticks of %d ms, and restarts', (tickMs) => {
    const day = livesThrough(steps, 90 * MIN)
    const other = livesThrough(steps, 90 * MIN, { tickMs, restartsAtS: [700, 3_000, 3_390, 4_000, 5_400] })
    expect(lines(other)).toEqual(lines(day))
    expect(lines(day)).toEqual([
      'plannedEnd raised low @2745',
      'plannedEnd ended low @3300',
      'plannedEnd raised low @3360',
      'plannedEnd ended low @3420',
      'plannedEnd raised low @3690',
    ])
  })
  test('due while the hub was away: at its own time, with no grace', () => {
    expect(said([starts(), hubGap(END - 60, END + 300)], END + 300)).toEqual([RAISED])
  })
  test('judged anew from the records, an act that was taken back was never done', () => {
    const day = livesThrough([...steps.slice(0, 6)], 90 * MIN)
    const anew = createWhatIf({ ...IN_FORCE, ladders: [] } as never)
    const found = [...day.log.flatMap((record: LogRecord) => anew.take(record)), ...anew.end(at(90 * MIN))]
    expect(found.map(factLine).filter((line) => /plannedEnd/.test(line))).toEqual(lines(day))
  })
  test('rules that have no such condition say nothing of it', () => {
    const plain = readProfile({ name: 'plain', ladders: [], technical: [] })
    if (!plain.ok) throw new Error(plain.error.message)
    expect(livesThrough([starts()], END, { rules: plain.value }).decided.map(factLine)).not.toContain(RAISED)
  })
})

test('[AL90] [AL101] seen, and one pulse at the station, and at the chair unless that is quiet; nobody is called', () => {
  const day = livesThrough([covered(0), starts()], END + 5)
  const heard = (place: 'chair' | 'station' | 'wall', quiet = false) =>
    soundingAt(
      { ...soundRoomOfSession(day.session), ...(quiet ? { quiet: true } : {}) },
      {
        place,
        nowMs: at(END + 5),
      },
    ).filter(({ alarmId }) => alarmId.startsWith('plannedEnd'))
  expect(heard('station')).toMatchObject([{ sounds: true, priority: 'low', burst: 'once' }])
  expect(heard('chair')).toMatchObject([{ sounds: true, priority: 'low', burst: 'once' }])
  expect(heard('chair', true)).toMatchObject([{ sounds: false }])
  const told = livesThrough([covered(0), starts()], 10 * END).decided.map(factLine)
  expect(told.filter((line) => /^told .* plannedEnd/.test(line))).toEqual([])
})

describe('[AL103] its words', () => {
  test('say what should be in and what to do; on the glass, in a list, asked why', () => {
    const { engine, session, decided } = livesThrough([starts()], END + 20)
    const alarm = decided.find((fact) => fact.kind === 'alarm' && fact.condition === 'plannedEnd')
    expect(alarmText(IN_FORCE, alarm as never, at(END + 20))).toBe(
      'Planned end reached 0:20 ago, 35 mL should be in. Is the pump stopped? Record it.',
    )
    const input = { ruleSet: IN_FORCE as never, engine, session, atMs: at(END + 20) }
    expect(whySentence({ ...input, about: 'plannedEnd' })).toContain(
      'Planned end reached: 35 mL should be in. Is the pump stopped? Record it., since',
    )
  })
})
