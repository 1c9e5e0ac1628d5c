// Owns where a visit stands, for lists of rooms: facts with their times, by the rules of shared/visit. Never words with an age in
// them, and nothing of a session that keeps no visit but what somebody must answer.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { EpochMs } from '@chairside/shared/ids.ts'
import type { RoomVisit } from '@chairside/shared/protocol/screens.ts'
import { baselineNow } from '@chairside/shared/visit/baseline.ts'
import { checkInOwes } from '@chairside/shared/visit/check-in.ts'
import { dischargeNow, endOfInfusion } from '@chairside/shared/visit/discharge.ts'
import { observationsDue } from '@chairside/shared/visit/observations.ts'
import { siteOf, visitPhase } from '@chairside/shared/visit/phase-table.ts'
import { expectedEndMs } from '@chairside/shared/visit/pump-log.ts'
import { askedSamePatient } from '@chairside/shared/visit/same-patient.ts'

const DUE_AT_MOST = 4

function asked(state: SessionState): Partial<RoomVisit> {
  const { holding, visit } = state
  const same = askedSamePatient(state)
  const { reassignment, otherPatient } = visit
  return {
    ...(same === undefined ? {} : { samePatient: same }),
    ...(otherPatient === undefined
      ? {}
      : { otherPatient: { by: otherPatient.by, atMs: otherPatient.recordedAtMs } }),
    ...(holding === undefined
      ? {}
      : {
          holding: {
            what: holding.what,
            ...(holding.with === undefined ? {} : { with: holding.with }),
            untilMs: holding.untilMs,
          },
        }),
    ...(reassignment === undefined
      ? {}
      : { reassignAsked: { by: reassignment.by, atMs: reassignment.recordedAtMs } }),
  }
}

function stage(state: SessionState, nowMs: EpochMs): Partial<RoomVisit> {
  switch (visitPhase(state)) {
    case 'checkIn':
      return { checkInOpen: checkInOwes(state).length }
    case 'baseline': {
      const { stage: is, nextAtMs } = baselineNow(state, nowMs)
      const { gate, gateAsked } = state.visit
      const waits = gateAsked !== undefined && (gate === undefined || gate.seq < gateAsked.seq)
      return {
        baseline: { stage: is, ...(nextAtMs === undefined ? {} : { nextAtMs: nextAtMs as EpochMs }) },
        ...(waits ? { gateAskedAtMs: gateAsked.recordedAtMs } : {}),
      }
    }
    case 'infusing': {
      const endMs = expectedEndMs(state.infusion, nowMs)
      return endMs === undefined ? {} : { expectedEndAtMs: endMs as EpochMs }
    }
    case 'recovery':
    case 'ready': {
      const endedAtMs = endOfInfusion(state)
      const { earliestOutMs, met, waitingFor } = dischargeNow(state, nowMs)
      return {
        recovery: {
          ...(endedAtMs === undefined ? {} : { endedAtMs: endedAtMs as EpochMs }),
          ...(earliestOutMs === undefined ? {} : { earliestOutAtMs: earliestOutMs as EpochMs }),
          met,
          waitingFor,
        },
      }
    }
    default:
      return {}
  }
}

function dueOf(state: SessionState, nowMs: EpochMs): Partial<RoomVisit> {
  const due = observationsDue(state, nowMs)
    .filter((one) => one.due)
    .slice(0, DUE_AT_MOST)
    .map(({ text, dueMs, overdue }) => ({ text, dueAtMs: dueMs as EpochMs, overdue }))
  return due.length === 0 ? {} : { due }
}

/** @returns undefined: nothing to say */
export function roomVisit(state: SessionState, nowMs: EpochMs): RoomVisit | undefined {
  const isKept = siteOf(state).checkIn === 'required'
  const said = { ...asked(state), ...(isKept ? { ...stage(state, nowMs), ...dueOf(state, nowMs) } : {}) }
  return Object.keys(said).length === 0 ? undefined : said
}
