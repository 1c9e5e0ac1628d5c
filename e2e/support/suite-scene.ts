// Owns the scene of the alarm tests: two chairs with patients, a station, a physician's own screen, who is on duty, and what
// the hub recorded meanwhile. Never part of the product.
import {
  type RoomId,
  type SessionId,
  type StreamId,
  SUITE_STREAM,
  sessionStream,
} from '@chairside/shared/ids.ts'
import { type DecodedRecord, decodeLine } from '@chairside/shared/record/line.ts'
import type { RecordKind, RecordOf } from '@chairside/shared/record/record.ts'
import type { Browser, Locator } from 'playwright-core'
import { createStage, NURSE, PHYSICIAN, type Stage, type StageOptions } from '../stage.ts'
import { type Bedside, createBedside, createPerson, type PersonAtDoor, type Shown } from './bedside.ts'
import { addPerson, goOn, openScreen, type Seen, type SeenOptions } from './screens.ts'
import { until } from './wait.ts'

/** At the station. */
export const STATION_NURSE = 'M. Adeyemi'
export const BACKUP = 'Dr Sandvik'
export const CALM: Shown = { heartRate: 74, spo2: 97 }

export type Patient = { readonly roomId: RoomId; readonly sessionId: SessionId }
export type Scene = {
  /** As it is now: another one after a restart. */
  stage(): Stage
  readonly nurse: PersonAtDoor
  readonly screens: Seen[]
  /** What its monitor shows from the next 2 s on: two values of one moment would be one that came late. */
  shows(patient: Patient, shown: Shown): void
  /** The monitor says nothing any more, until it is told to show something. */
  silence(patient: Patient): void
  /** A reading of the cuff, once. */
  cuff(patient: Patient, systolic: number, diastolic: number): Promise<void>
  patient(room: number, code: string): Promise<Patient>
  screen(options: SeenOptions): Promise<Seen>
  /** Closes it, and waits until the hub knows that its connection is gone; time goes on without it. */
  close(screen: Seen): Promise<void>
  goOn(seconds: number): Promise<void>
  /** The power goes, and comes back at once, on the same log and at the same address; monitors and pages come by themselves. */
  restart(): Promise<void>
  onDuty(role: 'physician' | 'backup', name: string, phone?: string): Promise<void>
  /** Of the patient's session, in their order. */
  records<K extends RecordKind>({ sessionId }: Patient, kind: K): Promise<RecordOf<K>[]>
  suite<K extends RecordKind>(kind: K): Promise<RecordOf<K>[]>
  [Symbol.asyncDispose](): Promise<void>
}

async function allRecords(stage: Stage, stream: StreamId): Promise<DecodedRecord[]> {
  const head = (await stage.log.head(stream))?.head ?? 0
  return (await stage.log.read(stream, 1, head)).map((line) => {
    const decoded = decodeLine(line)
    if (!decoded.ok) throw new Error(decoded.error.message)
    return decoded.value
  })
}

export async function createScene(browser: Browser, options: StageOptions = {}): Promise<Scene> {
  const given = { rooms: ['Room 1', 'Room 2', 'Room 3'], ...options }
  let stage = await createStage(given)
  await addPerson(stage, STATION_NURSE, 'nurse')
  await addPerson(stage, BACKUP, 'physician')
  const nurse = await createPerson(stage, NURSE)
  const screens: Seen[] = []
  const shown = new Map<Patient, { bedside: Bedside; now: Shown }>()
  const of = (patient: Patient): { bedside: Bedside; now: Shown } => {
    const found = shown.get(patient)
    if (found === undefined) throw new Error(`no monitor in ${patient.roomId}`)
    return found
  }
  const records = async <K extends RecordKind>(stream: StreamId, kind: K): Promise<RecordOf<K>[]> =>
    (await allRecords(stage, stream)).filter((one) => one.kind === kind) as never
  return {
    stage: () => stage,
    nurse,
    screens,
    shows(patient, now) {
      of(patient).now = now
    },
    silence(patient) {
      of(patient).now = {}
    },
    cuff: (patient, systolic, diastolic) => of(patient).bedside.say({ cuff: [systolic, diastolic] }),
    async patient(room, code) {
      const roomId = stage.rooms[room - 1] as RoomId
      const bedside = await createBedside(stage, roomId, { name: `Monitor ${room}` })
      await bedside.say(CALM)
      const sessionId = await nurse.open(roomId, code)
      await nurse.start(sessionId)
      await bedside.say(CALM)
      const patient = { roomId, sessionId }
      shown.set(patient, { bedside, now: CALM })
      return patient
    },
    async screen(wanted) {
      const opened = await openScreen(stage, browser, NURSE, wanted)
      screens.push(opened)
      return opened
    },
    async close(screen) {
      const left = async () =>
        (await records(SUITE_STREAM, 'screen')).filter(({ event }) => event === 'left').length
      const before = await left()
      screens.splice(screens.indexOf(screen), 1)
      await screen.close()
      if (screen.enrolled)
        await until(`the hub misses ${screen.name}`, async () => (await left()) > before, 30_000)
    },
    goOn: (seconds) =>
      goOn(seconds, {
        stage,
        screens,
        bedsides: [...shown.values()].map(({ bedside, now }) => [bedside, now] as const),
      }),
    async restart() {
      for (const { bedside } of shown.values()) bedside.end()
      const { store, clock, port } = stage
      const log = await stage.crash()
      stage = await createStage({ ...given, log, store, clock, port })
      for (const [{ roomId }, monitor] of shown) {
        // It says nothing yet: two values of one moment would be one that came late.
        monitor.bedside = await createBedside(stage, roomId, { door: monitor.bedside.door })
      }
      await Promise.all(screens.map((screen) => screen.reported()))
    },
    async onDuty(role, name, phone) {
      const person = (await stage.store.people.list()).find((one) => one.name === name)
      if (person === undefined) throw new Error(`nobody is called ${name}`)
      await nurse.act({
        type: 'duty.set',
        role,
        personId: person.personId,
        ...(phone === undefined ? {} : { phone }),
      } as never)
    },
    records: ({ sessionId }, kind) => records(sessionStream(sessionId), kind),
    suite: (kind) => records(SUITE_STREAM, kind),
    async [Symbol.asyncDispose]() {
      for (const { bedside } of shown.values()) bedside.end()
      await Promise.all(screens.map((screen) => screen.close()))
      await stage[Symbol.asyncDispose]()
    },
  }
}

/** The nurse of the scene takes these rooms, one after the other. */
export async function takeRooms({ nurse }: Scene, ...rooms: number[]): Promise<void> {
  for (const room of rooms) await nurse.act({ type: 'room.take', roomId: `room-${room}` } as never)
}

/** "The bedside monitor’s alarms are on", ticked, and "Make this chair quiet" at the chair itself; the dialog stays. */
export async function askQuiet(chair: Seen): Promise<Locator> {
  await chair.press('Chair …')
  const dialog = chair.page.getByRole('dialog', { name: 'This chair' })
  await dialog.getByLabel(/bedside monitor’s alarms are on/).check()
  await chair.press('Make this chair quiet')
  return dialog
}

export const atChair = (room: number, person?: string): SeenOptions => ({
  enrolledFor: `room-${room}` as RoomId,
  name: `Chair ${room}`,
  path: `/room/room-${room}`,
  ...(person === undefined ? {} : { person }),
})
export const atStation = (person?: string, name = 'Station'): SeenOptions => ({
  enrolledFor: 'suite',
  name,
  path: '/',
  ...(person === undefined ? {} : { person }),
})
/** Their own: not enrolled, signed in, with the room list. */
export const ownScreen = (person: string = PHYSICIAN): SeenOptions => ({ person, path: '/' })
