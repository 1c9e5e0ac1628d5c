// Owns who may see and do what. The hub asks it for each event and route; screens ask it only to hide what would be refused.
import type { RoomId } from './ids.ts'
import type { CommandType, RoomSummary } from './protocol/screens.ts'
import type { Role } from './record/record.ts'

/** A person, an enrolled screen, or both at once: what either may see is seen. */
export type Viewer = {
  readonly role?: Role | undefined
  /** An enrolled screen; without a room it belongs to the whole suite (station, wall). */
  readonly screen?: { readonly roomId?: RoomId | undefined } | undefined
}

const CLINICAL: ReadonlySet<Role | undefined> = new Set(['nurse', 'physician'])

/** Nurse and physician: every session. QA: closed ones. Admin: none. An enrolled screen: what is open in its place. */
export function maySeeSession(
  viewer: Viewer,
  session: { readonly roomId: RoomId; readonly open: boolean },
): boolean {
  if (CLINICAL.has(viewer.role)) return true
  if (viewer.role === 'qa' && !session.open) return true
  const { screen } = viewer
  return (
    screen !== undefined && session.open && (screen.roomId === undefined || screen.roomId === session.roomId)
  )
}

/** The live numbers of one room, session or not. */
export function maySeeRoom(viewer: Viewer, roomId: RoomId): boolean {
  return maySeeSession(viewer, { roomId, open: true })
}

/**
 * *My rooms* at a chairside screen: a room that the viewer may not see has its numbers and alarms there, for the nurse who has
 * both rooms, and nothing that says who the patient is.
 */
export function forMine(viewer: Viewer, room: RoomSummary): RoomSummary {
  if (room.session === undefined || maySeeRoom(viewer, room.roomId)) return room
  return { ...room, session: { ...room.session, patientCode: '' } }
}

/** Whether the room list may be opened at all (a screen of one room sees its own room in it). */
export const maySeeRooms = (viewer: Viewer): boolean =>
  CLINICAL.has(viewer.role) || viewer.screen !== undefined

/**
 * Acts that need no sign-in at an enrolled screen of that place: recorded as unsigned, claimed later by name.
 * Source: clinical facts §5 "HELP".
 */
const UNSIGNED: ReadonlySet<CommandType> = new Set<CommandType>([
  'help',
  'help.stamp',
  'symptom',
  'cuff.order',
  'audio.pause',
  'infusion.stop',
  'undo',
  'sound.heard',
])
export const mayUnsigned = (type: CommandType): boolean => UNSIGNED.has(type)

/** What a signed-in person may do; a screen without a person only what `mayUnsigned` says. */
export function mayCommand(role: Role | undefined, type: CommandType): boolean {
  switch (type) {
    case 'audio.off':
      return role === 'physician'
    case 'sound.heard':
      return role !== undefined
    case 'duty.set':
      return CLINICAL.has(role) || role === 'admin'
    case 'session.open':
    case 'session.close':
    case 'infusion.start':
    case 'infusion.rate':
    case 'infusion.pause':
    case 'infusion.resume':
    case 'infusion.stop':
    case 'alarm.acknowledge':
    case 'alarm.coming':
    case 'alarm.take':
    case 'alarm.decline':
    case 'alarm.resolve':
    case 'audio.pause':
    case 'undo':
    case 'limits.set':
    case 'symptom':
    case 'help':
    case 'help.stamp':
    case 'claim':
    case 'phase.set':
    case 'chair.quiet':
    case 'placement.set':
    case 'room.take':
    case 'room.giveBack':
    case 'cuff.order':
    case 'engine.retry':
    case 'checkIn.answer':
    case 'plan.refresh':
    case 'dose.set':
    // A warn is a nurse's to accept, a hold only a physician's: the hub sees which it is.
    case 'gate.accept':
    case 'gate.ask':
    case 'sideEffect.begin':
    case 'sideEffect.change':
    case 'sideEffect.end':
    case 'medication.give':
    case 'oxygen.set':
    case 'assessment.record':
    case 'note.add':
    case 'manual.enter':
    case 'amend':
    case 'monitor.off':
    case 'holding.set':
    case 'samePatient.answer':
    case 'session.move':
    case 'monitor.swap':
    case 'reassign.ask':
    case 'signOff.set':
    case 'drugAccount.set':
    case 'session.end':
    case 'handover.offer':
    case 'handover.answer':
    case 'evacuation.call':
    case 'evacuation.account':
    case 'evacuation.over':
      return CLINICAL.has(role)
    case 'gate.refuse':
    case 'reassign.answer':
      return role === 'physician'
  }
}

/** Who may give a screen its place. */
export const mayEnrolScreen = (role: Role | undefined): boolean => CLINICAL.has(role) || role === 'admin'

/** Whether the list of sessions may be read; what stands in it is filtered by `maySeeSession`. */
export const mayListSessions = (role: Role | undefined): boolean => CLINICAL.has(role) || role === 'qa'

/** Who may bring a recording in as a file: whoever reviews recordings. */
export const mayImport = (role: Role | undefined): boolean => role === 'physician' || role === 'qa'

/** Whether a session may leave as a file: whoever may see it once it is closed, and is a person. */
export const mayExport = (role: Role | undefined): boolean => CLINICAL.has(role) || role === 'qa'

/** Who may read the profiles (rule sets) of the store: whoever depends on them, reviews them or keeps them. */
export const mayReadProfiles = (role: Role | undefined): boolean => role !== undefined

/** Who may make a new version of a profile, or say which one new sessions use. */
export const mayEditProfiles = (role: Role | undefined): boolean => role === 'physician' || role === 'admin'

/** Patients, courses, orders, appointments, escorts, scores: nurses and physicians, nobody else reads or makes them. */
export const mayUsePlans = (role: Role | undefined): boolean => CLINICAL.has(role)

/** A physician's order is a physician's to sign and to withdraw. */
export const maySignOrders = (role: Role | undefined): boolean => role === 'physician'

/**
 * Whose label (initials, birth year) stands beside a session's code: where the session may be seen to be cared for. QA staff review by
 * code.
 */
export const maySeeLabel = (
  viewer: Viewer,
  session: { readonly roomId: RoomId; readonly open: boolean },
): boolean => maySeeSession(viewer.role === 'qa' ? { screen: viewer.screen } : viewer, session)
