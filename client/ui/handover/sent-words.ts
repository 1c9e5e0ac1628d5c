// Owns what a dialog says of an act of its own that was not recorded. Never says "recorded".
import type { SentCommand } from '../../session/hub/commands.ts'

/** @returns undefined: it was recorded */
export function troubleOf(sent: SentCommand | undefined): string | undefined {
  if (sent === undefined) return 'Not sent: sign in first.'
  switch (sent.state.is) {
    case 'recorded':
      return undefined
    case 'refused':
      return `Not recorded. ${sent.state.error.message}`
    case 'notSent':
      return sent.state.why
    default:
      return 'Whether it was recorded is not known. Look at who has the room.'
  }
}
