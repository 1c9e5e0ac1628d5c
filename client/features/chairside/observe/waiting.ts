// Owns what waits at the chair, in one list: drafts, due observations, rechecks; and the one line that stands for them on the panel.
// Never judges what a missing answer means.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { type Due, observationsDue } from '@chairside/shared/visit/observations.ts'
import type { Draft } from '../../../session/drafts.ts'
import { span } from '../../../ui/format.ts'
import { formOfDraft, type ObserveForm } from './forms.ts'

export type DueHere = Due & { readonly answers?: ObserveForm | undefined }
export type Waiting = {
  readonly due: readonly DueHere[]
  readonly drafts: readonly (Draft & { readonly opens: ObserveForm })[]
}

/** What answers it; a pressure is read by the monitor, or by hand. */
function answersOf(one: Due): ObserveForm | undefined {
  if (one.scale === 'sideEffects') return undefined
  if (one.scale !== 'recheck') return { is: 'scale', scale: one.scale }
  return 'what' in one && one.what === 'awake' ? { is: 'scale', scale: 'moaas' } : { is: 'byHand' }
}

export function waitingOf(state: SessionState, drafts: readonly Draft[], nowMs: number): Waiting {
  const sessionId = state.opened?.sessionId
  return {
    due: observationsDue(state, nowMs).map((one) => ({ ...one, answers: answersOf(one) })),
    drafts: drafts.flatMap((draft) => {
      const opens = draft.sessionId === sessionId ? formOfDraft(draft) : undefined
      return opens === undefined ? [] : [{ ...draft, opens }]
    }),
  }
}

/** What a tap on it opens: the only one that is due, or the list. */
export function opensOf({ due, drafts }: Waiting): ObserveForm | 'due' {
  const now = due.filter((one) => one.due)
  return drafts.length === 0 && now.length === 1 ? (now[0]?.answers ?? 'due') : 'due'
}

/** Somebody who comes within it comes on time. */
const NOW_MS = 30_000

/** "due now", "due 2:10 ago", "overdue 6:10", "in 3:20" */
export const dueWords = ({ dueMs, due, overdue }: Due, nowMs: number): string =>
  overdue
    ? `overdue ${span(nowMs - dueMs)}`
    : due
      ? nowMs - dueMs < NOW_MS
        ? 'due now'
        : `due ${span(nowMs - dueMs)} ago`
      : `in ${span(dueMs - nowMs + 999)}`

/** The most pressing of it, in a few words; undefined: nothing waits, and nothing is to come. */
export function waitingWords({ due, drafts }: Waiting, nowMs: number): string | undefined {
  const now = due.filter((one) => one.due)
  const [first] = now.length > 0 ? now : due
  const parts = [
    drafts.length === 0 ? '' : `Not recorded: ${drafts.map(({ title }) => title).join(', ')}`,
    first === undefined ? '' : `${first.text}: ${dueWords(first, nowMs)}`,
    now.length > 1 ? `${now.length - 1} more due` : '',
  ].filter(Boolean)
  return parts.length === 0 ? undefined : parts.join(' · ')
}
