// Who is told and when, while nobody has acknowledged: the table of clinical facts §5, row by row and to the millisecond.
import { describe, expect, test } from 'vitest'
import {
  acknowledges,
  comes,
  covered,
  livesThrough,
  PHYSICIAN,
  pausesAudio,
  personLeaves,
  presses,
  resolves,
  type Step,
  says,
  takes,
  undoes,
} from '../../testing/clinic.ts'
import { at, attached, closed, cuff, every1s, hubGap, opened, since } from '../../testing/given.ts'

const START: Step[] = [opened(0), attached(0), covered(0)]
const hr = (fromS: number, toS: number, heartRate: number) => every1s(fromS, toS, { heartRate })
const sat = (fromS: number, toS: number, spo2: number) => every1s(fromS, toS, { spo2, pulseRate: 72 })
/** `physician 60`: the step and when it was due, in seconds; of "again" with its round. Nothing technical. */
function told(steps: (Step | readonly Step[])[], untilS: number, start = START): string[] {
  const all = [...start, ...steps.flat()].filter(({ atMs }) => atMs <= at(untilS))
  return livesThrough(all, untilS).decided.flatMap((fact) =>
    fact.kind === 'escalation' && !fact.condition.startsWith('no') && !fact.condition.startsWith('cuff')
      ? [`${fact.step}${fact.round === undefined ? '' : ` ${fact.round}`} ${since(fact.dueAtMs)}`]
      : [],
  )
}
const steps = (list: string[]): string[] => list.map((one) => one.split(' ')[0] ?? '')
/** HIGH at 10: 135 for 10 s. */
const HIGH = hr(0, 600, 135)
/** MEDIUM at 15. */
const MEDIUM = hr(0, 1_000, 118)

describe('the table', () => {
  test('[AL80] HIGH: other chairs 30 s, physician 60, backup and all staff 120, then every 60 s', () => {
    expect(told([HIGH], 260)).toEqual([
      'otherChairs 40',
      'physician 70',
      'backup 130',
      'allStaff 130',
      'again 1 190',
      'again 2 250',
    ])
    expect(told([HIGH], 39.999)).toEqual([])
    expect(told([HIGH], 40)).toEqual(['otherChairs 40'])
  })
  test('[AL82] extreme: the physician at once, backup at 60 s', () => {
    expect(told([cuff(10, 204, 100)], 250)).toEqual([
      'physician 10',
      'otherChairs 40',
      'backup 70',
      'allStaff 130',
      'again 1 190',
      'again 2 250',
    ])
  })
  test('[AL83] MEDIUM of the patient: other chairs 60 s, physician 120, then every 5 min', () => {
    expect(told([MEDIUM], 800)).toEqual(['otherChairs 75', 'physician 135', 'again 1 435', 'again 2 735'])
  })
  test('[AL83] LOW, and what is only seen: nobody is told', () => {
    expect(told([sat(0, 600, 91)], 600)).toEqual([])
  })
  test('[AL82] a symptom and HELP: the physician at once', () => {
    expect(told([says(10, 'seizure')], 70)).toEqual(['physician 10', 'otherChairs 40', 'backup 70'])
    expect(told([presses(10)], 70)).toEqual(['physician 10', 'otherChairs 40', 'backup 70'])
  })
  test('[AL82] acknowledging a symptom changes nothing; taken or resolved does', () => {
    const symptom = [says(10, 'seizure'), acknowledges(20, 'symptomSeizure')]
    expect(steps(told(symptom, 130))).toEqual(['physician', 'otherChairs', 'backup', 'allStaff'])
    expect(steps(told([...symptom, takes(50, 'symptomSeizure')], 300))).toEqual(['physician', 'otherChairs'])
    expect(steps(told([...symptom, resolves(50, 'symptomSeizure')], 300))).toEqual([
      'physician',
      'otherChairs',
    ])
  })
  test('[AL89] a session that no screen ever covered tells nobody; one covered later tells at once what is due', () => {
    const uncovered = [opened(0), attached(0)]
    expect(told([HIGH], 600, uncovered)).toEqual([])
    expect(told([HIGH, covered(100)], 130, uncovered)).toEqual([
      'otherChairs 100',
      'physician 100',
      'backup 130',
      'allStaff 130',
    ])
  })
  test('[AL89] nothing is due of an alarm that is over, or of a session that is closed', () => {
    expect(told([hr(0, 20, 135), hr(21, 600, 72)], 600)).toEqual([])
    expect(told([HIGH, closed(50)], 600)).toEqual(['otherChairs 40'])
  })
})

describe('a quiet chair', () => {
  test('[AL87] sounds too when a HIGH is 15 s old; a MEDIUM never makes it', () => {
    expect(told([covered(1, { quiet: true }), HIGH], 30)).toEqual(['quietChair 25'])
    expect(told([covered(1, { quiet: true }), MEDIUM], 600)).not.toContain(
      expect.stringContaining('quietChair'),
    )
  })
  test('[AL87] that is not quiet has no such step; one that becomes quiet in an old HIGH sounds at once', () => {
    expect(steps(told([HIGH], 600))).not.toContain('quietChair')
    expect(told([HIGH, covered(50, { quiet: true })], 60)).toEqual(['otherChairs 40', 'quietChair 50'])
    const wasQuiet = [covered(1, { quiet: true }), covered(20), HIGH]
    expect(steps(told(wasQuiet, 39))).toEqual([])
  })
  test('[AL87] a symptom never sounds at its own chair, quiet or not', () => {
    expect(steps(told([covered(1, { quiet: true }), says(10, 'seizure')], 600))).not.toContain('quietChair')
  })
})

describe('what stops and what moves a step', () => {
  test('[AL85] an acknowledgement stops them; when it ends they begin anew from that moment', () => {
    // Acknowledged at 45, still true at 165.
    expect(told([HIGH, acknowledges(45, 'hrHigh')], 300)).toEqual([
      'otherChairs 40',
      'otherChairs 195',
      'physician 225',
      'backup 285',
      'allStaff 285',
    ])
  })
  test('[AL85] one that is undone moved nothing: what fell due meanwhile is due then', () => {
    expect(told([HIGH, acknowledges(36, 'hrHigh'), undoes(44)], 75)).toEqual([
      'otherChairs 44',
      'physician 70',
    ])
  })
  test('[AL81] "Coming" moves the physician by 60 s, once, and nobody else', () => {
    expect(told([HIGH, comes(20, 'hrHigh'), comes(100, 'hrHigh')], 140)).toEqual([
      'otherChairs 40',
      'physician 130',
      'backup 130',
      'allStaff 130',
    ])
    expect(told([MEDIUM, comes(20, 'hrHigh')], 200)).toEqual(['otherChairs 75', 'physician 195'])
  })
  test('[AL81] a "Coming" that is undone moves nothing', () => {
    expect(told([HIGH, comes(65, 'hrHigh'), undoes(74)], 80)).toEqual(['otherChairs 40', 'physician 74'])
  })
  test('[AL86] taken: nobody else is called', () => {
    expect(told([HIGH, takes(75, 'hrHigh')], 600)).toEqual(['otherChairs 40', 'physician 70'])
  })
  test('[AL86] who took it and leaves, or cannot come after all, has it no more', () => {
    const taken = [HIGH, takes(75, 'hrHigh')]
    expect(told([...taken, personLeaves(200, PHYSICIAN)], 200)).toEqual([
      'otherChairs 40',
      'physician 70',
      'backup 200',
      'allStaff 200',
    ])
    expect(told([...taken, takes(80, 'hrHigh', 'declined')], 80)).toEqual([
      'otherChairs 40',
      'physician 70',
      'backup 80',
    ])
  })
  test('[AL86] "cannot come" goes to the next at once: backup, then all staff', () => {
    expect(told([HIGH, takes(75, 'hrHigh', 'declined'), takes(80, 'hrHigh', 'declined')], 141)).toEqual([
      'otherChairs 40',
      'physician 70',
      'backup 75',
      'allStaff 80',
      'again 1 140',
    ])
    expect(told([MEDIUM, takes(140, 'hrHigh', 'declined')], 140)).toEqual([
      'otherChairs 75',
      'physician 135',
      'backup 140',
    ])
  })
  test('[AL86] declined by someone who has not been called yet calls nobody early', () => {
    expect(told([HIGH, takes(20, 'hrHigh', 'declined')], 69)).toEqual(['otherChairs 40'])
  })
  test('[AL84] they run through pauses, restarts and the absence of the hub; reminders do not pile up', () => {
    expect(told([HIGH, pausesAudio(20)], 70)).toEqual(['otherChairs 40', 'physician 70'])
    const away = [hr(0, 20, 135), hubGap(30, 1_000)]
    expect(told(away, 1_000)).toEqual([
      'otherChairs 40',
      'physician 70',
      'backup 130',
      'allStaff 130',
      'again 1 1000',
    ])
  })
})

describe('levels', () => {
  test('[AL88] HIGH to HIGH starts nothing anew; what the new row has earlier is due now', () => {
    expect(told([sat(0, 30, 83), sat(31, 200, 78)], 75)).toEqual(['otherChairs 40', 'physician 70'])
    expect(told([cuff(10, 184, 100), cuff(30, 204, 100)], 75)).toEqual([
      'physician 30',
      'otherChairs 40',
      'backup 70',
    ])
  })
  test('[AL88] MEDIUM to HIGH: the HIGH’s times, from the rise', () => {
    expect(told([hr(0, 100, 118), hr(101, 300, 135)], 175)).toEqual([
      'otherChairs 75',
      'otherChairs 141',
      'physician 171',
    ])
  })
  test('[AL88] a fall that nobody acknowledged keeps the first alarm’s deadlines', () => {
    expect(told([hr(0, 20, 135), hr(21, 300, 120)], 131)).toEqual([
      'otherChairs 40',
      'physician 70',
      'backup 130',
      'allStaff 130',
    ])
  })
  test('[AL88] acknowledged in between, a fallen one begins as what it is', () => {
    expect(told([hr(0, 20, 135), acknowledges(20, 'hrHigh'), hr(21, 900, 120)], 800)).toEqual([
      'otherChairs 680',
      'physician 740',
    ])
  })
  test('[AL86] who took a MEDIUM has not said that they have the HIGH', () => {
    expect(told([hr(0, 140, 118), takes(137, 'hrHigh'), hr(141, 300, 135)], 215)).toEqual([
      'otherChairs 75',
      'physician 135',
      'otherChairs 181',
      'physician 211',
    ])
  })
  test('[AL80] every step says the level and the priority of its moment', () => {
    const day = livesThrough([...START, hr(0, 20, 135), hr(21, 80, 120)], 80)
    expect(day.decided.filter(({ kind }) => kind === 'escalation')).toMatchObject([
      { step: 'otherChairs', level: 'high', priority: 'medium' },
      { step: 'physician', level: 'high', priority: 'medium' },
    ])
  })
})
