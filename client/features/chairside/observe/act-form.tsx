// Owns how a form at the chair keeps what is typed in it, sends one act, and says what became of that. What was typed is kept
// until the hub has recorded it; the form says "recorded" only when the hub has said so.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import { type ReactNode, useCallback, useState } from 'react'
import type { DraftFields } from '../../../session/drafts.ts'
import { type Trouble, useSending } from '../../../session/sending.ts'
import { useScreen, useZone } from '../../../session/use-screen.ts'
import { Button } from '../../../ui/button.tsx'
import { clock } from '../../../ui/format.ts'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import styles from './observe.module.css'
import { fixedWhen, isWhen, NOW, readWhen, type When, type WhenNow } from './when.ts'

export type ActForm<F> = {
  readonly fields: F
  set(change: Partial<F>): void
  /** Of what is in it since before: when it was typed, hub time. */
  readonly restoredFromMs: number | undefined
  /** Empties it, and what was kept of it. */
  clear(): void
  readonly busy: boolean
  /** Why it was not recorded. */
  readonly trouble: Trouble | undefined
  /** @returns whether it was recorded */
  send(body: CommandBody): Promise<boolean>
  readonly when: When
  setWhen(when: When): void
  readonly whenNow: WhenNow
  /** `{ atMs }` for the act, `{}` for now or as recorded; undefined: it cannot have been then, and the form says so. */
  readonly at: { readonly atMs?: never } | { readonly atMs: EpochMsOf } | undefined
  /** What was wrong with the time. */
  readonly whenTrouble: string | undefined
}
type EpochMsOf = SessionState['headAtMs']

export type FormOf = {
  readonly state: SessionState
  /** Hub time. */
  readonly atMs: number
}

/**
 * @param form the name under which it is kept; see `formOf` in session/drafts
 * @param title what it is called where it is offered again
 */
export function useActForm<F extends object>(
  { state, atMs }: FormOf,
  form: string,
  title: string,
  empty: F,
  /** Of what is corrected: the time that stands recorded, hub time. */
  recordedMs?: number,
): ActForm<F> {
  const { screen } = useScreen()
  const hubZone = useZone()
  const { busy, trouble, say, edited, attempt } = useSending(state.head)
  const sessionId = openSessionId(state)
  const [kept] = useState(() => (sessionId === undefined ? undefined : screen.drafts.find(sessionId, form)))
  const [all, setAll] = useState<F & { readonly when: When }>(() => {
    const fields = { ...empty, ...(kept?.fields as Partial<F> | undefined) }
    const when = kept?.fields['when']
    return { ...fields, when: isWhen(when) ? when : NOW }
  })
  const [restoredFromMs, setRestored] = useState(kept?.typedAtMs)
  const whenNow: WhenNow = {
    nowMs: atMs,
    openedAtMs: state.opened?.hubAtMs ?? 0,
    zone: state.opened?.zone ?? hubZone,
    ...(recordedMs === undefined ? {} : { recordedMs }),
  }
  const put = useCallback(
    (next: F & { readonly when: When }) => {
      setAll(next)
      if (sessionId === undefined) return
      screen.drafts.put({
        sessionId,
        form,
        title,
        fields: next as unknown as DraftFields,
        typedAtMs: Math.round(screen.link.time.nowMs() ?? 0),
      })
    },
    [screen, sessionId, form, title],
  )
  const { when, ...fields } = all
  const read = readWhen(when, whenNow)
  return {
    fields: fields as unknown as F,
    set(change) {
      edited()
      put({ ...all, ...change })
    },
    restoredFromMs,
    clear() {
      if (sessionId !== undefined) screen.drafts.drop(sessionId, form)
      setAll({ ...empty, when: NOW })
      setRestored(undefined)
      say(undefined)
    },
    busy,
    trouble,
    async send(body) {
      const found = await attempt(body)
      if (found === undefined) return true
      // Sent later it is still of the moment that was meant.
      if (found.is !== 'refused') put({ ...all, when: fixedWhen(when, whenNow) })
      return false
    },
    when,
    setWhen(next) {
      edited()
      put({ ...all, when: next })
    },
    whenNow,
    at: !read.ok ? undefined : read.atMs === undefined ? {} : { atMs: read.atMs as EpochMsOf },
    whenTrouble: read.ok ? undefined : read.why,
  }
}

/** What every form says of itself: that it holds what was typed before, why it was not sent, what the hub says. */
export function FormTrouble<F>({
  form,
  zone,
  children,
}: {
  readonly form: ActForm<F>
  readonly zone?: string | undefined
  /** What can be answered to a refusal. */
  readonly children?: ReactNode
}) {
  const { restoredFromMs, trouble } = form
  return (
    <>
      {restoredFromMs !== undefined && (
        <p className={styles['restored']}>
          <span>
            Typed at {clock(restoredFromMs, zone ?? form.whenNow.zone)}, <strong>not recorded</strong>.
          </span>
          <Button kind="quiet" onClick={form.clear}>
            Empty it
          </Button>
        </p>
      )}
      {trouble !== undefined && (
        <div className={styles['trouble']} role="alert">
          <p>
            {trouble.words}
            {trouble.is === 'notSent' && ' What is typed here is kept.'}
          </p>
          {children}
        </div>
      )}
    </>
  )
}

/** What is said of what stands in a form before it is sent: it stops nobody, the hub judges. */
export function Doubt({ words }: { readonly words: string | undefined }) {
  return (
    <p className={styles['doubt']} role="status">
      {words}
    </p>
  )
}

/** A rate that is asked about is taken when somebody has looked twice. */
export function Unlikely<F>({ form, onSure }: { readonly form: ActForm<F>; readonly onSure: () => void }) {
  return (
    <FormTrouble form={form}>
      {form.trouble?.code === 'unlikely-value' && (
        <Button large disabled={form.busy} onClick={onSure}>
          It is right: record it
        </Button>
      )}
    </FormTrouble>
  )
}

/** The one button that records; after an attempt that came to nothing it says so. */
export function RecordButton<F>({
  form,
  disabled,
  children = 'Record',
}: {
  readonly form: ActForm<F>
  readonly disabled: boolean
  readonly children?: ReactNode
}) {
  return (
    <Button submit large wide kind="primary" disabled={disabled || form.busy || form.at === undefined}>
      {form.busy ? (
        'Sending'
      ) : form.trouble?.is === 'notSent' || form.trouble?.is === 'notKnown' ? (
        <>Send again: {children}</>
      ) : (
        children
      )}
    </Button>
  )
}
