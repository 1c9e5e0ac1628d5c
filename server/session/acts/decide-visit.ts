// Owns which part decides what is recorded of a visit. Never trusts that the screen has checked anything, and never decides by a
// rule of its own: those are in shared/visit.
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { assertNever, type Result } from '@chairside/shared/result.ts'
import type { Act, VisitBody } from './act.ts'
import { amend } from './decide-amend.ts'
import { answerCheckIn, refreshPlan, setDose } from './decide-check-in.ts'
import { accountForDrug, endSession, signOff } from './decide-discharge.ts'
import { acceptGate, askGate, refuseGate } from './decide-gate.ts'
import { giveMedication, setOxygen } from './decide-given.ts'
import { addNote, assess, enterByHand } from './decide-observed.ts'
import { hold, monitorOff } from './decide-sensors.ts'
import { beginSideEffect, changeSideEffect, endSideEffect } from './decide-side-effects.ts'

/** @returns the facts to record, in order; or a refusal, after which nothing has changed */
export function decideVisit(act: Act, body: VisitBody): Result<RecordBody[]> {
  switch (body.type) {
    case 'checkIn.answer':
      return answerCheckIn(act, body)
    case 'plan.refresh':
      return refreshPlan(act)
    case 'dose.set':
      return setDose(act, body)
    case 'gate.accept':
      return acceptGate(act, body)
    case 'gate.ask':
      return askGate(act, body)
    case 'gate.refuse':
      return refuseGate(act, body)
    case 'sideEffect.begin':
      return beginSideEffect(act, body)
    case 'sideEffect.change':
      return changeSideEffect(act, body)
    case 'sideEffect.end':
      return endSideEffect(act, body)
    case 'medication.give':
      return giveMedication(act, body)
    case 'oxygen.set':
      return setOxygen(act, body)
    case 'assessment.record':
      return assess(act, body)
    case 'note.add':
      return addNote(act, body)
    case 'manual.enter':
      return enterByHand(act, body)
    case 'amend':
      return amend(act, body)
    case 'monitor.off':
      return monitorOff(act, body)
    case 'holding.set':
      return hold(act, body)
    case 'signOff.set':
      return signOff(act, body)
    case 'drugAccount.set':
      return accountForDrug(act, body)
    case 'session.end':
      return endSession(act, body)
    default:
      return assertNever(body)
  }
}
