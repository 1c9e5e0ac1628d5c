// Owns the highest (or lowest) values of a signal, kept so that "since the start" can be answered whatever the start turns out to be:
// it is said late, undone and amended. JSON-plain and small. Never a value that a later one leaves behind.

/** How high it was and when, in the order of time; nothing after the last was as high. Some moments between may be left out. */
export type Peak = { readonly value: number; readonly atMs: readonly number[] }
/** The best first, each later than the one before it. */
export type Peaks = readonly Peak[]
/** 1: the highest count; −1: the lowest. */
export type Sign = 1 | -1

/** Moments kept of one value while nobody has said when the start was. */
const KEPT = 600
const lastOf = ({ atMs }: Peak): number => atMs.at(-1) as number

/** Once there is a start, its first, its first since then, and its last say enough. */
function kept(all: readonly number[], startedAtMs: number | undefined): readonly number[] {
  if (startedAtMs === undefined) return all.length <= KEPT ? all : all.toSpliced(1, 1)
  const [first, last] = [all[0] as number, all.at(-1) as number]
  const since = all.find((ms) => ms >= startedAtMs) ?? last
  return [...new Set([first, since, last])]
}

/**
 * @param startedAtMs as it is known now; undefined: not started
 * @returns the same list where the value changes nothing
 */
export function pushPeak(
  peaks: Peaks,
  { value, atMs }: { readonly value: number; readonly atMs: number },
  sign: Sign,
  startedAtMs: number | undefined,
): Peaks {
  const better = (a: number, b: number): boolean => sign * (a - b) > 0
  if (peaks.some((one) => better(one.value, value) && lastOf(one) >= atMs)) return peaks
  const before = peaks.find((one) => one.value === value)?.atMs ?? []
  const index = before.findLastIndex((ms) => ms <= atMs)
  const own: Peak = { value, atMs: kept(before.toSpliced(index + 1, 0, atMs), startedAtMs) }
  return [
    ...peaks.filter((one) => better(one.value, value)),
    own,
    ...peaks.filter((one) => better(value, one.value) && lastOf(one) > lastOf(own)),
  ]
}

/** The best value from a moment on, and when it was first reached as far as that was kept. */
export function peakSince(
  peaks: Peaks,
  fromMs: number,
): { readonly value: number; readonly atMs: number } | undefined {
  for (const { value, atMs: all } of peaks) {
    const atMs = all.find((ms) => ms >= fromMs)
    if (atMs !== undefined) return { value, atMs }
  }
  return undefined
}
