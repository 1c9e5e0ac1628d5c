// What the tile says of the cuff is what the engine goes by: compared at every step of lived sessions.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cuffDue } from '../alarm/cuff/cuff-grid.ts'
import { isPressureActive } from '../alarm/cuff/cuff-orders.ts'
import { rulesNow } from '../alarm/patient.ts'
import type { Amendment } from '../record/record.ts'
import { type Clinic, type Deed, livesThrough, sees } from '../testing/clinic.ts'
import {
  at,
  attached,
  closed,
  cuff,
  cuffFailed,
  cuffStarted,
  type Fact,
  infusion,
  RULES,
  since,
} from '../testing/given.ts'
import { holds, PROPERTY_TIMEOUT_MS } from '../testing/runs.ts'
import { after, drug, fact, openedVisit, phase } from '../testing/visit-facts.ts'
import { amended, undone } from '../testing/visit-given.ts'
import { cuffPlan } from './cuff-view.ts'

/** What the engine goes by, in the words of the tile. */
function engines({ engine, session }: Clinic): string {
  const rules = rulesNow(RULES, engine.patient)
  if (session.closed !== undefined || rules.phases[engine.patient.phase ?? 'infusing'].cuffMs === undefined)
    return 'on demand'
  const due = cuffDue(rules, engine.technical.grid, isPressureActive(rules, engine))
  return due === undefined ? 'on demand' : `${since(due.dueMs)} every ${due.everyMs / 1000}`
}
const tiles = ({ session, atMs }: Clinic): string => {
  const { nextDueMs, everyMs } = cuffPlan(session, atMs)
  return nextDueMs === undefined ? 'on demand' : `${since(nextDueMs)} every ${(everyMs ?? 0) / 1000}`
}
const same = (seconds: number) =>
  sees(seconds, (now) => expect(tiles(now), `at ${seconds} s`).toBe(engines(now)))

describe('[VI33] the next reading', () => {
  test('of a whole visit is the engine’s, in each phase', () => {
    const steps = [
      openedVisit(0),
      attached(0, {}, 'monitor-1', true),
      phase(1, 'checkIn'),
      cuff(60, 120, 80),
      phase(100, 'baseline'),
      cuff(120, 120, 80),
      cuff(200, 122, 80),
      infusion(300, 'start', 52.5),
      cuff(440, 130, 80),
      cuff(735, 165, 90),
      cuff(800, 166, 90),
      drug(900, 'labetalol'),
      cuff(960, 150, 88),
      infusion(1_000, 'pause', 0),
      infusion(1_100, 'resume', 52.5),
      cuff(1_320, 140, 80),
      cuffFailed(1_500),
      infusion(2_700, 'stop', 0),
      cuff(2_760, 130, 80),
      cuff(3_700, 128, 80),
      fact(4_000, { kind: 'help' }),
      cuff(4_060, 128, 80),
      phase(4_200, 'recovery'),
      cuff(4_300, 128, 80),
      phase(4_500, 'ready'),
      closed(4_800),
    ]
    const looks = Array.from({ length: 50 }, (_, index) => same(index * 100 + 50))
    const day = livesThrough([...steps, ...looks], 5_100)
    expect(tiles(day)).toBe('on demand')
  })

  test('without an infusion counts from the first reading', () => {
    const steps = [openedVisit(0, { checkIn: 'none' }), attached(0), cuff(30, 120, 80), cuff(400, 121, 80)]
    const now = livesThrough([steps, same(20), same(40), same(410)], 500)
    expect(tiles(now)).toBe('630 every 300')
  })

  test(
    'is the engine’s over any sequence',
    () => {
      const step = fc.record({
        afterS: fc.integer({ min: 15, max: 400 }),
        what: fc.constantFrom(
          'cuff',
          'cuff',
          'cuff',
          'drug',
          'help',
          'start',
          'stop',
          'recovery',
          'ready',
          'infusing',
        ),
        systolic: fc.integer({ min: 110, max: 180 }),
      })
      holds(
        fc.property(fc.array(step, { maxLength: 30 }), (drawn) => {
          const steps: Fact[] = [openedVisit(0), attached(0), phase(1, 'baseline')]
          let seconds = 10
          for (const { afterS, what, systolic } of drawn) {
            seconds += afterS
            if (what === 'cuff') steps.push(cuff(seconds, systolic, 75))
            else if (what === 'drug') steps.push(drug(seconds, 'clonidine'))
            else if (what === 'help') steps.push(fact(seconds, { kind: 'help' }))
            else if (what === 'start' || what === 'stop') steps.push(infusion(seconds, what, 50))
            else steps.push(phase(seconds, what))
          }
          livesThrough([...steps, ...steps.map(({ atMs }) => same(since(atMs) + 7))], seconds + 10)
        }),
        4,
      )
    },
    PROPERTY_TIMEOUT_MS,
  )

  const start = (seconds: number) => infusion(seconds, 'start', 50)
  const seqOfStart = ({ session }: Clinic): number =>
    session.infusion.events.findLast(({ act }) => act === 'start')?.seq ?? 0
  const mends = (seconds: number, change: Amendment): Deed => ({
    atMs: at(seconds),
    does: (now) => amended(seconds, seqOfStart(now), change).body,
  })
  const takesBack = (seconds: number): Deed => ({
    atMs: at(seconds),
    does: (now) => undone(seconds, seqOfStart(now)).body,
  })
  const inCheckIn = [openedVisit(0), attached(0), phase(1, 'checkIn'), cuff(60, 120, 80)]
  test.each([
    ['before any reading of it', [start(300), mends(330, { atMs: at(240) })], 340, '360 every 300'],
    ['later, before any reading of it', [start(300), mends(330, { atMs: at(315) })], 340, '435 every 300'],
    [
      'after a reading of it',
      [start(300), cuff(420, 130, 80), mends(450, { atMs: at(240) })],
      460,
      '660 every 300',
    ],
    [
      'over a pause, and again',
      [
        start(300),
        cuff(420, 130, 80),
        infusion(430, 'pause', 0),
        mends(450, { atMs: at(240) }),
        infusion(470, 'resume', 50),
        mends(480, { atMs: at(250) }),
      ],
      490,
      '670 every 300',
    ],
    [
      'as one that never was',
      [start(300), cuff(420, 130, 80), takesBack(450), phase(450, 'baseline')],
      460,
      'on demand',
    ],
    [
      'as one that never was, and made again',
      [start(300), takesBack(305), phase(305, 'baseline'), start(400)],
      410,
      '520 every 300',
    ],
  ])('[AL115] a start put right %s moves the engine’s grid too', (_what, more, seconds, says) => {
    const now = livesThrough([...inCheckIn, ...more], seconds)
    expect([engines(now), tiles(now)]).toEqual([says, says])
  })

  const seqOfDrug = ({ session }: Clinic): number => session.visit.given.at(-1)?.seq ?? 0
  const mendsDrug = (seconds: number, change: Amendment, more: { readonly void?: true } = {}): Deed => ({
    atMs: at(seconds),
    does: (now) => amended(seconds, seqOfDrug(now), change, more).body,
  })
  const takesDrugBack = (seconds: number): Deed => ({
    atMs: at(seconds),
    does: (now) => undone(seconds, seqOfDrug(now)).body,
  })
  // Start at 300: the grid is 420, 720, 1020 and so on; every 150 s after a blood-pressure drug.
  const infusing = [
    openedVisit(0),
    attached(0),
    phase(1, 'baseline'),
    infusion(300, 'start', 50),
    cuff(420, 130, 80),
  ]
  test.each<[string, (Fact | Deed)[], number, string]>([
    ['given', [drug(430, 'labetalol')], 440, '570 every 150'],
    ['given and undone', [drug(430, 'labetalol'), takesDrugBack(436)], 440, '720 every 300'],
    [
      'said not to have happened',
      [drug(430, 'labetalol'), mendsDrug(500, {}, { void: true })],
      510,
      '720 every 300',
    ],
    [
      'that was another one',
      [drug(430, 'labetalol'), mendsDrug(500, { drug: 'ondansetron' })],
      510,
      '720 every 300',
    ],
    [
      'that another one was',
      [drug(430, 'ondansetron'), mendsDrug(500, { drug: 'labetalol' })],
      510,
      '570 every 150',
    ],
    [
      'that was earlier: the reading landed 10 min after it',
      [drug(425, 'labetalol'), mendsDrug(500, { atMs: at(-180) })],
      510,
      '720 every 300',
    ],
    [
      'the second of two undone',
      [drug(425, 'labetalol'), drug(430, 'clonidine'), takesDrugBack(436)],
      440,
      '570 every 150',
    ],
    [
      'written down late, before a newer one',
      [drug(430, 'labetalol'), drug(440, 'labetalol', { atMs: at(-300) })],
      450,
      '570 every 150',
    ],
    ['from paper', [drug(430, 'labetalol', { fromPaper: true })], 440, '720 every 300'],
  ])('[AL121] with a blood-pressure drug %s tile and engine go by one', (_what, more, seconds, says) => {
    const now = livesThrough([...infusing, ...more], seconds)
    expect([engines(now), tiles(now)]).toEqual([says, says])
  })
  test('[AL121] a reading that is late only by a drug that was undone is not late, on the tile and as an alarm', () => {
    const late = (more: (Fact | Deed)[]) => {
      const now = livesThrough([...infusing, drug(430, 'labetalol'), ...more], 719)
      return [cuffPlan(now.session, now.atMs).overdueMs, now.session.alarms['cuffOverdue']?.alarm.level]
    }
    expect(late([])).toEqual([149_000, expect.any(String)])
    expect(late([takesDrugBack(436)])).toEqual([undefined, undefined])
  })

  test('that is due says for how long', () => {
    const state = after(openedVisit(0), infusion(0, 'start', 50))
    expect(cuffPlan(state, at(120))).toEqual({
      nextDueMs: at(120),
      everyMs: 300_000,
      running: false,
      ordered: false,
    })
    expect(cuffPlan(state, at(150))).toMatchObject({ nextDueMs: at(120), overdueMs: 30_000 })
  })

  test('an order and a running cycle are said, also on demand', () => {
    const ordered = fact(10, { kind: 'cuff.ordered', deviceId: 'monitor-1', orderId: 'o-1', cause: 'person' })
    const state = after(openedVisit(0), phase(1, 'checkIn'), ordered)
    expect(cuffPlan(state, at(11))).toEqual({ running: false, ordered: true })
    const running = after(openedVisit(0), phase(1, 'checkIn'), ordered, cuffStarted(12))
    expect(cuffPlan(running, at(13))).toEqual({ running: true, ordered: false })
  })

  test('none with a profile that is not known here', () => {
    const { atMs, body } = openedVisit(0)
    const foreign = { ...body, profile: { name: 'another', version: 1 } } as typeof body
    const state = after({ atMs, body: foreign }, infusion(0, 'start', 50))
    expect(cuffPlan(state, at(150)).nextDueMs).toBeUndefined()
  })
})
