// Owns the line that says where a visit stands, beside its phase: "18 min since end · earliest out 11:58 · waiting for: second reading, walks".
// Built from facts with their times, anew each time it is shown. Never shows a code or a name.
import type { RoomVisit } from '../protocol/rooms.ts'

export type VisitLine = {
  /** Most urgent first. */
  readonly parts: readonly string[]
  /** Somebody must answer something, or something is overdue. */
  readonly asks: boolean
}

const MINUTE_MS = 60_000
const minutes = (ms: number): string => `${Math.max(0, Math.floor(ms / MINUTE_MS))} min`
const countdown = (ms: number): string => {
  const s = Math.max(0, Math.ceil(ms / 1_000))
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`
}

const STAGES: Readonly<Record<NonNullable<RoomVisit['baseline']>['stage'], string>> = {
  first: 'first reading due',
  wait: 'second reading to come',
  second: 'second reading due',
  third: 'third reading due',
  enough: 'baseline is there',
}

function questions(visit: RoomVisit, nowMs: number): string[] {
  const { samePatient, otherPatient, reassignAsked, gateAskedAtMs, holding } = visit
  const held = holding !== undefined && holding.untilMs > nowMs ? holding : undefined
  return [
    ...(otherPatient === undefined ? [] : ['another patient is connected: end this session, open theirs']),
    ...(samePatient === undefined ? [] : ['same patient? not answered']),
    ...(reassignAsked === undefined ? [] : ['another patient’s session? a physician confirms']),
    ...(gateAskedAtMs === undefined
      ? []
      : [`physician asked to override the hold ${minutes(nowMs - gateAskedAtMs)} ago`]),
    ...(held === undefined
      ? []
      : [
          held.what === 'adjusting'
            ? `adjusting sensors ${countdown(held.untilMs - nowMs)}`
            : `off on purpose ${countdown(held.untilMs - nowMs)}${held.with === undefined ? '' : `, with ${held.with}`}`,
        ]),
  ]
}

function standing(visit: RoomVisit, nowMs: number, clock: (atMs: number) => string): string[] {
  const { checkInOpen, baseline, expectedEndAtMs, recovery } = visit
  const parts: string[] = []
  if (checkInOpen !== undefined)
    parts.push(checkInOpen === 0 ? 'check-in complete' : `${checkInOpen} check-in items open`)
  if (baseline !== undefined) {
    const { stage, nextAtMs } = baseline
    const wait = stage === 'wait' && nextAtMs !== undefined ? ` in ${countdown(nextAtMs - nowMs)}` : ''
    parts.push(`${STAGES[stage]}${wait}`)
  }
  if (expectedEndAtMs !== undefined) parts.push(`expected end ${clock(expectedEndAtMs)}`)
  if (recovery !== undefined) {
    const { endedAtMs, earliestOutAtMs, met, waitingFor } = recovery
    if (endedAtMs !== undefined) parts.push(`${minutes(nowMs - endedAtMs)} since end`)
    if (earliestOutAtMs !== undefined && earliestOutAtMs > nowMs)
      parts.push(`earliest out ${clock(earliestOutAtMs)}`)
    if (waitingFor.length > 0) parts.push(`waiting for: ${waitingFor.join(', ')}`)
    else if (met) parts.push('ready to leave')
  }
  return parts
}

/**
 * @param nowMs hub time
 * @param clock an hour and minute of the clinic's zone
 */
export function visitLine(visit: RoomVisit, nowMs: number, clock: (atMs: number) => string): VisitLine {
  const asked = questions(visit, nowMs)
  const due = (visit.due ?? []).map(
    ({ text, dueAtMs, overdue }) => `${text} ${overdue ? `overdue ${minutes(nowMs - dueAtMs)}` : 'due'}`,
  )
  const asks =
    visit.samePatient !== undefined ||
    visit.otherPatient !== undefined ||
    visit.reassignAsked !== undefined ||
    visit.gateAskedAtMs !== undefined ||
    (visit.due ?? []).some((one) => one.overdue)
  return { parts: [...asked, ...standing(visit, nowMs, clock), ...due], asks }
}
