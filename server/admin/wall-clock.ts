// Owns the time of acts done while no hub runs: the wall's, read when asked.
// Never used by the hub, whose time never goes back (system-clock).
import { type EpochMs, epochMs } from '@chairside/shared/ids.ts'

export const wallNowMs = (): EpochMs => epochMs(Date.now())
