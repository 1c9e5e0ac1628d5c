// Owns telling the hub, every two seconds, what only the page itself can know: that it paints, and whether it could sound.
// Never says more than it saw: a page that drew no frame does not paint, whatever its clock says.
import { SCREEN_STATE_EVERY_MS, type ScreenState } from '@chairside/shared/protocol/screens.ts'
import type { HubLink } from './hub-link.ts'
import type { Metronome } from './metronome.ts'

const TIMEOUT_MS = 2_000
/** Beats come each 250 ms: half of that early is nearer than a beat late. */
const EARLY_MS = 125

/** What the sound of this page knows of itself; `painting` is added here, from the frames. */
export type ScreenPort = {
  read(): Omit<ScreenState, 'painting'>
  /** Calls back when any of it changes, so that the hub knows before the next two seconds are over. */
  onChange?(listener: () => void): () => void
}

export type ScreenReport = {
  /** From now on the port is asked. @returns how to take it away again */
  attach(port: ScreenPort): () => void
  /** The sound state as this page would report it now. */
  sound(): ScreenState['sound']
  isHidden(): boolean
  stop(): void
}

export type ScreenReportDeps = {
  readonly link: HubLink
  readonly metronome: Pick<Metronome, 'onBeat'>
  /** Monotonic milliseconds. */
  readonly monoNow: () => number
  /** A frame was drawn within the last report's time. */
  readonly isPainting: () => boolean
  /** Of a page without a port. */
  readonly isHidden: () => boolean
  /** Calls back when the page is hidden or shown again. */
  readonly onHiddenChange?: (listener: () => void) => () => void
}

export function createScreenReport(deps: ScreenReportDeps): ScreenReport {
  const { link, metronome, monoNow } = deps
  let port: ScreenPort | undefined
  let offPort: (() => void) | undefined
  let sentAtMs = Number.NEGATIVE_INFINITY

  const read = (): ScreenState => ({
    ...(port?.read() ?? { hidden: deps.isHidden(), audio: 'none', wakeLock: false, sound: 'none' }),
    painting: deps.isPainting(),
  })

  function send(): void {
    if (!link.isReady()) return
    sentAtMs = monoNow()
    const { painting, hidden, audio, wakeLock, sound } = read()
    // An answer that does not come is not asked after: the next report is two seconds away.
    void link.wire.ask('screen:state', { painting, hidden, audio, wakeLock, sound }, TIMEOUT_MS)
  }

  const undo = [
    link.onReady(send),
    metronome.onBeat(() => {
      if (monoNow() - sentAtMs >= SCREEN_STATE_EVERY_MS - EARLY_MS) send()
    }),
    // Shown again, it has yet to draw: a report of now would say no more than the last one, and put the next one off.
    deps.onHiddenChange?.(() => {
      if (read().hidden || deps.isPainting()) send()
    }),
  ]
  const detach = () => {
    offPort?.()
    offPort = undefined
    port = undefined
  }
  return {
    attach(next) {
      detach()
      port = next
      offPort = next.onChange?.(send)
      send()
      return () => {
        if (port === next) detach()
      }
    },
    sound: () => read().sound,
    isHidden: () => read().hidden,
    stop() {
      detach()
      for (const off of undo) off?.()
    },
  }
}
