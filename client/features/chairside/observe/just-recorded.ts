// Owns which act this screen recorded a moment ago and may still take back: for ten seconds, by whoever did it.
// Source: clinical facts §6 "Every act: … undo 10 s".
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { RecordSeq } from '@chairside/shared/ids.ts'
import type { CommandType } from '@chairside/shared/protocol/screens.ts'
import type { SentCommand } from '../../../session/hub/commands.ts'
import { actWords } from '../../../ui/act-words.ts'

/** Where the session's profile is not known here. */
export const UNDO_MS = 10_000

const OBSERVED: ReadonlySet<CommandType> = new Set<CommandType>([
  'sideEffect.begin',
  'sideEffect.change',
  'sideEffect.end',
  'medication.give',
  'oxygen.set',
  'assessment.record',
  'note.add',
  'manual.enter',
])

export type JustRecorded = { readonly seq: RecordSeq; readonly words: string; readonly leftMs: number }

/** "Nausea ended" says more than the act alone. */
function wordsOf({ body }: SentCommand, { visit }: SessionState): string {
  if (body.type !== 'sideEffect.end' && body.type !== 'sideEffect.change') return actWords(body)
  const one = visit.sideEffects.find(({ seq }) => seq === body.ofSeq)
  const name = one?.note ?? (one === undefined ? 'Side effect' : actWords({ ...one, ...NAME_ONLY } as never))
  const plain = name.split(', ')[0] ?? name
  return body.type === 'sideEffect.end' ? `${plain} ended` : `${plain}: ${body.severity}`
}
const NAME_ONLY = { type: 'sideEffect.begin' } as const

/**
 * @param sent newest first @param atMs hub time
 * @returns undefined: nothing that may still be taken back
 */
export function justRecorded(
  sent: readonly SentCommand[],
  state: SessionState,
  atMs: number,
  undoMs: number = UNDO_MS,
): JustRecorded | undefined {
  const sessionId = state.opened?.sessionId
  const undone = new Set(
    sent.flatMap(({ body, state: { is } }) =>
      body.type === 'undo' && is === 'recorded' ? [Number(body.ofSeq)] : [],
    ),
  )
  for (const command of sent) {
    const { body, pressedAtHubMs, state: now } = command
    if (!OBSERVED.has(body.type) || now.is !== 'recorded') continue
    if (!('sessionId' in body) || body.sessionId !== sessionId) continue
    const leftMs = pressedAtHubMs + undoMs - atMs
    if (leftMs <= 0) return undefined
    if (undone.has(now.seq)) continue
    // The hub's clock on this screen may be a moment behind the press.
    return { seq: now.seq as RecordSeq, words: wordsOf(command, state), leftMs: Math.min(leftMs, undoMs) }
  }
  return undefined
}
