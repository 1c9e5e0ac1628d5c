// Owns random days in a clinic for properties: a monitor's history, with people who acknowledge, come, pause, press HELP,
// change limits and phases, and screens that come and go. Never used by the programs.
import * as fc from 'fast-check'
import {
  acknowledges,
  baselineOf,
  comes,
  covered,
  cuffStarts,
  gives,
  measuresByHand,
  PHYSICIAN,
  pausesAudio,
  personLeaves,
  placed,
  presses,
  quietChair,
  resolves,
  type Step,
  says,
  setsLimits,
  setsPhase,
  takes,
  undoes,
} from './clinic.ts'
import { infusion, NURSE, since } from './given.ts'
import { history } from './histories.ts'

const CONDITIONS = [
  'bpHigh',
  'bpLow',
  'hrHigh',
  'hrLow',
  'spo2Low',
  'noLiveData',
  'noValueSpo2',
  'plannedEnd',
  'recovered',
  'help',
  'symptomChestPain',
] as const
const condition = fc.constantFrom(...CONDITIONS)

type Act = (atS: number) => Step
function plannedStart(atS: number, volumeMl: number): Step {
  const { atMs, body } = infusion(atS, 'start', 50)
  const plan = { drug: 'ketamine', doseMg: volumeMl, volumeMl, minutes: volumeMl * 1.2 }
  return { atMs, body: { ...body, plan } as typeof body }
}
/** Puts the newest act at the pump right, or takes it back. */
const changesPump = (atS: number, change: object): Step => ({
  atMs: infusion(atS, 'stop', 0).atMs,
  does: ({ session }) => {
    const ofSeq = session.infusion.events.at(-1)?.seq
    if (ofSeq === undefined) return undefined
    return { by: NURSE, commandId: '00000000000000000000000000000001', ofSeq, ...change } as never
  },
})
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: condition.map((one) => (atS: number) => acknowledges(atS, one)) },
  { weight: 3, arbitrary: condition.map((one) => (atS: number) => comes(atS, one)) },
  { weight: 3, arbitrary: fc.constant<Act>((atS) => pausesAudio(atS)) },
  { weight: 2, arbitrary: condition.map((one) => (atS: number) => takes(atS, one)) },
  { weight: 1, arbitrary: condition.map((one) => (atS: number) => takes(atS, one, 'declined')) },
  { weight: 2, arbitrary: fc.constant<Act>((atS) => undoes(atS)) },
  { weight: 2, arbitrary: condition.map((one) => (atS: number) => resolves(atS, one)) },
  { weight: 1, arbitrary: fc.constant<Act>((atS) => presses(atS)) },
  { weight: 1, arbitrary: fc.constant<Act>((atS) => says(atS, 'chestPain')) },
  { weight: 1, arbitrary: fc.constant<Act>((atS) => personLeaves(atS)) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<('chair' | 'station')[]>(['chair', 'station'], ['station'], ['chair'], [])
      .map(
        (audible) => (atS: number) =>
          covered(atS, { audible, chair: audible.includes('chair') ? 'painting' : 'absent' }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('checkIn', 'baseline', 'infusing', 'recovery', 'ready', 'emergency')
      .map((phase) => (atS: number) => setsPhase(atS, phase as 'infusing')),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(150, 160, 170)
      .map(
        (value) => (atS: number) =>
          setsLimits(
            atS,
            value === 160
              ? []
              : [{ condition: 'bpHigh', level: 'high', quantity: 'systolic', value, was: 160 }],
          ),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(96, 118, 150)
      .map((systolic) => (atS: number) => baselineOf(atS, { systolic, heartRate: 56, spo2: 94 })),
  },
  { weight: 1, arbitrary: fc.constant<Act>((atS) => infusion(atS, 'start', 50)) },
  // So little that its planned end comes within the day.
  {
    weight: 2,
    arbitrary: fc.constantFrom(0.2, 0.7, 3).map((volumeMl) => (atS: number) => plannedStart(atS, volumeMl)),
  },
  { weight: 1, arbitrary: fc.constant<Act>((atS) => infusion(atS, 'pause', 0)) },
  { weight: 1, arbitrary: fc.constant<Act>((atS) => infusion(atS, 'stop', 0)) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<object>(
        { kind: 'undone' },
        { kind: 'amended', ofKind: 'infusion', change: { rateMlPerHr: 20 }, reason: 'r' },
        { kind: 'amended', ofKind: 'infusion', change: {}, void: true, reason: 'r' },
      )
      .map((change) => (atS: number) => changesPump(atS, change)),
  },
  { weight: 2, arbitrary: fc.constant<Act>((atS) => cuffStarts(atS)) },
  { weight: 1, arbitrary: fc.constant<Act>((atS) => placed(atS, 'leftArm', 'leftArm')) },
  { weight: 1, arbitrary: fc.constant<Act>((atS) => gives(atS, 'labetalol')) },
  { weight: 1, arbitrary: fc.constant<Act>((atS) => quietChair(atS)) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom({ systolic: 120, diastolic: 80 }, { heartRate: 72 }, { spo2: 97 })
      .map((values) => (atS: number) => measuresByHand(atS, values)),
  },
  {
    weight: 1,
    arbitrary: fc.boolean().map((on) => (atS: number) => ({
      atMs: infusion(atS, 'rate', 1).atMs,
      body: {
        kind: 'audioOff' as const,
        by: PHYSICIAN,
        commandId: '00000000000000000000000000000001' as never,
        on,
        reason: 'a sleeping patient',
      },
    })),
  },
)

/** A day's steps in order of time; `endS` lies after the last. Most of them are watched by screens. */
export const clinicDay: fc.Arbitrary<{ readonly steps: readonly Step[]; readonly endS: number }> = fc
  .record({
    history,
    acts: fc.array(fc.tuple(fc.integer({ min: 0, max: 1_000 }), act), { minLength: 2, maxLength: 24 }),
    watched: fc.constantFrom(true, true, true, false),
    tailS: fc.constantFrom(0, 30, 200),
  })
  .map(({ history: { facts, endS }, acts, watched, tailS }) => {
    const lengthS = Math.max(1, since(facts.at(-1)?.atMs ?? 0))
    const begins = facts[0]?.atMs ?? 0
    const steps: Step[] = [...facts, ...(watched ? [covered(since(begins))] : [])]
    // Within an absence of the hub nobody could do anything: those acts come when it is back.
    const gaps = facts.flatMap(({ body }) =>
      body.kind === 'hub.gap' ? [{ fromMs: body.fromMs, toMs: body.toMs }] : [],
    )
    for (const [share, make] of acts) {
      const wanted = make((lengthS * share) / 1_000)
      const gap = gaps.find(({ fromMs, toMs }) => wanted.atMs >= fromMs && wanted.atMs <= toMs)
      steps.push(gap === undefined ? wanted : make(since(gap.toMs) + 0.001))
    }
    return { steps, endS: endS + tailS }
  })
