// Owns taking one person's changes over to a version that somebody else has made meanwhile: what each changed alone stays as
// they made it, what both changed is as it was typed here. Never reverts what this person did not touch.
import { canonicalText } from '@chairside/shared/alarm/profile/rule-set.ts'
import type { RuleSet } from '@chairside/shared/alarm/rules.ts'
import { inOrder, sortedBy } from './draft.ts'

type Members = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
/** NaN, an emptied field, is not the same as nothing. */
const same = (a: unknown, b: unknown): boolean =>
  typeof a === 'number' || typeof b === 'number' ? Object.is(a, b) : canonicalText(a) === canonicalText(b)

const nameOf = (item: unknown): string | undefined => {
  const name = isObject(item) ? (item['condition'] ?? item['level']) : undefined
  return typeof name === 'string' ? name : undefined
}
const byName = (list: readonly unknown[]): Members | undefined => {
  const names = list.map(nameOf)
  return names.length === new Set(names).size && !names.includes(undefined)
    ? Object.fromEntries(list.map((item) => [nameOf(item) as string, item]))
    : undefined
}

function mergeMembers(base: Members, mine: Members, theirs: Members): Members {
  const merged: Record<string, unknown> = {}
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const value = merge(base[key], mine[key], theirs[key])
    if (value !== undefined) merged[key] = value
  }
  return merged
}

function mergeLists(base: readonly unknown[], mine: readonly unknown[], theirs: readonly unknown[]): unknown {
  const named = [base, mine, theirs].map(byName)
  const [ofBase, ofMine, ofTheirs] = named
  if (ofBase !== undefined && ofMine !== undefined && ofTheirs !== undefined)
    return Object.values(mergeMembers(ofBase, ofMine, ofTheirs))
  if (mine.length !== theirs.length || base.length !== mine.length) return mine
  return mine.map((item, index) => merge(base[index], item, theirs[index]))
}

function merge(base: unknown, mine: unknown, theirs: unknown): unknown {
  if (isSame(mine, base)) return theirs
  if (isSame(theirs, base)) return mine
  if (isObject(base) && isObject(mine) && isObject(theirs)) return mergeMembers(base, mine, theirs)
  if (Array.isArray(base) && Array.isArray(mine) && Array.isArray(theirs))
    return mergeLists(base, mine, theirs)
  return mine
}
/** To the last leaf, since an emptied field is no JSON. */
function isSame(a: unknown, b: unknown): boolean {
  if (isObject(a) && isObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)])
    return [...keys].every((key) => isSame(a[key], b[key]))
  }
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]))
  return same(a, b)
}

/**
 * @param base what both began from
 * @param mine what was typed here
 * @param theirs what has been saved meanwhile
 */
export function takeOver(base: RuleSet, mine: RuleSet, theirs: RuleSet): RuleSet {
  const merged = merge(base, mine, theirs) as RuleSet
  return {
    ...merged,
    profile: theirs.profile,
    ladders: sortedBy(merged.ladders).map(inOrder),
    technical: sortedBy(merged.technical),
  }
}
