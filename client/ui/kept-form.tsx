// Owns what is typed into a small form of people and plans until the hub has taken it: it outlives a reload and a lost hub, and is
// offered again as not recorded. Never keeps a password, nor a patient's label.
import { useState } from 'react'
import type { DraftFields } from '../session/drafts.ts'
import { useScreen, useZone } from '../session/use-screen.ts'
import { Button } from './button.tsx'
import { clock } from './format.ts'
import styles from './plan-dialogs.module.css'

export type KeptForm<F> = {
  readonly fields: F
  set(change: Partial<F>): void
  /** It is recorded, or somebody empties it. */
  forget(): void
  /** Of what is in it since before: when it was typed, hub time. */
  readonly restoredFromMs: number | undefined
}

/**
 * @param of what it is about, by its own id ("course 7f…") @param form which form of it
 * @param title what it is called where it is offered again @param empty as it opens with nothing kept
 */
export function useKeptForm<F extends object>(
  of: string,
  form: string,
  title: string,
  empty: F,
): KeptForm<F> {
  const { screen } = useScreen()
  const [kept] = useState(() => screen.drafts.find(of, form))
  const [fields, setFields] = useState<F>(() => ({ ...empty, ...(kept?.fields as Partial<F> | undefined) }))
  const [restoredFromMs, setRestored] = useState(kept?.typedAtMs)
  return {
    fields,
    set(change) {
      const next = { ...fields, ...change }
      setFields(next)
      const typedAtMs = Math.round(screen.link.time.nowMs() ?? 0)
      screen.drafts.put({ sessionId: of, form, title, fields: next as DraftFields, typedAtMs })
    },
    forget() {
      screen.drafts.drop(of, form)
      setFields(empty)
      setRestored(undefined)
    },
    restoredFromMs,
  }
}

export function KeptNote<F>({ kept }: { readonly kept: KeptForm<F> }) {
  const zone = useZone()
  if (kept.restoredFromMs === undefined) return undefined
  return (
    <p className={styles['kept']}>
      <span>
        Typed at {clock(kept.restoredFromMs, zone)}, <strong>not recorded</strong>.
      </span>
      <Button kind="quiet" onClick={kept.forget}>
        Empty it
      </Button>
    </p>
  )
}
