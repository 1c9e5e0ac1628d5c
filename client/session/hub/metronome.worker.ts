// Owns a beat that hidden tabs cannot slow: browsers throttle a page's timers, not its workers'.
// It also notices that the whole machine slept. Never judges anything: link-watch does.
import { createSleepClock } from './sleep-clock.ts'

const BEAT_MS = 250
const sleep = createSleepClock()
setInterval(() => postMessage({ sleptMs: sleep.sleptMs() }), BEAT_MS)
