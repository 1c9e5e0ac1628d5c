// Owns what happened in this session, newest first, and closing it. Facts only, in the words of shared/fold/timeline.
import { Modal } from '@mantine/core'
import { useState } from 'react'
import type { SessionView, TimelineLine } from '../../session/store.ts'
import { useAct, useActor, useScreen, useZone } from '../../session/use-screen.ts'
import { Button } from '../../ui/button.tsx'
import { clock, counted, tPlus } from '../../ui/format.ts'
import styles from './session-log.module.css'

/** Older lines than these are in the record, not on this screen. */
const SHOWN = 200

function Line({
  line,
  startedAtMs,
  zone,
}: {
  readonly line: TimelineLine
  readonly startedAtMs: number | undefined
  readonly zone: string | undefined
}) {
  const inInfusion = startedAtMs !== undefined && line.atMs >= startedAtMs
  return (
    <li className={styles['line']} data-kind={line.kind}>
      <time className={styles['at']} title={clock(line.atMs, zone)}>
        {inInfusion ? tPlus(line.atMs - startedAtMs) : clock(line.atMs, zone)}
      </time>
      <span>{line.text}</span>
    </li>
  )
}

export function SessionLog({ view }: { readonly view: SessionView }) {
  const { state, timeline } = view
  const zone = useZone()
  const lines = timeline.slice(-SHOWN).reverse()
  const { recoveredCount, unknownCount } = state
  return (
    <section className={styles['card']} aria-label="Log of this session">
      <header className={styles['head']}>
        <h2 className={styles['title']}>Log</h2>
        <CloseSession view={view} />
      </header>
      {/* A list that scrolls must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled with the arrow keys */}
      <ol className={styles['lines']} tabIndex={0} aria-label="What happened, newest first">
        {lines.map((line) => (
          <Line
            key={line.seq}
            line={line}
            startedAtMs={state.infusion.startedAtMs}
            zone={state.opened?.zone ?? zone}
          />
        ))}
      </ol>
      {(unknownCount > 0 || recoveredCount > 0) && (
        <p className={styles['counts']}>
          {[
            recoveredCount > 0 ? `${counted(recoveredCount, 'value')} filled in later, not judged` : '',
            unknownCount > 0 ? `${counted(unknownCount, 'entry', 'entries')} by a newer version` : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      )}
    </section>
  )
}

function CloseSession({ view }: { readonly view: SessionView }) {
  const { state } = view
  const { askSignIn } = useScreen()
  const actor = useActor()
  const act = useAct(state.head)
  const [asking, setAsking] = useState(false)
  const sessionId = state.opened?.sessionId
  if (sessionId === undefined || state.closed !== undefined) return undefined
  const open = Object.keys(state.alarms).length
  const running = state.infusion.phase === 'infusing' || state.infusion.phase === 'paused'
  return (
    <>
      <Button kind="quiet" onClick={() => (actor === undefined ? askSignIn() : setAsking(true))}>
        Close session …
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Close session ${state.opened?.patientCode}?`}
        centered
      >
        <div className={styles['closing']}>
          <p>Nothing more is recorded and nothing alarms here afterwards.</p>
          {open > 0 && <p>{counted(open, 'alarm')} will be listed as still open.</p>}
          {running && <p>The infusion is not recorded as stopped.</p>}
          <div className={styles['closingButtons']}>
            <Button large onClick={() => setAsking(false)}>
              Keep it open
            </Button>
            <Button
              large
              kind="primary"
              onClick={() => {
                setAsking(false)
                void act({ type: 'session.close', sessionId })
              }}
            >
              Close session
            </Button>
          </div>
        </div>
      </Modal>
    </>
  )
}
