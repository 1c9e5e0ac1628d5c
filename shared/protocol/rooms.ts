// Owns what a list of rooms is told: the suite's own state and one line a room, as facts with their times.
// Never words with an age in them.
import type { AlarmId, EpochMs, RoomId, SessionId } from '../ids.ts'
import type { EscalationStep } from '../record/alarm-kinds.ts'
import type { Phase } from '../record/care-kinds.ts'
import type { Readings } from '../record/reading.ts'
import type { Actor, InfusionPlan, PRIORITIES, Provenance } from '../record/record.ts'
import type { Quantity } from '../vitals.ts'

/** The suite's own state, for every screen: who is on duty, whether every room can be heard. */
export type SuiteSummary = {
  readonly duty: Readonly<
    Partial<
      Record<
        'physician' | 'backup',
        { readonly actor: Actor; readonly phone?: string; readonly sinceMs: EpochMs }
      >
    >
  >
  /** Who could be put on duty, by name. */
  readonly physicians: readonly Actor[]
  readonly station: {
    readonly audible: boolean
    readonly heardBy?: string
    readonly heardAtMs?: EpochMs
    readonly screenName?: string
  }
  /** Rooms with an open session that nobody can hear, or whose HELP or symptom nobody can, before somebody has taken it. */
  readonly unheardRooms: readonly RoomId[]
  /** Rooms that are offered and not yet accepted, oldest first; absent: none. */
  readonly offers?: readonly Offer[]
  /** The newest one, until the next is called; absent: there was none. */
  readonly evacuation?: Evacuation
}
/** A room that its nurse gives to somebody by name, who has not accepted yet: it is still the nurse's. */
export type Offer = {
  readonly roomId: RoomId
  readonly roomName: string
  readonly from: Actor
  readonly to: Actor
  readonly atMs: EpochMs
}
/** The house is being left. Where a room is not in `rooms`, nobody has said whether its patient is out. */
export type Evacuation = {
  readonly calledAtMs: EpochMs
  readonly by: string
  readonly note?: string
  /** Who else called it, with the hub away or at the same moment; by time. Absent: nobody. */
  readonly also?: readonly { readonly by: string; readonly atMs: EpochMs; readonly note?: string }[]
  readonly overAtMs?: EpochMs
  readonly rooms: Readonly<Record<RoomId, RollCall>>
}
export type RollCall = {
  readonly accounted: boolean
  readonly by: string
  /** When it was said; earlier than it was sent where the hub was away. */
  readonly atMs: EpochMs
  readonly note?: string
}
/** What whoever hands a room over, or accepts it, reads first. */
export type HandoverNow = {
  readonly roomId: RoomId
  readonly roomName: string
  readonly sessionId?: SessionId
  /** Committed head that the lines were made of; 0 where no session is open. */
  readonly head: number
  readonly lines: readonly string[]
  /** Acknowledgements of whoever has the room: they end with the hand-over unless they are taken over. */
  readonly acknowledged: readonly { readonly alarmId: AlarmId; readonly text: string }[]
  readonly nurse?: RoomSummary['nurse']
  readonly offer?: Offer
  /** Who could be given it, by name. */
  readonly people: readonly { readonly person: Actor; readonly signedIn: boolean }[]
}
/** What this page may do with its sound. Sent when it changes, and after hello. */
export type SoundGrant = {
  /** `chair:<roomId>`, `station`, `wall`, `person:<personId>`; absent: this page has no place. */
  readonly place?: string
  /** held: this page sounds for its place. other: another page does. none: it may not (no place, not painting). */
  readonly lease: 'held' | 'other' | 'none'
  readonly otherScreen?: string
  /** Somebody has heard that other screen, and it can sound now; absent: nobody may rely on it. */
  readonly otherHeard?: true
  /** Of `other`: the chair is this page's, not that one's; heard here, it sounds here. */
  readonly hasRoom?: true
  readonly toneHeard?: { readonly by?: string; readonly atMs: EpochMs; readonly untilMs: EpochMs }
  /** Of a chair: it is quiet, and an audible station covers it. */
  readonly quiet: boolean
  /** Why a chair that is quiet by name is not quiet now. */
  readonly notQuietBecause?: string
}
/** The rooms of the nurse who has this room (or who is signed in here), one line each. */
export type MyRooms = {
  readonly nurse?: { readonly personId: string; readonly name: string }
  readonly rooms: readonly RoomSummary[]
}

export type RoomSummary = {
  readonly roomId: RoomId
  readonly roomName: string
  readonly deviceNames: readonly string[]
  readonly deviceConnected: boolean
  /** Signals of a device with its declared interval, where slow. */
  readonly everyMs: Readonly<Partial<Record<string, number>>>
  readonly session?: {
    readonly sessionId: SessionId
    readonly patientCode: string
    readonly openedAtMs: EpochMs
    readonly provenance: Provenance
    readonly head: number
    readonly infusion: 'none' | 'infusing' | 'paused' | 'stopped'
    /** Start of the first infusion act: T+00:00. */
    readonly startedAtMs?: EpochMs
    readonly plan?: InfusionPlan
    /** Of its alarm limits. */
    readonly profile?: { readonly name: string; readonly version: number }
    readonly quarantined: boolean
    /** While quarantined: ALARMS NOT JUDGED HERE sounds since then, but for the room's audio pause. */
    readonly notJudged?: { readonly sinceMs: EpochMs; readonly pausedUntilMs?: EpochMs }
    readonly alarms: readonly RoomAlarm[]
    readonly phase?: Phase
    readonly repeats?: readonly {
      readonly condition: string
      readonly text: string
      readonly priority: (typeof PRIORITIES)[number]
      readonly untilMs: EpochMs
    }[]
    readonly paused?: { readonly by?: string; readonly untilMs: EpochMs }
    readonly audioOff?: { readonly by: string; readonly atMs: EpochMs }
    readonly chair?: 'painting' | 'absent'
    readonly audible?: readonly string[]
    readonly quiet?: boolean
    readonly help?: { readonly by?: string; readonly atMs: EpochMs }
    readonly limitsChanged?: boolean
    readonly bedsideAlarmsOn?: { readonly by: string; readonly atMs: EpochMs }
    /** Where the visit stands; absent: monitoring only, or nothing to say. */
    readonly visit?: RoomVisit
  }
  /** Newest value of each signal with its time; freshness is the reader's to compute, by the shared rule. */
  readonly latest: LatestNumbers
  readonly deviceKind?: Provenance
  /** Who has this room. */
  readonly nurse?: {
    readonly personId: string
    readonly name: string
    readonly sinceMs: EpochMs
    /** Signed in nowhere: the room is still theirs, and nobody is there for it. */
    readonly signedOut?: true
  }
}
/** Where a visit stands, as facts with their times: how long ago is the reader's to work out. */
export type RoomVisit = {
  /** Of check-in: how many items still keep it from the start, the dose among them. */
  readonly checkInOpen?: number
  readonly baseline?: {
    readonly stage: 'first' | 'wait' | 'second' | 'third' | 'enough'
    readonly nextAtMs?: EpochMs
  }
  /** A hold waits for a physician's answer since then. */
  readonly gateAskedAtMs?: EpochMs
  /** Of an infusion: when the planned dose is in at the rate of now. */
  readonly expectedEndAtMs?: EpochMs
  /** Of recovery: what the discharge list waits for, in words. */
  readonly recovery?: {
    readonly endedAtMs?: EpochMs
    readonly earliestOutAtMs?: EpochMs
    readonly met: boolean
    readonly waitingFor: readonly string[]
  }
  /** Observations that are due, the oldest first. */
  readonly due?: readonly { readonly text: string; readonly dueAtMs: EpochMs; readonly overdue: boolean }[]
  /** Both sensors were off, and the question has not been answered. */
  readonly samePatient?: { readonly offSinceMs: EpochMs; readonly backAtMs: EpochMs }
  /** "Different" was the answer: whoever is connected now is not this session's patient. */
  readonly otherPatient?: { readonly by: string; readonly atMs: EpochMs }
  /** Off on purpose, or sensors being adjusted. */
  readonly holding?: { readonly what: string; readonly with?: string; readonly untilMs: EpochMs }
  /** Somebody says that this is another patient; a physician has not answered yet. */
  readonly reassignAsked?: { readonly by: string; readonly atMs: EpochMs }
}
/** One alarm of a room, as far as a list needs it; `text` has no age, the age counts from `breachAtMs`. */
export type RoomAlarm = {
  readonly alarmId: string
  readonly condition: string
  readonly level: string
  readonly priority: (typeof PRIORITIES)[number]
  readonly text: string
  readonly breachAtMs: EpochMs
  readonly acknowledgedBy?: string
  readonly acknowledgedAtMs?: EpochMs
  /** Record that put it at its level; a command names what it was based on. */
  readonly seq: number
  /** Of its sound, as `Soundable` (shared/alarm/silence/sounding.ts) says them. */
  readonly signalSeq?: number
  readonly sinceMs?: EpochMs
  readonly fell?: true
  readonly reminder?: { readonly fromMs: number; readonly everyMs: number }
  /** Which number it is about. */
  readonly quantity?: Quantity
  /** Of a pressure: what else of the newest reading is beyond a limit of the same level. */
  readonly alsoBeyond?: readonly Quantity[]
  readonly silent?: true
  /** Over, HIGH, and not acknowledged: seen. */
  readonly latched?: true
  /** Of what is over: since when. */
  readonly overAtMs?: EpochMs
  readonly coming?: { readonly by: string; readonly untilMs: EpochMs; readonly seq: number }
  /** In the room's audio pause until then. */
  readonly pausedUntilMs?: EpochMs
  readonly escalated: readonly { readonly step: EscalationStep; readonly atMs: EpochMs }[]
  readonly next?: { readonly step: EscalationStep; readonly atMs: EpochMs; readonly name?: string }
  readonly taken?: { readonly by: string; readonly personId: string; readonly atMs: EpochMs }
  readonly declinedBy?: readonly string[]
  /** Ids of the same persons, and of those it was escalated to. */
  readonly declinedIds?: readonly string[]
  readonly toldIds?: readonly string[]
  /** Told and not answered: nobody on duty, or no screen of theirs. */
  readonly nobody?: true
}
export type LatestNumbers = {
  readonly readings: Readonly<
    Partial<
      Record<string, { readonly reading: Readings[keyof Readings] & object; readonly measuredAtMs: EpochMs }>
    >
  >
  readonly cuff?: {
    readonly measuredAtMs: EpochMs
    readonly systolic?: number | undefined
    readonly diastolic?: number | undefined
    readonly mean?: number | undefined
  }
}

/** Numbers of a room without a session: NOT RECORDED, NO ALARMS. */
export type RoomLive = {
  readonly roomId: RoomId
  readonly hubAtMs: EpochMs
  readonly latest: LatestNumbers
  /** Milliseconds of numbers held in memory that a new session may take. */
  readonly heldMs: number
  readonly deviceKind?: Provenance
}
