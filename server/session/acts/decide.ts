// Owns what a person's command does to a session: state and command in, facts or a refusal out. Pure.
// Never trusts that the screen has checked anything.
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { assertNever, ok, type Result, refuse } from '@chairside/shared/result.ts'
import { type Act, isSuiteCommand, isVisitCommand, signed } from './act.ts'
import { acknowledge, coming, decline, resolve, take } from './decide-alarms.ts'
import { audioOff, pauseAudio } from './decide-audio.ts'
import { claim, help, helpStamp, placement, quietChair, setPhase, symptom } from './decide-care.ts'
import { closeSession } from './decide-discharge.ts'
import { setLimits } from './decide-limits.ts'
import { decideMixup, isMixup } from './decide-mixups.ts'
import { infusion, orderCuff } from './decide-pump.ts'
import { undo } from './decide-undo.ts'
import { decideVisit } from './decide-visit.ts'

/**
 * What a command does.
 * @returns the facts to record, in order; or a refusal, after which nothing has changed
 */
export function decide(act: Act): Result<RecordBody[]> {
  const { state, command } = act
  const body = command.body
  if (body.type === 'session.open' || isSuiteCommand(body))
    return refuse('malformed', 'This is not said of an open session.', 'body.type')
  if (state.closed !== undefined)
    return refuse(
      'session-closed',
      `${state.closed.by} has closed this session; nothing more can be recorded in it.`,
      'body.sessionId',
    )
  if (command.basedOnSeq > state.head)
    return refuse(
      'sequence-unknown',
      'This screen refers to a record that does not exist; reload it.',
      'basedOnSeq',
    )
  if (isMixup(body)) return decideMixup(act, body)
  if (isVisitCommand(body)) return decideVisit(act, body)
  switch (body.type) {
    case 'session.close':
      return closeSession(act)
    case 'infusion.start':
    case 'infusion.rate':
    case 'infusion.pause':
    case 'infusion.resume':
    case 'infusion.stop':
      return infusion(act, body)
    case 'alarm.acknowledge':
      return acknowledge(act, body.alarmId)
    case 'alarm.coming':
      return coming(act, body.alarmId)
    case 'alarm.take':
      return take(act, body.alarmId)
    case 'alarm.decline':
      return decline(act, body.alarmId)
    case 'alarm.resolve':
      return resolve(act, body.alarmId, body.outcome)
    case 'audio.pause':
      return pauseAudio(act)
    case 'audio.off':
      return audioOff(act, body.on, body.reason)
    case 'undo':
      return undo(act, body.ofSeq)
    case 'limits.set':
      return setLimits(act, body)
    case 'symptom':
      return symptom(act, body)
    case 'help':
      return help(act)
    case 'help.stamp':
      return helpStamp(act, body)
    case 'claim':
      return claim(act, body.ofSeq)
    case 'phase.set':
      return setPhase(act, body.phase)
    case 'chair.quiet':
      return quietChair(act, body)
    case 'placement.set':
      return placement(act, body)
    case 'cuff.order':
      return orderCuff(act)
    case 'engine.retry': {
      if (!state.quarantined)
        return refuse('state-moved', 'Alarms are being judged here; there is nothing to retry.')
      const by = signed(act)
      return ok([{ ...by, kind: 'quarantine', on: false, reason: `tried again by ${by.by.name}` }])
    }
    default:
      return assertNever(body)
  }
}
