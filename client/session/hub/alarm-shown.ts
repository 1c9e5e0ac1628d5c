// Owns telling the hub which alarms stand on this glass. On a screen is not the same as known: that takes a person's tap.
// Never says it of a page that nobody could see (hidden, or not painting).
import { zAlarmShown } from '@chairside/shared/protocol/screens.ts'
import type { HubLink } from './hub-link.ts'
import type { Metronome } from './metronome.ts'

const TIMEOUT_MS = 3_000

export type ShownAlarm = {
  readonly sessionId: string
  readonly alarmId: string
  /** How many have been told so far: one that is told of later is shown once more. */
  readonly told?: number
}
export type AlarmShown = {
  /**
   * These alarms stand on the glass now, and no others.
   * @param part of the page that says so, where a page has several that show alarms
   */
  show(alarms: readonly ShownAlarm[], part?: string): void
  stop(): void
}

const keyOf = ({ sessionId, alarmId, told = 0 }: ShownAlarm): string => `${sessionId} ${alarmId} ${told}`

export function createAlarmShown(
  link: HubLink,
  metronome: Pick<Metronome, 'onBeat'>,
  canBeSeen: () => boolean,
): AlarmShown {
  const parts = new Map<string, readonly ShownAlarm[]>()
  let standing: readonly ShownAlarm[] = []
  let said = new Set<string>()

  async function say(alarm: ShownAlarm): Promise<void> {
    const mine = said
    const key = keyOf(alarm)
    mine.add(key)
    const { sessionId, alarmId } = alarm
    const asked = await link.wire.ask('alarm:shown', zAlarmShown.parse({ sessionId, alarmId }), TIMEOUT_MS)
    // Not answered: it is said again while it stands. Refused: the hub knows why.
    if (asked.is === 'failed') mine.delete(key)
  }

  function sayWhatStands(): void {
    if (standing.length === 0 || !link.isReady()) return
    const unsaid = standing.filter((alarm) => !said.has(keyOf(alarm)))
    if (unsaid.length === 0 || !canBeSeen()) return
    for (const alarm of unsaid) void say(alarm)
  }

  const undo = [
    link.onReady(() => {
      said = new Set()
      sayWhatStands()
    }),
    metronome.onBeat(sayWhatStands),
  ]
  return {
    show(alarms, part = 'page') {
      parts.set(part, alarms)
      standing = [...parts.values()].flat()
      // What is off the glass, or counted anew after an acknowledgement has ended, is said again when it comes back.
      const keys = new Set(standing.map(keyOf))
      for (const key of said) if (!keys.has(key)) said.delete(key)
      sayWhatStands()
    },
    stop() {
      for (const off of undo) off()
    },
  }
}
