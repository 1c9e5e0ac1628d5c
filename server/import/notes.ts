// Owns what an import says about a file in passing: how many notes, and how a length of time reads.

/** Notes that a person is shown; how many more there are is said. */
export const NOTES_SHOWN = 20

export const atMost = (notes: readonly string[]): string[] =>
  notes.length <= NOTES_SHOWN
    ? [...notes]
    : [...notes.slice(0, NOTES_SHOWN), `and ${notes.length - NOTES_SHOWN} more like these`]

const two = (value: number): string => String(value).padStart(2, '0')

/** Milliseconds as m:ss, or h:mm:ss from an hour on. */
export function clockText(ms: number): string {
  const seconds = Math.round(ms / 1_000)
  const hours = Math.floor(seconds / 3_600)
  const minutes = Math.floor(seconds / 60) % 60
  const rest = two(seconds % 60)
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${two(minutes)}:${rest}`
}
