// Owns which stretches of a lane are hatched and why: the hub was away, the device was away, or it gave no value.
// One hatch at a time: hub before device before no value.
import { lengthOf, type Span } from './scale.ts'

export type TrendGap = { readonly kind: 'device' | 'hub'; readonly fromMs: number; readonly toMs?: number }
export type Hatch = {
  readonly kind: 'none' | 'device' | 'hub'
  readonly fromMs: number
  readonly toMs: number
}

export const HATCH_WORDS: Readonly<Record<Hatch['kind'], string>> = {
  none: 'no value',
  device: 'monitor away',
  hub: 'hub away',
}

/** What is left of the stretches where none of `taken` is. */
function without<T extends Span>(stretches: readonly T[], taken: readonly Span[]): T[] {
  return taken.reduce<T[]>(
    (left, { fromMs, toMs }) =>
      left.flatMap((each) => {
        if (toMs <= each.fromMs || fromMs >= each.toMs) return [each]
        const parts: T[] = []
        if (fromMs > each.fromMs) parts.push({ ...each, toMs: fromMs })
        if (toMs < each.toMs) parts.push({ ...each, fromMs: toMs })
        return parts
      }),
    [...stretches],
  )
}

function merged<T extends Span>(stretches: readonly T[]): T[] {
  const result: T[] = []
  for (const each of stretches.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = result.at(-1)
    if (last !== undefined && each.fromMs <= last.toMs)
      result[result.length - 1] = { ...last, toMs: Math.max(last.toMs, each.toMs) }
    else result.push(each)
  }
  return result
}

/** What two lists of stretches have in common. */
function common(stretches: readonly Span[], others: readonly Span[]): Span[] {
  return stretches.flatMap((each) =>
    others.flatMap((other) => {
      const fromMs = Math.max(each.fromMs, other.fromMs)
      const toMs = Math.min(each.toMs, other.toMs)
      return toMs > fromMs ? [{ fromMs, toMs }] : []
    }),
  )
}

/**
 * The gaps of a continuous signal's lane: a device is away from it only while no other device gives the signal.
 * @param silent stretches without a value, short ones too
 */
export function signalGaps(gaps: readonly TrendGap[], silent: readonly Span[], nowMs: number): TrendGap[] {
  const hub = gaps.filter(({ kind }) => kind === 'hub')
  const device = gaps
    .filter(({ kind }) => kind === 'device')
    .map(({ fromMs, toMs }) => ({ fromMs, toMs: toMs ?? nowMs }))
  return [...hub, ...common(device, silent).map((each) => ({ kind: 'device' as const, ...each }))]
}

/**
 * @param empty stretches of this lane's signal without a value that came in time
 * @param nowMs where a gap that goes on reaches to
 */
export function hatchesIn(
  empty: readonly Span[],
  gaps: readonly TrendGap[],
  span: Span,
  nowMs: number,
): Hatch[] {
  const of = (kind: TrendGap['kind']): Hatch[] =>
    merged(
      gaps
        .filter((gap) => gap.kind === kind)
        .map(({ fromMs, toMs }) => ({ kind, fromMs, toMs: Math.max(fromMs, toMs ?? nowMs) })),
    )
  const hub = of('hub')
  const device = without(of('device'), hub)
  const none = without(
    empty.map(({ fromMs, toMs }): Hatch => ({ kind: 'none', fromMs, toMs })),
    [...hub, ...device],
  ).filter((each) => lengthOf(each) >= 1_000)
  return [...none, ...device, ...hub]
    .filter(({ fromMs, toMs }) => toMs > span.fromMs && fromMs < span.toMs && toMs > fromMs)
    .map((each) => ({
      ...each,
      fromMs: Math.max(each.fromMs, span.fromMs),
      toMs: Math.min(each.toMs, span.toMs),
    }))
}
