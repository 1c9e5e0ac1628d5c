// Owns what is read for a command before it comes to its session: plan, second person, last weight. Never decides on it.
// What is read may be a moment old when the session decides; nothing that only the session knows is read here.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { Command } from '@chairside/shared/protocol/screens.ts'
import type { VisitSource } from '../visit-source.ts'
import type { Doer, Gathered, SessionCommand } from './act.ts'
import type { SecondPerson } from './second-person.ts'

export type Gather = (command: Command, doer: Doer, session: SessionState) => Promise<Gathered>
/** What another part of the hub adds for its own commands: rooms and monitors of a move. */
export type GatherMore = (body: SessionCommand, session: SessionState) => Promise<Gathered>

export function createGather(
  visits: VisitSource,
  secondPerson: SecondPerson,
  more: GatherMore = async () => ({}),
): Gather {
  const second = async (
    said: { readonly name: string; readonly password: string } | undefined,
    doer: Doer,
    field: string,
  ): Promise<Gathered> => (said === undefined ? {} : { second: await secondPerson(said, doer, field) })

  return async ({ body }, doer, session) => {
    const { opened, visit } = session
    if (opened === undefined) return {}
    const patientCode = visit.patientCode ?? opened.patientCode
    switch (body.type) {
      case 'plan.refresh':
        return { plan: await visits.planOfSession(opened.sessionId, patientCode), planOf: patientCode }
      case 'dose.set':
        return second(body.checker, doer, 'body.checker')
      case 'drugAccount.set':
        return second(body.witness, doer, 'body.witness')
      case 'checkIn.answer': {
        if (body.item === 'escort') return { hasEscort: await visits.hasEscort(opened.sessionId) }
        const lastWeightKg = body.item === 'weight' ? await visits.lastWeightKg(patientCode) : undefined
        return lastWeightKg === undefined ? {} : { lastWeightKg }
      }
      case 'reassign.ask':
        return { isKnownPatient: await visits.isKnown(body.toCode) }
      case 'session.move':
      case 'monitor.swap':
        return more(body, session)
      default:
        return {}
    }
  }
}
