// A signal that goes while its breach is pending: said at once, one step up, and never taken for the end of anything.
import { describe, expect, test } from 'vitest'
import type { CommandId, PersonId } from '../ids.ts'
import { factLine, setsPhase } from '../testing/clinic.ts'
import { at, every1s, type Fact, hubGap, live, spo2, vitals } from '../testing/given.ts'

const liveTo = (facts: readonly Fact[], untilS: number) =>
  live(
    facts.filter(({ atMs }) => atMs <= at(untilS)),
    untilS,
  )
const technical = (facts: readonly Fact[], untilS: number): string[] =>
  liveTo(facts, untilS).technical.map(factLine)
const all = (facts: readonly Fact[], untilS: number): string[] => liveTo(facts, untilS).decided.map(factLine)
const holding = (seconds: number, what: 'adjusting' | 'offOnPurpose', on: boolean, untilS: number): Fact => ({
  atMs: at(seconds),
  body: {
    kind: 'holding',
    by: { personId: 'p-nurse' as PersonId, name: 'R. Osei', role: 'nurse' },
    commandId: '0123456789abcdef0123456789abcdef' as CommandId,
    what,
    on,
    untilMs: at(untilS),
  },
})

describe('the word "unavailable"', () => {
  test('[AL41] raises the no-value condition at once, MEDIUM, with what the value was', () => {
    const run = live([...every1s(0, 3, spo2(83)), vitals(4, spo2('noReading'))], 4)
    expect(run.technical).toEqual([
      {
        kind: 'alarm',
        alarmId: `noValueSpo2@${at(4)}`,
        condition: 'noValueSpo2',
        transition: 'raised',
        level: 'lostPending',
        priority: 'medium',
        cause: 'lostWhilePending',
        dueAtMs: at(4),
        breachAtMs: at(3),
        measuredAtMs: at(3),
        values: {},
        about: { signal: 'spo2', quantity: 'spo2', value: 83, valueAtMs: at(3) },
      },
    ])
  })
  test('[AL41] HIGH once the HIGH breach had run half its delay with a valid pulse, to the millisecond', () => {
    const lost = (lastS: number): string[] =>
      technical([...every1s(0, 4, spo2(84)), vitals(lastS, spo2(84)), vitals(6, spo2('noReading'))], 6)
    expect(lost(4.999)).toEqual(['noValueSpo2 raised lostPending @6'])
    expect(lost(5)).toEqual(['noValueSpo2 raised lostPendingHigh @6'])
  })
  test('[AL41] a LOW breach that is lost is MEDIUM too, and so is one of the heart rate', () => {
    expect(technical([...every1s(0, 3, spo2(91)), vitals(4, spo2('sensorOff'))], 4)).toEqual([
      'noValueSpo2 raised lostPending @4',
    ])
    expect(
      technical([...every1s(0, 3, { heartRate: 115 }), vitals(4, { heartRate: 'sensorOff' })], 4),
    ).toEqual(['noValueHeartRate raised lostPending @4'])
  })
  test('[AL41] nothing pending, nothing said: in limit, at a level that is active, or while it settles', () => {
    expect(technical([...every1s(0, 3, spo2(97)), vitals(4, spo2('noReading'))], 5)).toEqual([])
    expect(technical([...every1s(0, 12, spo2(84)), vitals(13, spo2('noReading'))], 14)).toEqual([])
    const settling = [
      ...every1s(0, 3, spo2(97)),
      vitals(4, spo2('sensorOff')),
      ...every1s(5, 8, spo2(70)),
      vitals(9, spo2('noReading')),
    ]
    expect(technical(settling, 9)).toEqual([])
  })
  test('[AL41] a pending rise of an active condition counts', () => {
    const facts = [...every1s(0, 16, spo2(89)), ...every1s(17, 23, spo2(84)), vitals(24, spo2('noReading'))]
    expect(technical(facts, 24)).toEqual(['noValueSpo2 raised lostPendingHigh @24'])
  })
  test('[AL41] the breach itself goes on: what becomes due within 5 s is an alarm all the same', () => {
    const facts = [...every1s(0, 6, spo2(84)), ...every1s(7, 11, spo2('noReading'))]
    expect(all(facts, 11)).toEqual(['noValueSpo2 raised lostPendingHigh @7', 'spo2Low raised veryLow @10'])
  })
  test('[AL41] it is said once, however often the device says that there is nothing', () => {
    const facts = [...every1s(0, 3, spo2(83)), ...every1s(4, 40, spo2('noReading'))]
    expect(technical(facts, 40).filter((one) => one.includes('lostPending'))).toEqual([
      'noValueSpo2 raised lostPending @4',
    ])
  })
})

describe('silence', () => {
  test('[AL41] says it as soon as the breach is void: just after 5 s', () => {
    expect(technical(every1s(0, 3, spo2(91)), 8)).toEqual([])
    expect(technical(every1s(0, 3, spo2(91)), 8.001)).toEqual(['noValueSpo2 raised lostPending @8.001'])
  })
  test('[AL41] not for a signal whose alarm comes first', () => {
    const facts = every1s(0, 5, spo2(84))
    expect(all(facts, 12)).toEqual(['spo2Low raised veryLow @10'])
  })
  test('[AL41] [AL18] a hub that was away heard nothing: it is waited for as long as for anything that is missing', () => {
    const facts = [...every1s(0, 3, spo2(91)), hubGap(4, 20)]
    const said = technical(facts, 60).filter((one) => one.includes('lostPending'))
    expect(said).toEqual([])
    expect(all(facts, 60)).toContain('spo2Low raised slightlyLow @30')
  })
})

describe('held, and by phase', () => {
  const slips: Fact[] = [...every1s(0, 3, spo2(83)), ...every1s(4, 30, spo2('sensorOff'))]
  const lost = (facts: readonly Fact[], untilS: number) =>
    technical(facts, untilS).filter((one) => one.includes('lostPending'))

  test('[AL41] while sensors are adjusted by name it waits, and is said when that is over', () => {
    const first: Fact[] = [...every1s(0, 2, spo2(83)), holding(2, 'adjusting', true, 20), ...slips.slice(3)]
    expect(lost(first, 19.999)).toEqual([])
    expect(lost(first, 20)).toEqual(['noValueSpo2 raised lostPending @20'])
  })
  test('[AL43] at check-in only a HIGH breach counts; before the infusion a MEDIUM one is shown without sound', () => {
    const medium = [...every1s(1, 4, spo2(89)), vitals(5, spo2('sensorOff'))]
    expect(lost([setsPhase(0, 'checkIn'), ...medium], 6)).toEqual([])
    const silent = live([setsPhase(0, 'baseline'), ...medium], 6).technical
    expect(silent).toMatchObject([{ level: 'lostPending', silent: true }])
    const high = [...every1s(1, 7, spo2(84)), vitals(8, spo2('sensorOff'))]
    expect(lost([setsPhase(0, 'checkIn'), ...high], 8)).toEqual(['noValueSpo2 raised lostPendingHigh @8'])
  })
})

describe('LOW while sensors are adjusted', () => {
  test('[AL43] waits until that is over; MEDIUM and HIGH do not', () => {
    const facts = [holding(0, 'adjusting', true, 120), ...every1s(1, 130, spo2(91))]
    expect(liveTo(facts, 119).transitions).toEqual([])
    expect(live(facts, 130).transitions.map(factLine)).toEqual(['spo2Low raised slightlyLow @120'])
    const ended = [...facts.slice(0, 60), holding(60, 'adjusting', false, 60), ...facts.slice(60)]
    expect(live(ended, 130).transitions.map(factLine)).toEqual(['spo2Low raised slightlyLow @60'])
    const medium = [holding(0, 'adjusting', true, 120), ...every1s(1, 30, spo2(89))]
    expect(live(medium, 30).transitions.map(factLine)).toEqual(['spo2Low raised low @16'])
  })
})
