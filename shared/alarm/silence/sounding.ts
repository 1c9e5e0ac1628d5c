// Owns what sounds at a place now, and of what is silent why and until when. Pure: for screens and for the hub alike.
// Never trusts a silence past its own time: if the record of its end is late, the alarm sounds. Never decides anything.
import type { EscalationStep } from '../../record/alarm-kinds.ts'
import type { Phase } from '../../record/care-kinds.ts'
import type { Priority } from '../../record/record.ts'
import { isSaid } from './silence-times.ts'
import type { Soundable, SoundRoom } from './soundables.ts'

export type { Soundable, SoundRoom } from './soundables.ts'
export { isNotJudged, NOT_JUDGED, soundRoomOf, soundRoomOfSession } from './soundables.ts'

/** Where it would sound. chair: a chairside screen, of this room or of another. person: somebody's own screen. */
export type Place = 'chair' | 'station' | 'wall' | 'person'

/** A HIGH sounds at a quiet chair once it is this old. Source: clinical facts §5, table; the engine's step says it too. */
export const QUIET_CHAIR_MS = 15_000

export type SoundAt = {
  readonly place: Place
  /** Hub time. */
  readonly nowMs: number
  /** Of a chair: whether the alarms are its own room's. Default: they are. */
  readonly ownRoom?: boolean
  /** Of another room's chair: whether that room is one of this chair's nurse (*My rooms*). */
  readonly mine?: boolean
  /** Of another room's chair: whether a patient is infusing, paused or recovering at it (`isWithPatient`). */
  readonly patientHere?: boolean
  /** Of a person's own screen; a physician's, no other role has one. */
  readonly personId?: string
  /**
   * Who is on duty: an escalation reaches them before the delivery to their screen is recorded. Where nobody is, every
   * physician is called, as their lists say. Absent: not known; then only who was told, and all staff.
   */
  readonly duty?: { readonly physician?: string | undefined; readonly backup?: string | undefined }
  /** This chair has lost the hub: it goes on sounding a HIGH it knew, whatever the quiet chair, or HELP's quiet, says. */
  readonly lostHub?: boolean
}

/**
 * Why an alarm that goes on does not sound here.
 * seenOnly     its level is shown and never sounded
 * latched      over: a HIGH that nobody has acknowledged, in sight until somebody does
 * acknowledged / coming / paused / audioOff   by a person, here or elsewhere; all of the room's places follow
 * taken        a person's own screen: they, or another, have it. Elsewhere only of a symptom or HELP
 * declined     this person cannot come: it has gone to the next
 * helpQuiet    people are present after HELP, and a station is heard: the chair's own sound is off
 * quietChair   the chair is quiet, and this is not a HIGH of 15 s
 * origin       a symptom or HELP does not sound where it was said
 * otherRoom    another room's alarm, in a room with a patient
 * notMine      another room's alarm, and that room is not this nurse's
 * notYours     not escalated to this person
 * seenHere     a LOW, at a place that only shows it
 */
export type WhySilent =
  | 'seenOnly'
  | 'latched'
  | 'acknowledged'
  | 'coming'
  | 'paused'
  | 'audioOff'
  | 'taken'
  | 'declined'
  | 'helpQuiet'
  | 'quietChair'
  | 'origin'
  | 'otherRoom'
  | 'notMine'
  | 'notYours'
  | 'seenHere'

export type Sounding = {
  readonly alarmId: string
  readonly condition: string
  readonly priority: Priority
  readonly sounds: boolean
  /** repeat: burst after burst. once: one burst for each `signal`, and none for a signal that has been played. */
  readonly burst: 'repeat' | 'once'
  /** Names the signal: while it is the same, nothing new has happened. A fall keeps it. */
  readonly signal: string
  readonly why?: WhySilent
  /** By whom it was silenced; absent: nobody, or unsigned. */
  readonly by?: string
  /** When this silence ends by itself; absent: not by time. Another reason may go on after it. */
  readonly untilMs?: number
}

type Silent = { readonly why: WhySilent; readonly by?: string | undefined; readonly untilMs?: number }

/**
 * What alarms are, and which of them sound, at one place at one time. Most urgent first, then oldest signal.
 * @param room of a session's state: `soundRoomOfSession(state)`; of a room list's line: `soundRoomOf(session)`
 */
export function soundingAt(room: SoundRoom, at: SoundAt): Sounding[] {
  return room.alarms.map((alarm) => soundingOf(room, alarm, at)).sort(byUrgency)
}

/** The most urgent that sounds repeatedly: what a place plays; undefined: it plays nothing again and again. */
export const loudest = (all: readonly Sounding[]): Sounding | undefined =>
  all.find(({ sounds, burst }) => sounds && burst === 'repeat')

/**
 * While audio is off: one LOW pulse every 2 min at the station, and at the room's own chair unless it is quiet (clinical facts
 * §5 "Audio off"). Play it once for each `signal`, beside what `soundingAt` says.
 * @returns undefined: audio is not off, or this place does not remind, or not yet
 */
export function audioOffReminder(
  room: SoundRoom,
  { place, nowMs, ownRoom }: SoundAt,
): Pick<Sounding, 'priority' | 'burst' | 'signal' | 'by'> | undefined {
  const { audioOff, quiet, helpQuiet } = room
  if (audioOff === undefined || nowMs < audioOff.atMs + audioOff.everyMs) return undefined
  const isQuiet = quiet || (helpQuiet !== undefined && nowMs < helpQuiet.untilMs)
  const reminds = place === 'station' || (place === 'chair' && ownRoom !== false && !isQuiet)
  if (!reminds) return undefined
  const { atMs, everyMs, by } = audioOff
  const signal = `audioOff:${atMs}:${Math.floor((nowMs - atMs) / everyMs)}`
  return { priority: 'low', burst: 'once', signal, ...(by === undefined ? {} : { by }) }
}

/** Whether a chair's patient is in a phase in which no other room's alarm may sound beside them. */
export const isWithPatient = (phase: Phase | undefined, sessionIsOpen: boolean): boolean =>
  sessionIsOpen &&
  // An emergency is not named by the rule; it is no moment for another room's sound.
  (phase === undefined ||
    phase === 'infusing' ||
    phase === 'paused' ||
    phase === 'recovery' ||
    phase === 'emergency')

const RANK: Readonly<Record<Priority, number>> = { low: 0, medium: 1, high: 2 }
const byUrgency = (a: Sounding, b: Sounding): number =>
  RANK[b.priority] - RANK[a.priority] || (a.alarmId < b.alarmId ? -1 : a.alarmId > b.alarmId ? 1 : 0)

function soundingOf(room: SoundRoom, alarm: Soundable, at: SoundAt): Sounding {
  const { alarmId, condition, priority } = alarm
  const silent = silenceOf(room, alarm, at)
  return {
    alarmId,
    condition,
    priority,
    sounds: silent === undefined,
    ...burstOf(alarm, at.nowMs),
    ...(silent === undefined ? {} : { why: silent.why }),
    ...(silent?.by === undefined ? {} : { by: silent.by }),
    ...(silent?.untilMs === undefined ? {} : { untilMs: silent.untilMs }),
  }
}

/** A LOW has one pulse. A MEDIUM that was acknowledged and is still true has one burst, and another after as long again. */
function burstOf(alarm: Soundable, nowMs: number): Pick<Sounding, 'burst' | 'signal'> {
  const { alarmId, signalSeq, priority, fell, reminder } = alarm
  if (priority === 'low') return { burst: 'once', signal: `${alarmId}:${signalSeq}${fell ? ':low' : ''}` }
  if (reminder === undefined || priority !== 'medium')
    return { burst: 'repeat', signal: `${alarmId}:${signalSeq}` }
  const round = Math.max(0, Math.floor((nowMs - reminder.fromMs) / reminder.everyMs))
  return { burst: 'once', signal: `${alarmId}:${signalSeq}:${round}` }
}

function silenceOf(room: SoundRoom, alarm: Soundable, at: SoundAt): Silent | undefined {
  if (alarm.latched) return { why: 'latched' }
  if (alarm.silent) return { why: 'seenOnly' }
  return placeSilence(alarm, at) ?? personSilence(room, alarm, at) ?? chairSilence(room, alarm, at)
}

/** Silences that a person gave; they hold at every place. */
function personSilence(room: SoundRoom, alarm: Soundable, { nowMs }: SoundAt): Silent | undefined {
  const { acknowledged, coming, paused, taken, condition, priority } = alarm
  if (isSaid(condition)) {
    // Acknowledging it changes nothing; a person elsewhere who has it is what the sound asks for.
    if (taken !== undefined) return { why: 'taken', by: taken.by }
  } else if (acknowledged !== undefined && nowMs < (acknowledged.untilMs ?? Number.POSITIVE_INFINITY))
    return { why: 'acknowledged', ...acknowledged }
  if (coming !== undefined && nowMs < coming.untilMs) return { why: 'coming', ...coming }
  if (paused !== undefined && nowMs < paused.untilMs) return { why: 'paused', ...paused }
  if (room.audioOff !== undefined && priority !== 'high') return { why: 'audioOff', by: room.audioOff.by }
  return undefined
}

/** Whether this alarm sounds at such a place at all. */
function placeSilence(alarm: Soundable, at: SoundAt): Silent | undefined {
  const { condition, priority } = alarm
  switch (at.place) {
    case 'chair':
      if (at.ownRoom === false) {
        if (at.patientHere) return { why: 'otherRoom' }
        return at.mine ? undefined : { why: 'notMine' }
      }
      return isSaid(condition) ? { why: 'origin' } : undefined
    case 'person':
      return notForThem(alarm, at)
    case 'wall':
      return priority === 'low' ? { why: 'seenHere' } : undefined
    case 'station':
      return undefined
  }
}

/** A physician's own screen sounds only what was escalated to them, or to whoever is on duty while nobody is, and nobody has taken. */
function notForThem({ taken, declined, told, escalated }: Soundable, at: SoundAt): Silent | undefined {
  const { personId, duty } = at
  if (personId === undefined) return { why: 'notYours' }
  if (taken !== undefined) return { why: 'taken', by: taken.by }
  if (declined.includes(personId)) return { why: 'declined' }
  const calls = ({ step }: { readonly step: EscalationStep }): boolean =>
    step === 'physician' || step === 'backup'
      ? duty !== undefined && (duty[step] ?? personId) === personId
      : step === 'allStaff'
  const isTold = told.includes(personId) || escalated.some(calls)
  return isTold ? undefined : { why: 'notYours' }
}

/** What keeps the room's own chair quiet, and no other place. */
function chairSilence(room: SoundRoom, alarm: Soundable, at: SoundAt): Silent | undefined {
  if (at.place !== 'chair' || at.ownRoom === false) return undefined
  const { nowMs } = at
  const { helpQuiet } = room
  // Whether anybody else hears it is not known without the hub.
  if (at.lostHub && alarm.priority === 'high') return undefined
  if (helpQuiet !== undefined && nowMs < helpQuiet.untilMs) return { why: 'helpQuiet', ...helpQuiet }
  if (!room.quiet) return undefined
  // Sounding already, it goes on when it falls: nobody has acknowledged it.
  if (alarm.escalated.some(({ step }) => step === 'quietChair')) return undefined
  if (alarm.priority !== 'high') return { why: 'quietChair' }
  const untilMs = alarm.sinceMs + QUIET_CHAIR_MS
  return nowMs < untilMs ? { why: 'quietChair', untilMs } : undefined
}
