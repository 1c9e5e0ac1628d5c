// Owns how a profile is edited: one field at a time, what belongs together moved together. Plain functions on a rule set.
// Never checks it (shared/alarm/profile/rule-set-check does) and never throws away what was typed: a wrong number stays in the draft.
import {
  ADULT_KETAMINE_INFUSION,
  type LimitRule,
  type RuleSet,
  type TechnicalRule,
} from '@chairside/shared/alarm/rules.ts'

export type Path = readonly (string | number)[]
export type Ladder = RuleSet['ladders'][number]
export type Level = Ladder['levels'][number]

/** What was left out, to be put back as it was. */
export type Parked = {
  readonly levels: Readonly<Record<string, Level>>
  readonly technical: Readonly<Record<string, TechnicalRule>>
}
export type Draft = {
  /** Values that are not numbers stand as NaN: nothing was typed, or not a number yet. */
  readonly ruleSet: RuleSet
  readonly parked: Parked
  /** The last number of each limit whose field is empty, by its place. */
  readonly last: Readonly<Record<string, number>>
}
export const draftOf = (ruleSet: RuleSet): Draft => ({
  ruleSet,
  parked: { levels: {}, technical: {} },
  last: {},
})

/** What is at a path; undefined where there is nothing. */
export const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inside, key) => (inside as Record<string | number, unknown> | undefined)?.[key],
    value,
  )

function put<T>(value: T, [key, ...rest]: Path, now: unknown): T {
  if (key === undefined) return now as T
  if (Array.isArray(value))
    return value.map((item, index) => (index === key ? put(item, rest, now) : item)) as T
  const { [key]: before, ...others } = (value ?? {}) as Record<string, unknown>
  const next = put(before, rest, now)
  // A member that is nothing is not there: `silent`, the cuff's cycle on demand.
  return (next === undefined ? others : { ...(value as object), [key]: next }) as T
}

/** The draft with one value changed. */
export const set = (draft: Draft, path: Path, value: unknown): Draft => ({
  ...draft,
  ruleSet: put(draft.ruleSet, path, value),
})

type OfLadder = (ladder: Ladder) => Ladder
const onLadder = (draft: Draft, condition: string, change: OfLadder): Draft => ({
  ...draft,
  ruleSet: {
    ...draft.ruleSet,
    ladders: draft.ruleSet.ladders.map((ladder) =>
      ladder.condition === condition ? sameConfirmed(change(ladder)) : ladder,
    ),
  },
})
const onLevel = (draft: Draft, condition: string, level: string, change: (level: Level) => Level): Draft =>
  onLadder(draft, condition, (ladder) => ({
    ...ladder,
    levels: ladder.levels.map((one) => (one.level === level ? change(one) : one)),
  }))

/** A level that only confirms the one below it has that one's limits. */
function sameConfirmed(ladder: Ladder): Ladder {
  const levels = ladder.levels.map((level, rank) => {
    const below = ladder.levels[rank - 1]
    return level.decided === 'confirmation' && below !== undefined
      ? { ...level, limits: below.limits, staysWhile: below.staysWhile }
      : level
  })
  return { ...ladder, levels }
}

/** Where it ends moves with the limit, by as much: the hysteresis stays as it is until it is changed by itself. */
export function setLimit(
  draft: Draft,
  condition: string,
  level: string,
  index: number,
  value: number,
): Draft {
  const key = `${condition}.${level}.${index}`
  const last = { ...draft.last }
  const changed = onLevel(draft, condition, level, (one) => {
    const limit = one.limits[index]
    if (limit?.value === undefined) return one
    if (!Number.isNaN(limit.value)) last[key] = limit.value
    const by = value - (last[key] ?? Number.NaN)
    const moved = (stays: readonly LimitRule[]): readonly LimitRule[] =>
      stays.map((stay) =>
        stay.quantity === limit.quantity && stay.value !== undefined && Number.isFinite(by)
          ? { ...stay, value: stay.value + by }
          : stay,
      )
    return {
      ...one,
      limits: one.limits.map((own, place) => (place === index ? { ...own, value } : own)),
      staysWhile: moved(one.staysWhile),
      ...(one.staysUnconfirmedWhile === undefined
        ? {}
        : { staysUnconfirmedWhile: moved(one.staysUnconfirmedWhile) }),
    }
  })
  return { ...changed, last }
}

export type RelativeKey = 'times' | 'minus' | 'notUnder'
/** Where it ends is relative to the same, so it follows; `plus` is the hysteresis and stays. */
export function setRelative(
  draft: Draft,
  { condition, level, index }: { condition: string; level: string; index: number },
  key: RelativeKey,
  value: number,
): Draft {
  return onLevel(draft, condition, level, (one) => {
    const limit = one.limits[index]
    const before = limit?.relative
    if (limit === undefined || before === undefined) return one
    const isSame = ({ quantity, relative }: LimitRule): boolean =>
      quantity === limit.quantity &&
      relative !== undefined &&
      relative.times === before.times &&
      relative.minus === before.minus &&
      relative.notUnder === before.notUnder
    const changed = (rule: LimitRule): LimitRule =>
      isSame(rule) && rule.relative !== undefined
        ? { ...rule, relative: { ...rule.relative, [key]: value } }
        : rule
    return { ...one, limits: one.limits.map(changed), staysWhile: one.staysWhile.map(changed) }
  })
}

type StayList = 'staysWhile' | 'staysUnconfirmedWhile'
export type OfStay = { condition: string; level: string; list: StayList; index: number }
const onStay = (
  draft: Draft,
  { condition, level, list, index }: OfStay,
  change: (stay: LimitRule, of: Level) => LimitRule,
) =>
  onLevel(draft, condition, level, (one) => ({
    ...one,
    [list]: (one[list] ?? []).map((stay, place) => (place === index ? change(stay, one) : stay)),
  }))
/** Where a level ends; of one that also has a limit relative to the baseline that one's distance becomes the same. */
export function setStay(draft: Draft, of: OfStay, value: number): Draft {
  return onStay(draft, of, (stay, level) => {
    const { relative, quantity } = stay
    const limit = level.limits.find((one) => one.quantity === quantity && one.relative !== undefined)
    const plus = value - (limit?.value ?? Number.NaN)
    return relative === undefined || !Number.isFinite(plus)
      ? { ...stay, value }
      : { ...stay, value, relative: { ...relative, plus } }
  })
}
/** How far from a limit relative to the baseline it ends. */
export const setPlus = (draft: Draft, of: OfStay, plus: number): Draft =>
  onStay(draft, of, (stay) =>
    stay.relative === undefined ? stay : { ...stay, relative: { ...stay.relative, plus } },
  )

export const setLevel = (
  draft: Draft,
  condition: string,
  level: string,
  values: Partial<Pick<Level, 'priority' | 'delayMs' | 'leaveMs' | 'decided'>>,
): Draft => onLevel(draft, condition, level, (one) => ({ ...one, ...values }))

const shippedLadder = (condition: string): Ladder | undefined =>
  ADULT_KETAMINE_INFUSION.ladders.find((ladder) => ladder.condition === condition)
/** In the order of what ships: what is edited has its levels in this order too. */
export function inOrder(ladder: Ladder): Ladder {
  const order = shippedLadder(ladder.condition)?.levels.map(({ level }) => level) ?? []
  return {
    ...ladder,
    levels: [...ladder.levels].sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level)),
  }
}
export const sortedBy = <T extends { readonly condition: string }>(list: readonly T[]): readonly T[] =>
  [...list].sort((a, b) => (a.condition < b.condition ? -1 : 1))

/** Leaves a level out; a condition without levels is left out whole. */
export function leaveOut(draft: Draft, condition: string, level: string): Draft {
  const own = draft.ruleSet.ladders
    .find((ladder) => ladder.condition === condition)
    ?.levels.find((one) => one.level === level)
  if (own === undefined) return draft
  const next = onLadder(draft, condition, (ladder) => ({
    ...ladder,
    levels: ladder.levels.filter((one) => one.level !== level),
  }))
  return {
    ...draft,
    ruleSet: { ...next.ruleSet, ladders: next.ruleSet.ladders.filter(({ levels }) => levels.length > 0) },
    parked: { ...draft.parked, levels: { ...draft.parked.levels, [`${condition}.${level}`]: own } },
  }
}

/** Takes a level in again: as it was left out, as the version that is edited has it, or as it ships. */
export function takeIn(draft: Draft, base: RuleSet, condition: string, level: string): Draft {
  const levelIn = (ladder: Ladder | undefined) => ladder?.levels.find((one) => one.level === level)
  const shipped = shippedLadder(condition)
  const own =
    draft.parked.levels[`${condition}.${level}`] ??
    levelIn(base.ladders.find((ladder) => ladder.condition === condition)) ??
    levelIn(shipped)
  const frame = draft.ruleSet.ladders.find((ladder) => ladder.condition === condition) ?? shipped
  if (own === undefined || frame === undefined) return draft
  const isThere = draft.ruleSet.ladders.includes(frame)
  const levels = isThere ? frame.levels.filter((one) => one.level !== level) : []
  const ladder = inOrder({ ...frame, levels: [...levels, own] })
  const others = draft.ruleSet.ladders.filter((one) => one.condition !== condition)
  return { ...draft, ruleSet: { ...draft.ruleSet, ladders: sortedBy([...others, ladder]) } }
}

export function leaveOutTechnical(draft: Draft, condition: string): Draft {
  const rule = draft.ruleSet.technical.find((one) => one.condition === condition)
  if (rule === undefined) return draft
  return {
    ...draft,
    ruleSet: {
      ...draft.ruleSet,
      technical: draft.ruleSet.technical.filter((one) => one.condition !== condition),
    },
    parked: { ...draft.parked, technical: { ...draft.parked.technical, [condition]: rule } },
  }
}
export function takeInTechnical(draft: Draft, base: RuleSet, condition: string): Draft {
  const isIt = (one: TechnicalRule): boolean => one.condition === condition
  const rule =
    draft.parked.technical[condition] ??
    base.technical.find(isIt) ??
    ADULT_KETAMINE_INFUSION.technical.find(isIt)
  if (rule === undefined || draft.ruleSet.technical.some(isIt)) return draft
  return { ...draft, ruleSet: { ...draft.ruleSet, technical: sortedBy([...draft.ruleSet.technical, rule]) } }
}
