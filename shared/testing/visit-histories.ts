// Owns visits made up at random: any acts in any order, late, undone, amended, about records that are there or not.
// Never what a hub would have taken: a fold takes whatever was recorded.
import * as fc from 'fast-check'
import type { RecordSeq } from '../ids.ts'
import {
  type Amendment,
  type BodyOf,
  type CheckInDetail,
  OUTCOMES,
  OXYGEN_DEVICES,
  PHASES,
  SEVERITIES,
  SIDE_EFFECTS,
  SIGN_OFF_ITEMS,
} from '../record/record.ts'
import { at, attached, cuff, cuffFailed, type Fact, opened, vitals } from './given.ts'
import { answered, did, dosed, PLAN, phase, planned, pump } from './visit-given.ts'

type Make = (atS: number, head: number) => Fact

/** Of an earlier record, nearly always. */
const earlier = fc.nat(200)
const ofSeqOf = (pick: number, head: number): RecordSeq => ((pick % Math.max(1, head)) + 1) as RecordSeq
const lateS = fc.constantFrom(0, 0, 0, 60, 120, 300, 900)
const rate = fc.constantFrom(10, 30, 45, 52.5, 60, 105)

const pumpAct: fc.Arbitrary<Make> = fc
  .record({
    act: fc.constantFrom<BodyOf<'infusion'>['act']>('start', 'rate', 'pause', 'resume', 'stop'),
    rate,
    lateS,
    plan: fc.constantFrom(undefined, PLAN, { ...PLAN, volumeMl: 70 }),
    completed: fc.constantFrom(undefined, true as const),
  })
  .map(({ act, rate: mlPerHr, lateS: late, plan, completed }) => (atS) => {
    const isRunning = act !== 'pause' && act !== 'stop'
    return pump(atS, act, isRunning ? mlPerHr : 0, Math.max(0, atS - late), {
      ...(act === 'start' && plan !== undefined ? { plan } : {}),
      ...(act === 'stop' && completed ? { completed } : {}),
    })
  })

const change: fc.Arbitrary<(atS: number) => Amendment> = fc
  .record({
    lateS: fc.option(lateS, { nil: undefined }),
    rateMlPerHr: fc.option(rate, { nil: undefined }),
    severity: fc.option(fc.constantFrom(...SEVERITIES), { nil: undefined }),
    value: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
    device: fc.option(fc.constantFrom(...OXYGEN_DEVICES), { nil: undefined }),
    values: fc.option(fc.constantFrom({ systolic: 130, diastolic: 85 }, { heartRate: 70 }), {
      nil: undefined,
    }),
    text: fc.option(fc.constant('otherwise'), { nil: undefined }),
  })
  .map(({ lateS: late, ...fields }) => (atS) => {
    const given = Object.entries(fields).filter(([, value]) => value !== undefined)
    return {
      ...(Object.fromEntries(given) as Amendment),
      ...(late === undefined ? {} : { atMs: at(Math.max(0, atS - late)) }),
    }
  })
const mend: fc.Arbitrary<Make> = fc.oneof(
  earlier.map(
    (pick): Make =>
      (atS, head) =>
        did(atS, 'undone', { ofSeq: ofSeqOf(pick, head) }),
  ),
  fc.tuple(earlier, change, fc.constantFrom(undefined, undefined, true as const)).map(
    ([pick, changeAt, isVoid]): Make =>
      (atS, head) =>
        did(atS, 'amended', {
          ofSeq: ofSeqOf(pick, head),
          ofKind: 'any',
          change: changeAt(atS),
          reason: 'a slip',
          ...(isVoid ? { void: isVoid } : {}),
        }),
  ),
  earlier.map(
    (pick): Make =>
      (atS, head) =>
        did(atS, 'claimed', { ofSeq: ofSeqOf(pick, head) }),
  ),
)

const DETAILS: readonly CheckInDetail[] = [
  { item: 'consent' },
  { item: 'identity', identifiers: ['name', 'birthDate'], patientCode: 'K-0417' },
  { item: 'weight', weightKg: 70, unit: 'kg', entered: 70 },
  { item: 'cuffArm', limb: 'leftArm' },
  { item: 'probeHand', limb: 'leftArm' },
]
const checkedIn: fc.Arbitrary<Make> = fc.tuple(fc.constantFrom(...DETAILS), fc.boolean()).map(
  ([detail, isBack]) =>
    (atS) =>
      isBack ? did(atS, 'checkIn', { item: detail.item }) : answered(atS, detail),
)

const observed: fc.Arbitrary<Make> = fc.oneof(
  fc
    .record({
      event: fc.constantFrom<BodyOf<'sideEffect'>['event']>('began', 'began', 'changed', 'ended'),
      effect: fc.constantFrom(...SIDE_EFFECTS),
      severity: fc.constantFrom(...SEVERITIES),
      pick: earlier,
      lateS,
    })
    .map(
      ({ event, effect, severity, pick, lateS: late }): Make =>
        (atS, head) =>
          did(atS, 'sideEffect', {
            event,
            atMs: at(Math.max(0, atS - late)),
            ...(event === 'began' ? { effect } : { ofSeq: ofSeqOf(pick, head) }),
            ...(event === 'ended' ? {} : { severity }),
          }),
    ),
  fc.tuple(lateS, fc.constantFrom(undefined, true as const)).map(
    ([late, fromPaper]): Make =>
      (atS) =>
        did(atS, 'medication', {
          drug: 'ondansetron',
          dose: '4 mg IV',
          atMs: at(Math.max(0, atS - late)),
          ...(fromPaper ? { fromPaper } : {}),
        }),
  ),
  fc.tuple(lateS, fc.constantFrom(...OXYGEN_DEVICES)).map(
    ([late, device]): Make =>
      (atS) =>
        did(atS, 'oxygen', {
          device,
          atMs: at(Math.max(0, atS - late)),
          ...(device === 'roomAir' ? {} : { litresPerMin: 2 }),
        }),
  ),
  lateS.map(
    (late): Make =>
      (atS) =>
        did(atS, 'assessment', { scale: 'moaas', value: 4, atMs: at(Math.max(0, atS - late)) }),
  ),
  lateS.map(
    (late): Make =>
      (atS) =>
        did(atS, 'note', { text: 'a word', atMs: at(Math.max(0, atS - late)) }),
  ),
  fc.tuple(lateS, fc.constantFrom(undefined, true as const)).map(
    ([late, fromPaper]): Make =>
      (atS) =>
        did(atS, 'manual', {
          measuredAtMs: at(Math.max(0, atS - late)),
          values: { systolic: 128, diastolic: 80, heartRate: 72 },
          ...(fromPaper ? { fromPaper } : {}),
        }),
  ),
)

const measured: fc.Arbitrary<Make> = fc.oneof(
  fc
    .record({
      heartRate: fc.constantFrom<(number | 'sensorOff')[]>(70, 74, 'sensorOff'),
      spo2: fc.constantFrom<(number | 'sensorOff')[]>(97, 'sensorOff'),
      isLate: fc.constantFrom(false, false, true),
    })
    .map(
      ({ isLate, ...instant }): Make =>
        (atS) =>
          vitals(atS, instant, isLate ? { recovered: ['spo2'] } : {}),
    ),
  fc.constantFrom([124, 78], [138, 88], [90, 85]).map(
    ([systolic, diastolic]): Make =>
      (atS) =>
        cuff(atS, systolic, diastolic),
  ),
  fc.constant<Make>((atS) => cuffFailed(atS)),
)

const others: fc.Arbitrary<Make> = fc.oneof(
  fc.constantFrom(...PHASES).map(
    (name): Make =>
      (atS) =>
        phase(atS, name),
  ),
  fc.constant<Make>((atS) => did(atS, 'help', {})),
  fc.constant<Make>((atS) => planned(atS)),
  fc.constant<Make>((atS) => dosed(atS)),
  fc.constantFrom(...SIGN_OFF_ITEMS).map(
    (item): Make =>
      (atS) =>
        did(atS, 'signOff', { item, met: true }),
  ),
  fc.constantFrom<BodyOf<'reassignment'>['event']>('asked', 'confirmed', 'refused', 'withdrawn').map(
    (event): Make =>
      (atS) =>
        did(atS, 'reassignment', { event, fromCode: 'K-0417', toCode: 'K-0471', reason: 'mixed up' }),
  ),
  fc.constantFrom<BodyOf<'evacuation'>['event']>('called', 'accounted', 'over').map(
    (event): Make =>
      (atS) =>
        did(atS, 'evacuation', { event }),
  ),
  fc.constantFrom<BodyOf<'gateAsked'>['event']>('asked', 'refused').map(
    (event): Make =>
      (atS) =>
        did(atS, 'gateAsked', { event, findings: [], reason: 'asked' }),
  ),
  fc.constant<Make>((atS) => did(atS, 'gate', { outcome: 'pass', findings: [], values: {} })),
  fc.constant<Make>((atS) =>
    did(atS, 'samePatient', { answer: 'same', offSinceMs: at(0), backAtMs: at(atS) }),
  ),
  fc.constant<Make>((atS) =>
    did(atS, 'moved', { fromRoomId: 'room-1' as never, toRoomId: 'room-2' as never, toRoomName: 'Room 2' }),
  ),
  fc.constantFrom(...OUTCOMES).map(
    (outcome): Make =>
      (atS) =>
        did(atS, 'session.closed', { openAlarms: [], outcome, reason: 'so' }),
  ),
)

/** Facts in the order of the log; the first opens the session. */
export const visitHistory: fc.Arbitrary<Fact[]> = fc
  .array(
    fc.tuple(
      fc.constantFrom(1, 5, 30, 61, 130, 400),
      fc.oneof(
        { weight: 5, arbitrary: pumpAct },
        { weight: 4, arbitrary: mend },
        { weight: 3, arbitrary: observed },
        { weight: 3, arbitrary: measured },
        { weight: 2, arbitrary: checkedIn },
        { weight: 3, arbitrary: others },
      ),
    ),
    { minLength: 5, maxLength: 40 },
  )
  .map((made) => {
    const facts: Fact[] = [opened(0), attached(0)]
    let nowS = 0
    for (const [gapS, make] of made) {
      nowS += gapS
      facts.push(make(nowS, facts.length))
    }
    return facts
  })
