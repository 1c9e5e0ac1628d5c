// Owns what becomes of telling someone: to which screens an escalated alarm was given, that it is on their glass, or that
// there was nobody. Never takes "sent" or "shown" for knowing: only a tap is evidence of that.
import type { ActiveAlarm } from '@chairside/shared/fold/session-state.ts'
import type { AlarmId, SessionId } from '@chairside/shared/ids.ts'
import type { EscalationStep } from '@chairside/shared/record/alarm-kinds.ts'
import type { BodyOf } from '@chairside/shared/record/record.ts'
import type { SessionActor } from '../session/session-actor.ts'
import type { Page } from './page.ts'
import { STATION } from './place.ts'
import type { SuiteState } from './suite-state.ts'

type Delivery = BodyOf<'delivery'>
type Role = Delivery['role']
type Told = ActiveAlarm['told'][number]

/** A connected page, and whether what is said of a session reaches it. */
export type Listener = { readonly page: Page; readonly hears: (actor: SessionActor) => boolean }

export type Deliveries = {
  /** The engine has decided whose turn it is. */
  escalated(actor: SessionActor, alarmId: AlarmId, step: EscalationStep): void
  /** The hub has started: what it had decided before it went and told nobody of. */
  catchUp(actors: readonly SessionActor[]): void
  /** Somebody may be reached who was not: another person on duty, a page that came. */
  reach(actors: readonly SessionActor[], only?: Page): void
  /** A screen says that it is on its glass; once per screen and alarm. */
  shown(actor: SessionActor, alarmId: AlarmId, page: Page): void
  forget(sessionId: SessionId): void
}

/** Whom a step is for. The chair and other chairs are told by what every screen hears anyway. */
const ROLES_OF: Readonly<Partial<Record<EscalationStep, Role>>> = {
  physician: 'physician',
  backup: 'backup',
  allStaff: 'staff',
  allStations: 'station',
}
const STEP_OF: Readonly<Partial<Record<Role, EscalationStep>>> = {
  physician: 'physician',
  backup: 'backup',
  staff: 'allStaff',
  station: 'allStations',
}

const isClinical = ({ person }: Page): boolean => person?.role === 'nurse' || person?.role === 'physician'

/** One screen, or where it has no id, one person's. */
const sameScreen = (told: Pick<Told, 'screenId' | 'personId'>, page: Page): boolean =>
  page.enrolled === undefined
    ? told.screenId === undefined && told.personId === page.person?.personId
    : told.screenId === page.enrolled.screenId

export function createDeliveries(deps: {
  /** @param only this page alone */
  readonly listeners: (only?: Page) => readonly Listener[]
  readonly state: () => SuiteState
  readonly onBroken: (error: unknown) => void
}): Deliveries {
  /** What is being written, so that it is not written twice: by session, `alarm|screen`. */
  const written = new Map<SessionId, Set<string>>()

  const once = (actor: SessionActor, key: string): boolean => {
    const keys = written.get(actor.sessionId) ?? new Set()
    written.set(actor.sessionId, keys)
    if (keys.has(key)) return false
    keys.add(key)
    return true
  }
  const write = (actor: SessionActor, body: Delivery): void => {
    actor.insist(body).catch(deps.onBroken)
  }
  const screenName = (page: Page): string =>
    (page.enrolled?.name ?? `${page.person?.name ?? 'somebody'} · own screen`).slice(0, 80)
  const where = (page: Page) => ({
    ...(page.person === undefined
      ? {}
      : { personId: page.person.personId, personName: page.person.name.slice(0, 120) }),
    ...(page.enrolled === undefined ? {} : { screenId: page.enrolled.screenId }),
    screenName: screenName(page),
  })

  /** Every connected page of whoever has this role now. */
  const pagesOf = (role: Role, actor: SessionActor, only?: Page): Page[] => {
    const { duty } = deps.state()
    const personId = role === 'physician' || role === 'backup' ? duty[role]?.actor.personId : undefined
    return deps.listeners(only).flatMap(({ page, hears }) => {
      const isFor =
        role === 'staff'
          ? isClinical(page)
          : role === 'station'
            ? page.place === STATION
            : personId !== undefined && page.person?.personId === personId
      return isFor && hears(actor) ? [page] : []
    })
  }
  const nobody = (role: Role): Partial<Delivery> => {
    const person = role === 'physician' || role === 'backup' ? deps.state().duty[role]?.actor : undefined
    return person === undefined ? {} : { personId: person.personId, personName: person.name.slice(0, 120) }
  }

  const tell = (actor: SessionActor, alarmId: AlarmId, step: EscalationStep, role: Role): void => {
    const pages = pagesOf(role, actor)
    once(actor, `${alarmId}|${role}`)
    for (const page of pages)
      write(actor, { kind: 'delivery', alarmId, step, event: 'sent', role, ...where(page) })
    if (pages.length === 0)
      write(actor, { kind: 'delivery', alarmId, step, event: 'nobody', role, ...nobody(role) })
  }

  return {
    escalated(actor, alarmId, step) {
      const role = ROLES_OF[step]
      if (role !== undefined) tell(actor, alarmId, step, role)
      if (step !== 'again') return
      const active = Object.values(actor.committed().session.alarms).find(
        (one) => one.alarm.alarmId === alarmId,
      )
      for (const { step: before } of active?.escalated ?? []) {
        const again = ROLES_OF[before]
        if (again !== undefined) tell(actor, alarmId, 'again', again)
      }
    },
    catchUp(actors) {
      for (const actor of actors)
        for (const { alarm, escalated, taken, told } of Object.values(actor.committed().session.alarms))
          for (const { step } of taken === undefined ? escalated : []) {
            const role = ROLES_OF[step]
            if (role === undefined || told.some((one) => one.role === role)) continue
            if (once(actor, `${alarm.alarmId}|${role}`)) tell(actor, alarm.alarmId, step, role)
          }
    },
    reach(actors, only) {
      for (const actor of actors)
        for (const { alarm, escalated, taken, told } of Object.values(actor.committed().session.alarms)) {
          if (taken !== undefined) continue
          for (const { step } of escalated) {
            const role = ROLES_OF[step]
            if (role === undefined) continue
            for (const page of pagesOf(role, actor, only)) {
              const has = told.some(
                (one) => one.role === role && one.event !== 'nobody' && sameScreen(one, page),
              )
              if (has || !once(actor, `${alarm.alarmId}|${role}|${page.pageId}`)) continue
              write(actor, {
                kind: 'delivery',
                alarmId: alarm.alarmId,
                step: STEP_OF[role] ?? step,
                event: 'sent',
                role,
                ...where(page),
              })
            }
          }
        }
    },
    shown(actor, alarmId, page) {
      const active = Object.values(actor.committed().session.alarms).find(
        (one) => one.alarm.alarmId === alarmId,
      )
      const told = active?.told ?? []
      const sent = told.findLast((one) => one.event === 'sent' && sameScreen(one, page))
      if (sent === undefined || told.some((one) => one.event === 'shown' && sameScreen(one, page))) return
      const { step, role } = sent
      // Called anew after an acknowledgement has ended, it is shown anew.
      const calledAtMs = active?.escalated.find((one) => one.step === step)?.atMs
      if (!once(actor, `${alarmId}|shown|${page.pageId}|${calledAtMs ?? 0}`)) return
      write(actor, { kind: 'delivery', alarmId, step, event: 'shown', role, ...where(page) })
    },
    forget: (sessionId) => void written.delete(sessionId),
  }
}
