// Owns what is typed into a form before the start until it is recorded: kept by the screen, so that it outlives a lost hub, another
// tab of the board and a reload. Never sends it, and never keeps a password or a person's name and number.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { useStore } from 'zustand'
import { useScreen } from '../../../session/use-screen.ts'

/** What is kept, where it has the shape that the form has now. */
function keptIn<T extends object>(initial: T, fields: Readonly<Record<string, unknown>>): T {
  const same = Object.entries(initial).every(([name, value]) => {
    const kept = fields[name]
    return (
      value === undefined || (typeof kept === typeof value && Array.isArray(kept) === Array.isArray(value))
    )
  })
  return same ? ({ ...initial, ...fields } as T) : initial
}

/**
 * @param form what it will send, as client/session/drafts names it
 * @param title what the form is called where it is offered again
 * @returns what is typed, how to change it, and how to forget it once it is recorded
 */
export function useTyped<T extends object>(
  state: Pick<SessionState, 'opened'>,
  { form, title }: { readonly form: string; readonly title: string },
  initial: T,
): readonly [T, (change: Partial<T>) => void, () => void] {
  const { screen } = useScreen()
  const { drafts } = screen
  const sessionId = state.opened?.sessionId ?? ''
  useStore(drafts.store)
  const typed = (): T => keptIn(initial, drafts.find(sessionId, form)?.fields ?? {})
  return [
    typed(),
    (change) =>
      drafts.put({
        sessionId,
        form,
        title,
        fields: { ...typed(), ...change },
        typedAtMs: screen.link.time.nowMs() ?? 0,
      }),
    () => drafts.drop(sessionId, form),
  ]
}
