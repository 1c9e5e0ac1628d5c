// Owns the scene of tests about a whole visit: a patient with an order on today's list, the session opened from it, a monitor,
// and each step of the visit as one call. Never used by the product.

import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { epochMs, type SessionId, type StreamId, sessionStream } from '@chairside/shared/ids.ts'
import type { CommandAnswer, CommandBody } from '@chairside/shared/protocol/screens.ts'
import type { CheckInDetail } from '@chairside/shared/record/record.ts'
import { withCheck } from '@chairside/shared/visit/patient-code.ts'
import { must } from '../store/store-fixture.ts'
import { ORDER, UTC_DAYS } from '../store/visits-fixture.ts'
import { type HubFixture, hubFixture, type TestDevice, type TestScreen } from './hub-fixture.ts'

/** Made by addPerson of the store's fixture for everybody. */
export { FIXTURE_PASSWORD } from '../store/store-fixture.ts'
/** What 35 mg in 35 mL over 40 min makes, mL/h. Source: clinical facts §6. */
export const RATE = 52.5
const SECOND = 1_000
/** Somebody hears it: a visit that nobody hears has an alarm of its own. */
const PAGE = 'page-of-nora'
const MINUTE = 60 * SECOND

export type VisitWard = HubFixture & {
  readonly nora: TestScreen
  readonly nils: TestScreen
  readonly paul: TestScreen
  readonly code: string
  readonly courseId: string
  readonly appointmentId: string
  readonly sessionId: SessionId
  readonly stream: StreamId
  readonly monitor: TestDevice
  head(): number
  state(): SessionState
  /** Presses with what stands on the screen; the session is filled in. */
  press(screen: TestScreen, body: object, more?: object): Promise<CommandAnswer>
  /** As `press`; fails in words where it is refused. */
  does(screen: TestScreen, body: object, more?: object): Promise<number>
  /** Time goes on, second by second of vitals that are well. */
  pass(seconds: number, readings?: Record<string, number | string>): Promise<void>
  checkIn(except?: readonly string[]): Promise<void>
  dose(): Promise<void>
  /** Two readings a minute apart, and a minute of vitals before. */
  baseline(systolic?: number, diastolic?: number): Promise<void>
  /** Everything up to an accepted gate. */
  toGate(): Promise<void>
  /** … and the start. */
  toStart(): Promise<void>
  /** … and the planned end, and recovery with everything met but what is signed off. */
  toRecovery(): Promise<void>
  /** What is judged by people. */
  signOffs(): Promise<void>
}

export const WELL = { heartRate: 72, pulseRate: 72, spo2: 98 } as const

export const detailsOf = (ward: Pick<VisitWard, 'code' | 'state'>): readonly CheckInDetail[] => [
  { item: 'identity', identifiers: ['name', 'birthDate'], patientCode: ward.code },
  { item: 'consent' },
  { item: 'order' },
  { item: 'weight', weightKg: 70, unit: 'kg', entered: 70 },
  { item: 'exclusions', uncontrolledHypertension: false, psychosis: false, raisedIcp: false },
  {
    item: 'profile',
    name: ward.state().opened?.profile.name ?? '',
    version: ward.state().opened?.profile.version ?? 1,
  },
  { item: 'rescueDrugs' },
  { item: 'oxygenSuction' },
  { item: 'bedsideAlarms' },
  { item: 'ivSite', limb: 'leftArm', site: 'forearm' },
  { item: 'cuffArm', limb: 'rightArm' },
  { item: 'probeHand', limb: 'leftArm' },
  { item: 'fasting', solidsHours: 10, clearHours: 3 },
  { item: 'escort', arranged: true },
  { item: 'allergies', none: true, text: '' },
  {
    item: 'medicines',
    text: 'sertraline',
    lastOpioid: 'none',
    lastBenzodiazepine: 'none',
    lastAlcohol: 'none',
  },
  { item: 'pregnancy', result: 'notNeeded' },
  { item: 'suicide', thoughts: false, text: '' },
]

/** @param options of the hub; check-in is required unless it says otherwise */
export async function visitWard(options: Parameters<typeof hubFixture>[0] = {}): Promise<VisitWard> {
  const it = await hubFixture({ checkIn: 'required', ...options })
  const code = withCheck('K-041') ?? ''
  const { visits, people } = it.store
  const actor = async (name: string, role: 'nurse' | 'physician') => {
    const { personId } = must(await people.find(name))
    return { personId, name, role }
  }
  const nurse = await actor('Nora Nurse', 'nurse')
  const physician = await actor('Paul Physician', 'physician')
  must(await visits.patients.create({ patientCode: code, label: 'A.L. 1983', by: nurse }))
  const course = { indication: 'Depression', planned: 6, maintenance: false }
  const { courseId } = must(await visits.courses.add(code, course, nurse))
  must(await visits.orders.sign(courseId, ORDER, physician))
  const when = { roomId: it.roomId, atMs: epochMs(it.clock.nowMs() + MINUTE) }
  const { appointmentId } = must(await visits.appointments.add(courseId, when, nurse, UTC_DAYS))

  const nora = await it.screen('Nora Nurse')
  const nils = await it.screen('Nils Nurse')
  const paul = await it.screen('Paul Physician')
  const atTheChair = { view: `chairside:${it.roomId}` }
  for (const screen of [nils, paul]) await screen.hello(atTheChair)
  await nora.hello({ ...atTheChair, pageId: PAGE })
  await nora.paints()
  await nora.heard(PAGE)
  const sessionId = await it.openSession(nora, it.roomId, { patientCode: code, appointmentId })
  const stream = sessionStream(sessionId)
  const monitor = await it.device()
  await monitor.hello()
  const actorOf = () => it.hub.registry.openSession(sessionId)
  const head = () => actorOf()?.head() ?? 0
  const state = (): SessionState => {
    const now = actorOf()?.committed().session
    if (now === undefined) throw new Error('the session is not open')
    return now
  }

  must(
    await visits.escorts.set({ sessionId, patientCode: code }, { name: 'P. Novak', phone: '5550123' }, nurse),
  )

  const ward: VisitWard = Object.assign(it, {
    nora,
    nils,
    paul,
    code,
    courseId,
    appointmentId,
    sessionId,
    stream,
    monitor,
    head,
    state,
    press: (screen: TestScreen, body: object, more: object = {}) =>
      screen.command({ sessionId, ...body } as CommandBody, { basedOnSeq: head(), ...more }),
    async does(screen: TestScreen, body: object, more: object = {}) {
      const answer = await ward.press(screen, body, more)
      if (!answer.ok) throw new Error(`${JSON.stringify(body)}: ${JSON.stringify(answer.error)}`)
      return answer.seq
    },
    async pass(seconds: number, readings: Record<string, number | string> = WELL) {
      for (let s = 0; s < seconds; s += 1) {
        it.clock.move(SECOND)
        await monitor.vitals(readings)
        if (s % 3 === 0) await nora.paints()
      }
    },
    async checkIn(except: readonly string[] = []) {
      for (const detail of detailsOf(ward))
        if (!except.includes(detail.item))
          await ward.does(nora, { type: 'checkIn.answer', item: detail.item, detail })
    },
    async dose() {
      await ward.does(nora, {
        type: 'dose.set',
        doseMg: 35,
        volumeMl: 35,
        minutes: 40,
        pumpRateMlPerHr: RATE,
      })
    },
    async baseline(systolic = 124, diastolic = 78) {
      await ward.pass(30)
      await monitor.cuff(systolic, diastolic)
      await ward.pass(65)
      await monitor.cuff(systolic + 2, diastolic)
      await ward.pass(2)
    },
    async toGate() {
      await ward.checkIn()
      await ward.dose()
      await ward.does(nora, { type: 'phase.set', phase: 'baseline' })
      await ward.baseline()
      await ward.does(nora, { type: 'gate.accept' })
    },
    async toStart() {
      await ward.toGate()
      await ward.does(nora, { type: 'infusion.start', rateMlPerHr: RATE })
    },
    async toRecovery() {
      await ward.toStart()
      // The grid of the cuff, so that nothing is overdue; nothing else need be seen of these minutes.
      for (let minute = 0; minute < 40; minute += 1) {
        for (let s = 0; s < 60; s += 3) await tick(3)
        if (minute % 5 === 2) await monitor.cuff(130, 80)
      }
      await ward.does(nora, { type: 'infusion.stop', completed: true })
      for (let minute = 0; minute < 61; minute += 1) {
        for (let s = 0; s < 60; s += 3) await tick(3)
        if (minute % 5 === 2) await monitor.cuff(126, 78)
      }
      await ward.does(nora, { type: 'assessment.record', scale: 'moaas', value: 5 })
      await ward.does(nora, { type: 'assessment.record', scale: 'aldrete', items: [2, 2, 2, 2, 2] })
    },
    async signOffs() {
      for (const item of ['dissociation', 'nausea', 'walks', 'escortHere', 'advice'])
        await ward.does(nora, { type: 'signOff.set', item, met: true })
    },
  })
  const tick = async (seconds: number): Promise<void> => {
    it.clock.move(seconds * SECOND)
    await monitor.vitals(WELL)
    await nora.paints()
  }
  return ward
}
