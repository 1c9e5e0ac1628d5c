// Owns how a recording is laid out: the moment and its numbers, the trend, the controls, alarms and events as recorded.
// The same for a session of the hub and for a file. Nothing here is live, nothing sounds, nothing can be acted upon.

import type { Quantity } from '@chairside/shared/vitals.ts'
import { type ComponentProps, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Cursor, CursorState } from '../../session/view/cursor.ts'
import type { SessionStore, SessionView } from '../../session/view/store.ts'
import { askWhy } from '../../session/view/why.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorTile } from '../../ui/error-tile.tsx'
import { momentWords, type TimeScale, timeScaleOf } from '../../ui/format.ts'
import { TrendPanel } from '../../ui/trend-panel/trend-panel.tsx'
import { WhyButton } from '../../ui/why-button.tsx'
import { createReplayActs } from './acts.ts'
import { AlarmList } from './alarm-list.tsx'
import { copyText } from './copy.ts'
import { Events } from './events.tsx'
import { useKeys } from './keys.ts'
import { KeysHelp } from './keys-help.tsx'
import { MomentValues, MomentWords, ValuesOnTheirWay } from './moment-values.tsx'
import { alarmMoments, eventMoments, landing } from './moments.ts'
import styles from './replay-board.module.css'
import { Transport } from './transport.tsx'

/** What is so at the cursor besides numbers, in words. */
export function momentNotes(view: Pick<SessionView, 'shown' | 'gaps'>, atMs: number): readonly string[] {
  const notes: string[] = []
  const hubAway = view.gaps.some(
    ({ kind, fromMs, toMs }) => kind === 'hub' && fromMs <= atMs && (toMs === undefined || atMs < toMs),
  )
  if (hubAway) notes.push('The hub was away at this moment: nothing recorded, nothing judged.')
  if (view.shown.quarantined) notes.push('ALARMS NOT JUDGED at this moment.')
  return notes
}

function Moment({
  session,
  scale,
  children,
}: {
  readonly session: SessionStore
  readonly scale: TimeScale
  /** What can be done with this moment. */
  readonly children: ReactNode
}) {
  const { atMs, loading, problem } = useStore(session.cursor.store)
  const view = useStore(session.view)
  const whyOf = (about: Quantity, name: string) => (
    <WhyButton
      about={name}
      ask={() => ({ moment: momentWords(atMs, scale), answer: askWhy(session, atMs, about) })}
    />
  )
  return (
    <>
      <div className={styles['moment']}>
        <MomentWords atMs={atMs} scale={scale} />
        {loading ? <ValuesOnTheirWay /> : <MomentValues state={view.shown} atMs={atMs} whyOf={whyOf} />}
        <span className={styles['tools']}>{children}</span>
      </div>
      {problem !== undefined && (
        <p className={styles['note']} role="status">
          {problem.message} It is being asked for again.
        </p>
      )}
      {!loading &&
        momentNotes(view, atMs).map((note) => (
          <p key={note} className={styles['note']}>
            {note}
          </p>
        ))}
    </>
  )
}

const secondOf = ({ atMs }: CursorState): number => Math.floor(atMs / 1_000) * 1_000 + 999

function Alarms({
  session,
  scale,
  onPick,
}: {
  readonly session: SessionStore
  readonly scale: TimeScale
  readonly onPick: (atMs: number) => void
}) {
  const spans = useStore(session.view, (view) => view.alarmSpans)
  const callings = useStore(session.view, (view) => view.callings)
  // What is dimmed changes by whole seconds, as everything else that is read here.
  const atMs = useStore(session.cursor.store, secondOf)
  const partial = useStore(session.view, (view) => view.phase !== 'following' || view.problem !== undefined)
  return <AlarmList {...{ spans, callings, atMs, scale, partial, onPick }} />
}

function Controls({
  cursor,
  ...rest
}: Omit<ComponentProps<typeof Transport>, 'cursor'> & { cursor: Cursor }) {
  return <Transport cursor={useStore(cursor.store)} {...rest} />
}

/**
 * @param linkOf the address of a moment, for copying; absent: a moment of this recording has no address
 */
export function ReplayBoard({
  session,
  note,
  linkOf,
}: {
  readonly session: SessionStore
  /** Why the recording stands where it stands, where a link said otherwise. */
  readonly note?: string | undefined
  readonly linkOf?: ((atMs: number) => string) | undefined
}) {
  const state = useStore(session.view, (view) => view.state)
  const timeline = useStore(session.view, (view) => view.timeline)
  const spans = useStore(session.view, (view) => view.alarmSpans)
  const range = useStore(session.cursor.store, (cursor) => cursor.range)
  const scale = useMemo(() => timeScaleOf(state, range), [state, range])
  const alarms = useMemo(() => alarmMoments(spans, scale), [spans, scale])
  const events = useMemo(() => eventMoments(timeline, scale), [timeline, scale])
  const [said, say] = useState('')
  const [read, setRead] = useState<string | undefined>()
  const [help, setHelp] = useState(false)
  const [uncopied, setUncopied] = useState<string | undefined>()
  const latest = useRef({ alarms, events, scale, linkOf })
  useEffect(() => {
    latest.current = { alarms, events, scale, linkOf }
  })
  const acts = useMemo(
    () =>
      createReplayActs({
        cursor: session.cursor,
        moments: () => latest.current,
        say,
        toggleHelp: () => setHelp((open) => !open),
        copyLink() {
          const address = latest.current.linkOf?.(session.cursor.store.getState().atMs)
          if (address === undefined) {
            say('A file has no link to a moment')
            return
          }
          void copyText(address).then((copied) => {
            setUncopied(copied ? undefined : address)
            say(copied ? 'Link to this moment copied' : 'The link could not be copied: it stands on the page')
          })
        },
      }),
    [session],
  )
  useKeys(acts)
  const pick = useCallback((atMs: number) => acts.seek(landing(atMs, latest.current.scale)), [acts])
  return (
    <main className={styles['board']}>
      <section className={styles['panel']} aria-label="The moment looked at">
        <ErrorTile name="These numbers">
          <Moment session={session} scale={scale}>
            {linkOf !== undefined && (
              <Button kind="quiet" onClick={() => acts.run({ is: 'copyLink' })}>
                Copy link
              </Button>
            )}
            <Button kind="quiet" aria-label="Keys" title="Keys" onClick={() => acts.run({ is: 'help' })}>
              ?
            </Button>
          </Moment>
        </ErrorTile>
        {note !== undefined && note !== read && (
          <p className={styles['note']} role="status">
            {note}
            <Button kind="quiet" onClick={() => setRead(note)}>
              OK
            </Button>
          </p>
        )}
        <div className={styles['trend']}>
          <ErrorTile name="The trend">
            <TrendPanel session={session} />
          </ErrorTile>
        </div>
      </section>
      <div className={styles['transport']}>
        <Controls
          cursor={session.cursor}
          spans={spans}
          scale={scale}
          acts={acts}
          alarms={alarms}
          events={events}
        />
        {uncopied !== undefined && (
          <label className={styles['link']}>
            Copy this link:
            <input readOnly value={uncopied} onFocus={(event) => event.currentTarget.select()} />
          </label>
        )}
        <p className={said.startsWith('Link') ? styles['said'] : 'visually-hidden'} role="status">
          {said}
        </p>
      </div>
      <div className={styles['side']}>
        <ErrorTile name="The list of alarms">
          <Alarms session={session} scale={scale} onPick={acts.seek} />
        </ErrorTile>
        <ErrorTile name="The list of events">
          <Events session={session} scale={scale} onPick={pick} />
        </ErrorTile>
      </div>
      <KeysHelp opened={help} onClose={() => setHelp(false)} />
    </main>
  )
}
