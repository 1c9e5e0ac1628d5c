// Owns what an act is given to decide on: who, where, when, on which session. Never decides anything.
import type { RuleSet } from '@chairside/shared/alarm/rules.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { EpochMs, RecordSeq, RoomId, ScreenId } from '@chairside/shared/ids.ts'
import type { Command, CommandBody } from '@chairside/shared/protocol/screens.ts'
import type { Actor, BodyOf } from '@chairside/shared/record/record.ts'
import { invariant, ok, type Result, refuse } from '@chairside/shared/result.ts'
import { roomNow } from '@chairside/shared/visit/place.ts'
import { NO_VISIT_SITE } from '@chairside/shared/visit/site.ts'
import type { Attached } from '../prepared.ts'

/** Who acts, and where: without `by` an enrolled screen at which somebody pressed what needs no sign-in. */
export type Doer = {
  readonly by?: Actor | undefined
  readonly screenId?: ScreenId | undefined
  /** `chair:<roomId>`, `station`, `wall`, `person:<personId>`; absent: nowhere that sounds. */
  readonly place?: string | undefined
  /** The room that this screen is enrolled for. */
  readonly enrolledIn?: RoomId | undefined
  /** Of this load of the page. */
  readonly pageId?: string | undefined
}

export type SignedDoer = Doer & { readonly by: Actor }

/** What is said of no session: who is on duty, who has which room, what was heard. */
export const SUITE_COMMANDS = [
  'duty.set',
  'room.take',
  'room.giveBack',
  'sound.heard',
  'handover.offer',
  'handover.answer',
  'evacuation.call',
  'evacuation.account',
  'evacuation.over',
] as const
export type SuiteCommandBody = Extract<CommandBody, { type: (typeof SUITE_COMMANDS)[number] }>
export const isSuiteCommand = (body: CommandBody): body is SuiteCommandBody =>
  (SUITE_COMMANDS as readonly string[]).includes(body.type)
/** Of a visit: decided in decide-visit and what it calls. */
export const VISIT_TYPES = [
  'checkIn.answer',
  'plan.refresh',
  'dose.set',
  'gate.accept',
  'gate.ask',
  'gate.refuse',
  'sideEffect.begin',
  'sideEffect.change',
  'sideEffect.end',
  'medication.give',
  'oxygen.set',
  'assessment.record',
  'note.add',
  'manual.enter',
  'amend',
  'monitor.off',
  'holding.set',
  'samePatient.answer',
  'session.move',
  'monitor.swap',
  'reassign.ask',
  'reassign.answer',
  'signOff.set',
  'drugAccount.set',
  'session.end',
] as const
export type VisitType = (typeof VISIT_TYPES)[number]
export const isVisitCommand = (body: CommandBody): body is Extract<CommandBody, { type: VisitType }> =>
  (VISIT_TYPES as readonly string[]).includes(body.type)

export type SessionCommand = Exclude<CommandBody, { type: 'session.open' } | SuiteCommandBody>
/** Of a visit, but moves and mix-ups: those are decided beside these. */
export type VisitBody = Exclude<
  Extract<SessionCommand, { type: VisitType }>,
  { type: 'samePatient.answer' | 'session.move' | 'monitor.swap' | 'reassign.ask' | 'reassign.answer' }
>
export type Body<T extends VisitBody['type']> = Extract<VisitBody, { type: T }>

/** A record that quietened something, by whom and where: what may be taken back. */
export type Silencing = {
  readonly seq: RecordSeq
  readonly atMs: EpochMs
  readonly personId?: string
  readonly screenId?: string
}

/** A record of what was done to or seen of the patient: taken back within a moment, amended afterwards. */
export type Undoable = Silencing & { readonly kind: string }

/**
 * What a decision needs and the session does not hold: read for this command, before it comes to the session. Absent: not asked
 * for by this command.
 */
export type Gathered = {
  /** Of the session's appointment, as the store has it now. */
  readonly plan?: Result<Omit<BodyOf<'plan'>, 'kind' | 'by' | 'commandId' | 'screenId'>>
  /** Whose plan that is. */
  readonly planOf?: string
  /** Whose name and password were typed as second checker or witness. */
  readonly second?: Result<Actor>
  /** Of this patient's newest closed session. */
  readonly lastWeightKg?: number
  /** Of `reassign.ask`: whether that patient is known. */
  readonly isKnownPatient?: boolean
  /** Of the answer that somebody takes the patient home: whether name and number are in the store. */
  readonly hasEscort?: boolean
  /** Of `session.move`. */
  readonly toRoom?: { readonly roomId: RoomId; readonly name: string; readonly devices: readonly Attached[] }
  /** Of `monitor.swap`. */
  readonly monitors?: { readonly inName: string; readonly outName?: string }
}

export type Act = {
  readonly state: SessionState
  readonly command: Command
  readonly doer: Doer
  readonly nowMs: EpochMs
  /** Of this session. */
  readonly ruleSet: RuleSet
  /** Number of the newest infusion fact; 0 for none. */
  readonly lastInfusionSeq: number
  /** Number of the newest change of this patient's limits, baseline, phase or rules; 0 for none. */
  readonly lastLimitsSeq: number
  /** The newest alarms that have ended. */
  readonly endedAlarms: readonly string[]
  /** The newest that are not taken back, oldest first. */
  readonly silencings: readonly Silencing[]
  /** The newest acts that may still be taken back, oldest first. */
  readonly undoables: readonly Undoable[]
  readonly gathered: Gathered
  /** Id for a cuff order, made by the shell. */
  readonly orderId: string
}

/** Whether this session keeps check-in, gate and discharge here. */
export const isVisit = ({ state }: Pick<Act, 'state'>): boolean =>
  (state.opened?.site ?? NO_VISIT_SITE).checkIn === 'required'

/** Of an act that needs no name. */
export const unsigned = ({ command, doer }: Act) => ({
  ...(doer.by === undefined ? {} : { by: doer.by }),
  ...(doer.screenId === undefined ? {} : { screenId: doer.screenId }),
  commandId: command.commandId,
})
/** Of an act that has a name: the desk lets nobody else come this far. */
export const signed = (act: Act) => {
  const { by } = act.doer
  invariant(by !== undefined, `${act.command.body.type} came without a name`)
  return { ...unsigned(act), by }
}

/** A reason of blanks is none. */
export const saidWhy = (reason: string, field = 'body.reason'): Result<true> =>
  reason.trim() === '' ? refuse('malformed', 'Say why: blanks are no reason.', field) : ok(true)

/** Of a place at the chair of a room. */
export const chairOf = (roomId: RoomId): string => `chair:${roomId}`
/** The screen stands in the patient's own room. */
export const isInRoom = ({ state, doer }: Pick<Act, 'state' | 'doer'>): boolean => {
  const roomId = roomNow(state)
  return roomId !== undefined && doer.place === chairOf(roomId)
}

/** How long ago, for a sentence. */
export const ago = (nowMs: number, atMs: number): string => {
  const s = Math.max(0, Math.round((nowMs - atMs) / 1000))
  return s < 60 ? `${s} s ago` : `${Math.floor(s / 60)} min ago`
}
