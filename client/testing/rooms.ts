// Owns rooms, alarms and a suite as a hub would sum them up, for tests of lists of rooms. Never used by the product.
import type { EpochMs, RoomId, SessionId } from '@chairside/shared/ids.ts'
import type { RoomAlarm, RoomSummary, SuiteSummary } from '@chairside/shared/protocol/screens.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { HUB_AT_MS } from './scripted-wire.ts'

const ago = (seconds: number): EpochMs => (HUB_AT_MS - seconds * 1_000) as EpochMs

export const NURSE = { personId: 'adeyemi', name: 'M. Adeyemi', role: 'nurse' } as unknown as Actor
export const OTHER_NURSE = { personId: 'osei', name: 'R. Osei', role: 'nurse' } as unknown as Actor
export const PHYSICIAN = {
  personId: 'lindqvist',
  name: 'Dr Lindqvist',
  role: 'physician',
} as unknown as Actor
export const BACKUP = { personId: 'berg', name: 'Dr Berg', role: 'physician' } as unknown as Actor

export const SUITE: SuiteSummary = {
  duty: {
    physician: { actor: PHYSICIAN, phone: '555 0101', sinceMs: ago(3_600) },
    backup: { actor: BACKUP, sinceMs: ago(3_600) },
  },
  physicians: [PHYSICIAN, BACKUP],
  station: { audible: true, heardBy: NURSE.name, heardAtMs: ago(9_000), screenName: 'Station PC' },
  unheardRooms: [],
}

/** @param change what of it the test is about; `ageS`: how long ago it broke its limit */
export const roomAlarm = ({
  ageS = 60,
  ...change
}: Partial<RoomAlarm> & { readonly ageS?: number } = {}): RoomAlarm => ({
  alarmId: `hrHigh@${ageS}`,
  condition: 'hrHigh',
  level: 'high',
  priority: 'medium',
  text: 'HR high · HR 112 > 110',
  breachAtMs: ago(ageS),
  seq: 5,
  quantity: 'heartRate',
  escalated: [],
  ...change,
})
export const veryHigh = (change: Partial<RoomAlarm> & { readonly ageS?: number } = {}): RoomAlarm =>
  roomAlarm({
    alarmId: 'bpHigh@1',
    condition: 'bpHigh',
    level: 'veryHigh',
    priority: 'high',
    text: 'BP very high · SBP 182 ≥ 180',
    quantity: 'systolic',
    ...change,
  })
export const noLiveData = (change: Partial<RoomAlarm> & { readonly ageS?: number } = {}): RoomAlarm => {
  const { quantity: _none, ...alarm } = roomAlarm({
    alarmId: 'noLiveData@1',
    condition: 'noLiveData',
    level: 'medium',
    text: 'No live data · network',
    ...change,
  })
  return alarm
}
export const seenLow = (change: Partial<RoomAlarm> & { readonly ageS?: number } = {}): RoomAlarm =>
  roomAlarm({
    alarmId: 'spo2Low@1',
    condition: 'spo2Low',
    level: 'low',
    priority: 'low',
    text: 'SpO₂ low · SpO₂ 91 < 92',
    quantity: 'spo2',
    ...change,
  })

type RoomChange = {
  readonly name?: string
  readonly heartRate?: number
  readonly cuff?: readonly [systolic: number, diastolic: number, ageS: number]
  readonly spo2?: number
  /** Age of heart rate and SpO₂. */
  readonly ageS?: number
  readonly nurse?: Actor
  readonly room?: Partial<RoomSummary>
  readonly session?: Partial<NonNullable<RoomSummary['session']>>
}

/** A room without a session, whose monitor sends numbers. */
export function emptyRoom(number: number, change: RoomChange = {}): RoomSummary {
  const { name = `Room ${number}`, heartRate = 73, cuff = [128, 84, 70], spo2 = 98, ageS = 1, nurse } = change
  const measured = (value: number) => ({
    reading: { status: 'measured', value } as const,
    measuredAtMs: ago(ageS),
  })
  return {
    roomId: `room-${number}` as RoomId,
    roomName: name,
    deviceNames: [`Monitor ${number}`],
    deviceConnected: true,
    everyMs: {},
    latest: {
      readings: { heartRate: measured(heartRate), spo2: measured(spo2) },
      cuff: { systolic: cuff[0], diastolic: cuff[1], measuredAtMs: ago(cuff[2]) },
    },
    deviceKind: 'simulated',
    ...(nurse === undefined
      ? {}
      : { nurse: { personId: nurse.personId, name: nurse.name, sinceMs: ago(600) } }),
    ...change.room,
  }
}

/** A room whose patient is infusing. */
export function openRoom(
  number: number,
  alarms: readonly RoomAlarm[] = [],
  change: RoomChange = {},
): RoomSummary {
  return {
    ...emptyRoom(number, { nurse: NURSE, ...change }),
    session: {
      sessionId: `s${number}` as SessionId,
      patientCode: `K-04${String(number).padStart(2, '0')}`,
      openedAtMs: ago(2_400),
      provenance: 'simulated',
      head: 40,
      infusion: 'infusing',
      startedAtMs: ago(1_865),
      profile: { name: 'adult ketamine infusion', version: 3 },
      quarantined: false,
      alarms,
      chair: 'painting',
      audible: ['station'],
      quiet: false,
      ...change.session,
    },
  }
}

/** The suite of the drawing: eight rooms, every kind of alarm, one empty. */
export function busySuite(): RoomSummary[] {
  return [
    openRoom(1),
    openRoom(2, [roomAlarm({ ageS: 53, acknowledgedBy: NURSE.name, acknowledgedAtMs: ago(20) })], {
      heartRate: 112,
      cuff: [135, 79, 140],
    }),
    openRoom(3, [veryHigh({ ageS: 65, escalated: [{ step: 'physician', atMs: ago(5) }] })], {
      heartRate: 84,
      cuff: [182, 104, 65],
      nurse: OTHER_NURSE,
      session: { chair: 'absent' },
    }),
    openRoom(4, [], {
      heartRate: 76,
      cuff: [134, 80, 190],
      nurse: OTHER_NURSE,
      session: { infusion: 'stopped', phase: 'recovery' },
    }),
    openRoom(5, [noLiveData({ ageS: 156, escalated: [{ step: 'physician', atMs: ago(36) }] })], {
      ageS: 156,
      cuff: [119, 75, 216],
      room: { deviceConnected: false },
    }),
    emptyRoom(6, { room: { latest: { readings: {} }, deviceConnected: false, deviceNames: [] } }),
    openRoom(7, [], {
      cuff: [166, 89, 22],
      session: {
        repeats: [
          {
            condition: 'bpHigh',
            text: 'BP high · SBP 166 ≥ 160',
            priority: 'medium',
            untilMs: (HUB_AT_MS + 98_000) as EpochMs,
          },
        ],
      },
    }),
    openRoom(8, [seenLow({ ageS: 31 })], { heartRate: 66, cuff: [148, 91, 100], spo2: 91 }),
  ]
}
