// Owns the first facts of a session: whose it is, by which rules, what was planned, and the phase it begins in.
// Never opens anything: whoever does writes these in one commit.
import { boundOf } from '@chairside/shared/alarm/profile/limit-bounds.ts'
import type { RuleSet } from '@chairside/shared/alarm/rules.ts'
import { leastReal } from '@chairside/shared/fold/session-state.ts'
import type { SessionId } from '@chairside/shared/ids.ts'
import type { Command } from '@chairside/shared/protocol/screens.ts'
import type { ChangedLimit } from '@chairside/shared/record/care-kinds.ts'
import type { Order, RecordBody } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { isPatientCode, noCodeWords } from '@chairside/shared/visit/patient-code.ts'
import type { Site } from '@chairside/shared/visit/site.ts'
import { CATALOGUE } from '@chairside/shared/vitals.ts'
import type { HashedRuleSet } from '../store/directory.ts'
import type { SessionPlan } from '../store/directory-visits.ts'
import type { SignedDoer } from './acts/act.ts'
import { profileSays } from './acts/decide-limits.ts'
import type { Room } from './rooms/room.ts'

/** A simulated patient is nobody: the code has no check character. */
const isSimulated = (code: string): boolean => code.startsWith('SIM-')

/**
 * The limits of an order as limits of this patient, by the profile in force.
 * @returns `limit-out-of-range` where the profile has no such limit, or a physician may not set it so
 */
export function orderedLimits(
  ruleSet: RuleSet,
  { limits }: Pick<Order, 'limits'>,
  field: string,
): Result<ChangedLimit[]> {
  const changed: ChangedLimit[] = []
  for (const limit of limits) {
    const was = profileSays(ruleSet, limit)
    const bound = boundOf('physician', limit)
    const { label } = CATALOGUE[limit.quantity]
    if (was === undefined || bound === undefined || limit.value < bound.from || limit.value > bound.to)
      return refuse(
        'limit-out-of-range',
        `The order sets a limit on ${label} (${limit.value}) that the profile ${ruleSet.profile.name} version ${ruleSet.profile.version} does not allow. Have a physician sign another order.`,
        field,
      )
    changed.push({ ...limit, was })
  }
  return ok(changed)
}

/** @returns the facts in order; refused where the code or the ordered limits cannot be used */
export function firstFacts(given: {
  readonly sessionId: SessionId
  readonly room: Room
  readonly command: Command
  readonly patientCode: string
  readonly ruleSet: HashedRuleSet
  readonly plan: SessionPlan | undefined
  readonly site: Site
  readonly zone: string
  readonly clockRate: number
  readonly doer: SignedDoer
}): Result<RecordBody[]> {
  const { room, ruleSet, plan, doer, patientCode } = given
  const devices = room.devices()
  // Nobody is in a room whose monitors play recordings: there is nobody to check in.
  const isPlayed = devices.length > 0 && devices.every(({ deviceKind }) => deviceKind === 'recorded')
  const site: Site =
    isPlayed && given.site.checkIn === 'required'
      ? { ...given.site, checkIn: 'none', waived: 'recording' }
      : given.site
  const isVisit = site.checkIn === 'required'
  if (isVisit && plan === undefined && !isSimulated(patientCode) && !isPatientCode(patientCode))
    return refuse('code-mistyped', noCodeWords(patientCode), 'body.patientCode')
  const by = {
    by: doer.by,
    ...(doer.screenId === undefined ? {} : { screenId: doer.screenId }),
    commandId: given.command.commandId,
  }
  const order = plan?.order
  const limits = order === undefined ? ok([]) : orderedLimits(ruleSet, order, 'body.appointmentId')
  if (!limits.ok) return limits
  return ok([
    {
      ...by,
      kind: 'session.opened',
      sessionId: given.sessionId,
      roomId: room.roomId,
      roomName: room.name(),
      patientCode,
      provenance: devices.map((device) => device.deviceKind).reduce(leastReal, 'monitor'),
      zone: given.zone,
      profile: ruleSet.profile,
      clockRate: given.clockRate,
      site,
    },
    { kind: 'rules', profile: ruleSet.profile, ruleSet },
    ...(isVisit ? [{ ...by, kind: 'phase' as const, phase: 'checkIn' as const }] : []),
    ...(plan === undefined ? [] : [{ ...by, kind: 'plan' as const, ...plan }]),
    ...(order === undefined || limits.value.length === 0
      ? []
      : [
          {
            ...by,
            kind: 'limits' as const,
            limits: limits.value,
            reason: `as ordered by ${order.signedBy.name}`,
          },
        ]),
    ...devices,
  ])
}
