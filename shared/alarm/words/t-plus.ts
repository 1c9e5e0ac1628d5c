// Owns how the time since the start of the infusion is written, on every screen, page, sentence and file. Never a clock time.

const two = (value: number): string => String(value).padStart(2, '0')

/** T+00:00, T+20:22, T+102:36, T−02:10: minutes and seconds, and never hours, so that one is never beside the other. */
export function tPlus(ms: number): string {
  const total = Math.floor(Math.abs(ms) / 1_000)
  return `T${ms < 0 && total > 0 ? '−' : '+'}${two(Math.floor(total / 60))}:${two(total % 60)}`
}
