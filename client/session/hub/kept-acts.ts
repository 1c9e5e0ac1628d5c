// Owns which acts are remembered across a reload while nobody knows what became of them, or that they were not sent; and how one
// is sent again: as a new act, on the session as it is now, saying when it was done. Never one with a password, and never an act
// that only meant something in its moment (an acknowledgement, HELP).
import type { CommandId, EpochMs } from '@chairside/shared/ids.ts'
import { type CommandBody, type CommandType, zCommandBody } from '@chairside/shared/protocol/commands.ts'
import { zCommandId } from '@chairside/shared/record/record.ts'
import type { Keeper } from '../kept.ts'
import type { SentCommand } from './commands.ts'

const PREFIX = 'chairside.act.'

/** timed: it says when it was done. now: it is of the moment when it is sent. */
const AGAIN: Readonly<Partial<Record<CommandType, 'timed' | 'now'>>> = {
  'infusion.start': 'timed',
  'infusion.rate': 'timed',
  'infusion.pause': 'timed',
  'infusion.resume': 'timed',
  'infusion.stop': 'timed',
  'sideEffect.begin': 'timed',
  'sideEffect.change': 'timed',
  'sideEffect.end': 'timed',
  'medication.give': 'timed',
  'oxygen.set': 'timed',
  'assessment.record': 'timed',
  'note.add': 'timed',
  'manual.enter': 'timed',
  amend: 'now',
  'checkIn.answer': 'now',
  'signOff.set': 'now',
  'gate.ask': 'now',
}

export const mayAgain = ({ type }: CommandBody): boolean => AGAIN[type] !== undefined

/** The act as it is sent again: with the time when the finger came down, where it can say one. */
export function againBody(body: CommandBody, pressedAtHubMs: EpochMs): CommandBody {
  if (AGAIN[body.type] !== 'timed' || pressedAtHubMs === 0) return body
  if ('atMs' in body && body.atMs !== undefined) return body
  return { ...body, atMs: pressedAtHubMs } as CommandBody
}

type KeptAct = { readonly sent: boolean; readonly pressedAtHubMs: number; readonly body: unknown }

/** What an earlier load of this page sent without an answer, or could not send; oldest first. */
export function keptActs(keeper: Keeper): readonly SentCommand[] {
  const found: SentCommand[] = []
  for (const [name, value] of keeper.all(PREFIX)) {
    const kept = value as Partial<KeptAct> | null
    const commandId = zCommandId.safeParse(name.slice(PREFIX.length))
    const body = zCommandBody.safeParse(kept?.body)
    if (!commandId.success || !body.success || typeof kept?.pressedAtHubMs !== 'number') {
      keeper.drop(name)
      continue
    }
    found.push({
      commandId: commandId.data,
      body: body.data,
      pressedAtHubMs: kept.pressedAtHubMs as EpochMs,
      state:
        kept.sent === true
          ? { is: 'asking' }
          : { is: 'notSent', why: 'Not sent before this page was loaded again. Nothing was recorded.' },
    })
  }
  return found.sort((a, b) => a.pressedAtHubMs - b.pressedAtHubMs)
}

/** Remembers an act for as long as it is not known to be recorded or refused. */
export function keepAct(keeper: Keeper, { commandId, body, pressedAtHubMs, state }: SentCommand): void {
  const open = state.is === 'sending' || state.is === 'asking'
  if (mayAgain(body) && (open || state.is === 'notSent'))
    keeper.keep(`${PREFIX}${commandId}`, { sent: open, pressedAtHubMs, body } satisfies KeptAct)
  else forgetAct(keeper, commandId)
}
export const forgetAct = (keeper: Keeper, commandId: CommandId): void => keeper.drop(`${PREFIX}${commandId}`)
