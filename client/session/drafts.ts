// Owns what was typed and is not recorded yet, by session and form: it outlives a lost hub, a reload and a sleep, and is offered
// again. Never sends anything, and is gone as soon as the hub has recorded the act that it was for.
import type { CommandBody } from '@chairside/shared/protocol/commands.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Keeper } from './kept.ts'

/** A form's own fields, as they stand in it; JSON-plain. */
export type DraftFields = Readonly<Record<string, unknown>>
export type Draft = {
  readonly sessionId: string
  /** The form: what it will send (`medication.give`), and which one of them where there are several. */
  readonly form: string
  /** "Drug" */
  readonly title: string
  readonly fields: DraftFields
  /** Hub time when it was last changed. */
  readonly typedAtMs: number
}
export type Drafts = {
  readonly store: StoreApi<{ readonly drafts: readonly Draft[] }>
  find(sessionId: string, form: string): Draft | undefined
  put(draft: Draft): void
  drop(sessionId: string, form: string): void
  /** Everything of a session that is closed. */
  forget(sessionId: string): void
}

/** Under which name what was typed for an act is kept. */
export function formOf(body: CommandBody): string {
  switch (body.type) {
    case 'assessment.record':
      return `${body.type} ${body.scale}`
    case 'checkIn.answer':
      return `${body.type} ${body.item}`
    case 'amend':
      return `${body.type} ${body.ofSeq}`
    default:
      return body.type
  }
}

const PREFIX = 'chairside.draft.'
/** Of the oldest beyond these nobody will be asked any more. */
const MOST = 40
/** Longer than any session: what is older belongs to nobody who is here. */
const OLDEST_MS = 24 * 60 * 60_000

const nameOf = ({ sessionId, form }: Pick<Draft, 'sessionId' | 'form'>): string =>
  `${PREFIX}${sessionId}.${form}`

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false
  const { sessionId, form, title, fields, typedAtMs } = value as Partial<Draft>
  return (
    typeof sessionId === 'string' &&
    typeof form === 'string' &&
    typeof title === 'string' &&
    typeof fields === 'object' &&
    fields !== null &&
    typeof typedAtMs === 'number'
  )
}

export function createDrafts(keeper: Keeper): Drafts {
  const found = keeper.all(PREFIX).flatMap(([, value]) => (isDraft(value) ? [value] : []))
  const store = createStore<{ readonly drafts: readonly Draft[] }>(() => ({
    drafts: found.sort((a, b) => a.typedAtMs - b.typedAtMs),
  }))
  const isOf = (sessionId: string, form: string) => (draft: Draft) =>
    draft.sessionId === sessionId && draft.form === form
  const without = (gone: (draft: Draft) => boolean): readonly Draft[] => {
    const { drafts } = store.getState()
    for (const draft of drafts.filter(gone)) keeper.drop(nameOf(draft))
    return drafts.filter((draft) => !gone(draft))
  }
  return {
    store,
    find: (sessionId, form) => store.getState().drafts.find(isOf(sessionId, form)),
    put(draft) {
      const others = without(
        (each) => isOf(draft.sessionId, draft.form)(each) || draft.typedAtMs - each.typedAtMs > OLDEST_MS,
      )
      const over = others.slice(0, Math.max(0, others.length + 1 - MOST))
      for (const each of over) keeper.drop(nameOf(each))
      keeper.keep(nameOf(draft), draft)
      store.setState({ drafts: [...others.slice(over.length), draft] })
    },
    drop(sessionId, form) {
      if (store.getState().drafts.some(isOf(sessionId, form)))
        store.setState({ drafts: without(isOf(sessionId, form)) })
    },
    forget(sessionId) {
      const isGone = (draft: Draft) => draft.sessionId === sessionId
      if (store.getState().drafts.some(isGone)) store.setState({ drafts: without(isGone) })
    },
  }
}
