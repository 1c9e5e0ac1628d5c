// Owns what differs between two rule sets, in plain words and to the last leaf: whoever signs a profile reads it.
// Never leaves a difference unsaid: what it has no words for it names by its field.
import { PHASES } from '../../record/care-kinds.ts'
import type { LimitRule, RuleSet, TechnicalLevel } from '../rules.ts'
import { canonicalRuleSet, canonicalText } from './rule-set.ts'
import {
  conditionWords,
  endsWords,
  levelWords,
  limitRuleWords,
  PHASE_WORDS,
  quantityWords,
  timeWords,
} from './rule-words.ts'

export type RuleChange = {
  /** As `profile-invalid` names it. */
  readonly field: string
  /** "BP high: SBP ≥ 160 → ≥ 165" */
  readonly text: string
}

/** One leaf: what it is, and how its value reads. */
type Leaf = {
  readonly what: string
  readonly words: string
  /** Where the value begins like the one it is compared with, the shorter form. */
  readonly short?: string
  readonly kind?: string
  readonly value: unknown
}
type Leaves = Map<string, Leaf>

const PRIORITY_WORDS = { low: 'LOW', medium: 'MEDIUM', high: 'HIGH' } as const
const DECIDED_WORDS = {
  delay: 'by its delay',
  firstReading: 'by the first reading',
  repeat: 'by a repeat',
  confirmation: 'by the repeat of the level below',
} as const

const KNOWN_TIMES: Readonly<Record<string, string>> = {
  missingMs: 'Missing values neither count nor reset for',
  settlingMs: 'Settling after a sensor came back',
  gapGraceMs: 'Grace after the hub was away',
  manualMs: 'A manual measurement ends a condition up to',
  'cuff.firstMs': 'Cuff: first reading after the start',
  'cuff.whileHighMs': 'Cuff: cycle while a BP condition is active',
  'cuff.afterDrugMs': 'Cuff: that cycle after a BP drug for',
  'cuff.recoveryFirstMs': 'Cuff: cycle of recovery kept for',
  'cuff.recoveryThenMs': 'Cuff: cycle after that',
  'cuff.skipIfWithinMs': 'Cuff: a reading is skipped if one finished within',
  'cuff.betweenOrdersMs': 'Cuff: at least this long between orders',
  'repeat.waitMs': 'Repeat: wait',
  'repeat.runningWaitMs': 'Repeat: wait while a cycle is running',
  'hold.mostMs': 'Cuff hold: at most',
  'hold.afterMs': 'Cuff hold: after deflation',
  'hold.notAtCycleMs': 'Cuff hold: none at cycles up to',
  'silence.comingMs': 'Coming: sound off for',
  'silence.pauseMs': 'Audio paused for',
  'silence.helpQuietMs': 'HELP: chair quiet for',
  'silence.undoMs': 'Undo within',
  'silence.highHoldsMs': 'Acknowledged HIGH: sounds again after',
  'silence.mediumHoldsMs': 'Acknowledged MEDIUM: sounds again after',
  'silence.reminderMs': 'Audio off: reminder every',
}
const PHYSIOLOGICAL_WORDS = {
  all: 'every condition',
  highOnly: 'HIGH only',
  highSounds: 'HIGH sounds, others are seen',
} as const

/** Every leaf of an object whose members have no words of their own, by its field. */
function addMembers(leaves: Leaves, field: string, members: object): void {
  for (const [key, one] of Object.entries(members))
    addPlain(leaves, field === '' ? key : `${field}.${key}`, one)
}

function addPlain(leaves: Leaves, field: string, value: unknown): void {
  if (value === undefined) return
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0) {
    addMembers(leaves, field, value)
    return
  }
  const time = KNOWN_TIMES[field]
  const isTime = time !== undefined && typeof value === 'number'
  leaves.set(field, {
    what: time ?? field,
    words: isTime ? timeWords(value) : typeof value === 'string' ? value : JSON.stringify(value),
    value,
  })
}

type Level = RuleSet['ladders'][number]['levels'][number]

function addLevel(leaves: Leaves, at: string, name: string, level: Level): void {
  const {
    level: _name,
    priority,
    limits,
    staysWhile,
    staysUnconfirmedWhile,
    delayMs,
    leaveMs,
    ...rest
  } = level
  const { decided, asksRepeat, silent, tell, ...more } = rest
  const add = (field: string, what: string, words: string, value: unknown): void => {
    leaves.set(`${at}.${field}`, { what: `${name}: ${what}`, words, value })
  }
  add('priority', 'priority', PRIORITY_WORDS[priority], priority)
  const addLimits = (
    list: readonly LimitRule[] | undefined,
    field: string,
    before: string,
    wordsOf: (limit: LimitRule) => string,
  ): void => {
    for (const [index, limit] of (list ?? []).entries()) {
      const words = wordsOf(limit)
      leaves.set(`${at}.${field}[${index}]`, {
        what: `${name}: ${before}`,
        words,
        short: words.slice(quantityWords(limit.quantity).length + 1),
        kind: limit.quantity,
        value: limit,
      })
    }
  }
  addLimits(limits, 'limits', '', limitRuleWords)
  addLimits(staysWhile, 'staysWhile', 'ends at ', endsWords)
  addLimits(staysUnconfirmedWhile, 'staysUnconfirmedWhile', 'until a repeat agreed, ends at ', endsWords)
  add('decided', 'decided', DECIDED_WORDS[decided], decided)
  add('delayMs', 'raised after', timeWords(delayMs), delayMs)
  add('leaveMs', 'left once in clear for', timeWords(leaveMs), leaveMs)
  add('asksRepeat', 'asks for a repeat', asksRepeat === true ? 'yes' : 'no', asksRepeat)
  add('silent', 'sound', silent === true ? 'seen only' : 'heard', silent)
  add('tell', 'told as', tell, tell)
  addMembers(leaves, at, more)
}

function addTechnicalLevels(
  leaves: Leaves,
  at: string,
  name: string,
  levels: readonly TechnicalLevel[],
): void {
  const words = levels.map(({ priority, silent, afterMs, afterCycles, level }) => {
    const after = afterCycles === undefined ? timeWords(afterMs) : `${afterCycles} cycles`
    const called = level === priority || (level === 'seen' && silent === true) ? '' : ` "${level}"`
    return `${silent === true ? 'seen' : PRIORITY_WORDS[priority]}${called} after ${after}`
  })
  leaves.set(at, { what: name, words: words.length === 0 ? 'none' : words.join(', '), value: levels })
}

/** Every leaf of a rule set. Ladders, levels and technical conditions stand by their names, in canonical order. */
function leavesOf(ruleSet: RuleSet): Leaves {
  const leaves: Leaves = new Map()
  const { profile, ladders, technical, phases, silence, ...more } = ruleSet
  leaves.set('profile.name', { what: 'Name', words: profile.name, value: profile.name })
  leaves.set('profile.version', { what: 'Version', words: String(profile.version), value: profile.version })
  for (const { condition, levels, sources, needsPulse, ...rest } of ladders) {
    const at = `ladders.${condition}`
    const name = conditionWords(condition)
    leaves.set(at, { what: `${name}, every level`, words: '', value: true })
    leaves.set(`${at}.sources`, { what: `${name}: measured by`, words: sources.join(', '), value: sources })
    leaves.set(`${at}.needsPulse`, {
      what: `${name}: needs a valid pulse`,
      words: needsPulse ? 'yes' : 'no',
      value: needsPulse,
    })
    addMembers(leaves, at, rest)
    const order = levels.map(({ level }) => level)
    for (const level of levels) {
      const called = levelWords(condition, level.level)
      leaves.set(`${at}.${level.level}`, {
        what: `${called} (${PRIORITY_WORDS[level.priority]})`,
        words: '',
        value: true,
      })
      addLevel(leaves, `${at}.${level.level}`, called, level)
    }
    leaves.set(`${at}.levels`, { what: `${name}: levels`, words: order.join(', '), value: order })
  }
  for (const { condition, kind, signal, tell, otherwise, byPhase, ...rest } of technical) {
    const at = `technical.${condition}`
    const name = conditionWords(condition)
    leaves.set(at, { what: name, words: '', value: true })
    addPlain(leaves, `${at}.kind`, kind)
    addPlain(leaves, `${at}.signal`, signal)
    addPlain(leaves, `${at}.tell`, tell)
    addMembers(leaves, at, rest)
    addTechnicalLevels(leaves, `${at}.otherwise`, `${name}: `, otherwise)
    for (const phase of PHASES) {
      const own = byPhase[phase]
      if (own !== undefined)
        addTechnicalLevels(leaves, `${at}.byPhase.${phase}`, `${name}, ${PHASE_WORDS[phase]}: `, own)
    }
  }
  for (const phase of PHASES) {
    const { physiological, relative, cuffMs, ...rest } = phases[phase]
    const at = `phases.${phase}`
    const name = `In ${PHASE_WORDS[phase]}`
    leaves.set(`${at}.physiological`, {
      what: `${name}: alarms`,
      words: PHYSIOLOGICAL_WORDS[physiological],
      value: physiological,
    })
    leaves.set(`${at}.relative`, {
      what: `${name}: limits relative to the baseline`,
      words: relative ? 'on' : 'off',
      value: relative,
    })
    leaves.set(`${at}.cuffMs`, {
      what: `${name}: cuff`,
      words: cuffMs === undefined ? 'on demand' : `every ${timeWords(cuffMs)}`,
      value: cuffMs,
    })
    addMembers(leaves, at, rest)
  }
  const { worsensBy, ...times } = silence
  addMembers(leaves, 'silence', times)
  for (const [quantity, by] of Object.entries(worsensBy))
    leaves.set(`silence.worsensBy.${quantity}`, {
      what: `Acknowledged ${quantityWords(quantity as keyof typeof worsensBy)}: sounds again when worse by`,
      words: String(by),
      value: by,
    })
  addMembers(leaves, '', more)
  return leaves
}

const join = (what: string, words: string): string => `${what}${what.endsWith(' ') ? '' : ': '}${words}`

function changeOf(before: Leaf, after: Leaf): string {
  // Two values that read alike are shown as they are written.
  const alike = before.words === after.words
  const from = alike ? JSON.stringify(before.value) : before.words
  const to = alike
    ? JSON.stringify(after.value)
    : before.kind !== undefined && before.kind === after.kind
      ? (after.short ?? after.words)
      : after.words
  // "raised after 15 s → 20 s" reads without a second colon.
  const isSentence = / (after|for|within|wait|every|decided)$/.test(before.what)
  return isSentence ? `${before.what} ${from} → ${to}` : join(before.what, `${from} → ${to}`)
}

const asText = (leaf: Leaf): string => canonicalText(leaf.value)

/**
 * What changes from `before` to `after`, in the order of the profile. Empty if and only if their canonical texts are equal.
 */
export function diffRuleSets(before: RuleSet, after: RuleSet): readonly RuleChange[] {
  const old = leavesOf(before)
  const now = leavesOf(after)
  const changes: RuleChange[] = []
  const say = (field: string, text: string): void => {
    changes.push({ field, text })
  }
  /** Of something that is gone or new as a whole only that is said. */
  const whole: string[] = []
  const isPartOf = (field: string): boolean => whole.some((one) => field.startsWith(`${one}.`))
  const isThing = (leaf: Leaf): boolean => leaf.value === true && leaf.words === ''
  const fields = [...old.keys(), ...[...now.keys()].filter((field) => !old.has(field))]
  for (const field of fields) {
    const was = old.get(field)
    const is = now.get(field)
    if (isPartOf(field)) continue
    if (was !== undefined && is !== undefined) {
      if (asText(was) === asText(is)) continue
      // Levels that came or went are said by themselves; here is only their order.
      if (field.endsWith('.levels') && sameOrder(was.value, is.value)) continue
      say(field, changeOf(was, is))
    } else if (was !== undefined) {
      if (isThing(was)) whole.push(field)
      say(field, isThing(was) ? `${was.what}: left out` : `${join(was.what, was.words)}: left out`)
    } else if (is !== undefined) {
      if (isThing(is)) whole.push(field)
      const isNew = isThing(is) ? `${is.what}: added` : `${join(is.what, is.words)}: added`
      say(field, isThing(is) ? isNew + contentOf(now, field) : isNew)
    }
  }
  // The last word has the canonical text: if it says they differ, somebody must be told.
  if (changes.length === 0 && canonicalRuleSet(before) !== canonicalRuleSet(after))
    say('', 'They differ in a way that has no words here. Compare the two as files.')
  return changes
}

/** The limits and priorities of what is new, which nobody has read before. */
function contentOf(leaves: Leaves, field: string): string {
  const own = [...leaves]
    .filter(([one]) => one.startsWith(`${field}.`) && /\.(priority|limits\[\d+\]|otherwise)$/.test(one))
    .map(([, { words }]) => words)
  return own.length === 0 ? '' : ` (${own.join(', ')})`
}

function sameOrder(before: unknown, after: unknown): boolean {
  const [old, now] = [before, after] as [readonly string[], readonly string[]]
  const both = (list: readonly string[], other: readonly string[]) =>
    list.filter((one) => other.includes(one))
  return both(old, now).join() === both(now, old).join()
}
