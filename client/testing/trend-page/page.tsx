// Owns a page with nothing on it but the trend of records it is given: for tests of pixels and of cost in a real browser.
// The real store, the real frames, the real panel. Never used by the product.
import type { EpochMs, StreamId } from '@chairside/shared/ids.ts'
import type { LogRecord, RecordBody } from '@chairside/shared/record/record.ts'
import { createRoot } from 'react-dom/client'
import '../../app/tokens.css'
import '../../app/global.css'
import { createFrameDriver } from '../../session/frame-driver.ts'
import type { SessionSource, SourceEvent } from '../../session/records/source.ts'
import { createSessionStore, type SessionStore } from '../../session/view/store.ts'
import { TrendPanel } from '../../ui/trend-panel/trend-panel.tsx'

export type Given = {
  /** Each with its hub time. */
  readonly bodies: readonly (readonly [number, object])[]
  readonly live: boolean
  /** Hub time when it begins. */
  readonly nowMs: number
  readonly width: number
  readonly height: number
  readonly baseline?: Readonly<Record<string, number>>
}

const BEAT_MS = 250
/** The page's own; nothing else reads the time here. */
const mono = () => performance.now()

function open(given: Given) {
  const beganMs = mono()
  const nowMs = () => given.nowMs + Math.floor(mono() - beganMs)
  const metronome = {
    onBeat(run: () => void) {
      const timer = setInterval(run, BEAT_MS)
      return () => clearInterval(timer)
    },
  }
  const time = { nowMs: () => nowMs() as EpochMs, rate: () => 1 }
  const frames = createFrameDriver(
    time as unknown as Parameters<typeof createFrameDriver>[0],
    metronome as unknown as Parameters<typeof createFrameDriver>[1],
    mono,
  )
  let tell: ((event: SourceEvent) => void) | undefined
  let head = 0
  const lines: string[] = []
  const give = (bodies: Given['bodies']) => {
    const records = bodies.map(([hubAtMs, body]) => {
      head += 1
      return { v: 1, seq: head, hubAtMs, ...(body as RecordBody) } as unknown as LogRecord
    })
    for (const record of records) lines.push(JSON.stringify(record))
    tell?.({ kind: 'records', records })
  }
  const source: SessionSource = {
    stream: 'session:page' as StreamId,
    can: { takesCommands: given.live, seeks: true },
    start(listener) {
      tell = listener
      give(given.bodies)
      listener({ kind: 'caughtUp', head })
    },
    read: (first, last) => lines.slice(first - 1, last),
    stop() {
      tell = undefined
    },
  }
  const session = createSessionStore(source, { frames, monoNow: mono, ...(given.live ? { nowMs } : {}) })
  frames.start()
  session.start()
  return { session, frames, give, nowMs }
}

export type TrendPage = {
  show(given: Given): SessionStore
  /** More records; hub time of the page's clock where none is given. */
  give(bodies: Given['bodies']): void
  nowMs(): number
}

const root = createRoot(document.getElementById('root')!)
let opened: ReturnType<typeof open> | undefined
let shows = 0
const page: TrendPage & { session?: SessionStore } = {
  show(given) {
    opened?.session.stop()
    opened?.frames.stop()
    opened = open(given)
    shows += 1
    page.session = opened.session
    root.render(
      <div style={{ width: given.width, height: given.height }}>
        <TrendPanel
          key={shows}
          session={opened.session}
          frames={opened.frames}
          zone="Europe/Oslo"
          {...(given.baseline === undefined ? {} : { baseline: given.baseline })}
        />
      </div>,
    )
    return opened.session
  },
  give: (bodies) => opened?.give(bodies),
  nowMs: () => opened?.nowMs() ?? 0,
}
Object.assign(globalThis, { trendPage: page })
