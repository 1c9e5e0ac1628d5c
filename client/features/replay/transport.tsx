// Owns the controls of a replay: play, jump, step, scrub, speed. They act on the cursor and on nothing else.
import type { AlarmSpan } from '@chairside/shared/fold/alarm-spans.ts'
import { SPEEDS, type Speed } from '@chairside/shared/playback/playback.ts'
import { memo } from 'react'
import type { CursorState } from '../../session/view/cursor.ts'
import { Button } from '../../ui/button.tsx'
import type { TimeScale } from '../../ui/format.ts'
import type { ReplayActs } from './acts.ts'
import { jumpFrom } from './moments.ts'
import { Scrubber } from './scrubber.tsx'
import styles from './transport.module.css'

function Jump({
  moments,
  atMs,
  what,
  acts,
}: {
  readonly moments: readonly number[]
  readonly atMs: number
  readonly what: 'alarm' | 'event'
  readonly acts: ReplayActs
}) {
  return (
    <>
      <Button
        aria-label={`Previous ${what}`}
        disabled={jumpFrom(moments, atMs, false) === undefined}
        onClick={() => acts.run({ is: 'jump', to: what, forward: false })}
      >
        <span aria-hidden="true">⇤</span> {what}
      </Button>
      <Button
        aria-label={`Next ${what}`}
        disabled={jumpFrom(moments, atMs, true) === undefined}
        onClick={() => acts.run({ is: 'jump', to: what, forward: true })}
      >
        {what} <span aria-hidden="true">⇥</span>
      </Button>
    </>
  )
}

const STEPS = [
  [-10_000, '−10 s', '10 seconds back'],
  [-1_000, '−1 s', '1 second back'],
  [1_000, '+1 s', '1 second on'],
  [10_000, '+10 s', '10 seconds on'],
] as const

/** These change with no moment: they are not drawn again while it plays. */
const Steps = memo(function Steps({ acts }: { readonly acts: ReplayActs }) {
  return (
    <fieldset className={styles['group']}>
      <legend className="visually-hidden">Step</legend>
      {STEPS.map(([byMs, text, words]) => (
        <Button key={byMs} kind="quiet" aria-label={words} onClick={() => acts.run({ is: 'step', byMs })}>
          {text}
        </Button>
      ))}
    </fieldset>
  )
})

const Speeds = memo(function Speeds({ speed, acts }: { readonly speed: Speed; readonly acts: ReplayActs }) {
  return (
    <fieldset className={styles['group']}>
      <legend className="visually-hidden">Speed</legend>
      {SPEEDS.map((each) => (
        <Button
          key={each}
          kind="quiet"
          className={styles['speed'] ?? ''}
          aria-pressed={speed === each}
          onClick={() => acts.setSpeed(each)}
        >
          <span>{each}×</span>
        </Button>
      ))}
    </fieldset>
  )
})

export function Transport({
  cursor: { playback, atMs, range, speed },
  spans,
  scale,
  acts,
  alarms,
  events,
}: {
  readonly cursor: CursorState
  readonly spans: readonly AlarmSpan[]
  readonly scale: TimeScale
  readonly acts: ReplayActs
  readonly alarms: readonly number[]
  readonly events: readonly number[]
}) {
  const playing = playback.is === 'playing'
  return (
    <section className={styles['transport']} aria-label="Replay controls">
      <div className={styles['row']}>
        <Button
          kind="primary"
          className={styles['play'] ?? ''}
          aria-label={playing ? 'Pause' : 'Play'}
          onClick={() => acts.run({ is: 'playOrPause' })}
        >
          <span aria-hidden="true" className={playing ? styles['pause'] : styles['start']} />
        </Button>
        <Jump what="alarm" moments={alarms} atMs={atMs} acts={acts} />
        <Scrubber range={range} atMs={atMs} spans={spans} scale={scale} onSeek={acts.seek} />
      </div>
      <div className={styles['row']}>
        <Jump what="event" moments={events} atMs={atMs} acts={acts} />
        <Steps acts={acts} />
        <span className={styles['spring']} />
        <Speeds speed={speed} acts={acts} />
      </div>
    </section>
  )
}
