// Owns the lists of what was observed, given and measured by hand at a cursor, amendments and undoing in. Never drops an act:
// what was taken back stays in its list and says so.
import type { EpochMs, RecordSeq } from '../ids.ts'
import type { RecordOf } from '../record/record.ts'
import type { Quantity } from '../vitals.ts'
import type {
  AssessedNow,
  ByHandNow,
  GivenNow,
  Mended,
  OxygenNow,
  PressureRead,
  Said,
  SideEffectNow,
  VisitState,
} from './visit-state.ts'

type Recorded = RecordOf<
  'sideEffect' | 'medication' | 'oxygen' | 'assessment' | 'note' | 'manual' | 'amended' | 'undone'
>
type Amended = RecordOf<'amended'>
type Note = VisitState['notes'][number]
type Simple = 'given' | 'oxygen' | 'assessed' | 'notes' | 'measured'

export const said = (record: Pick<RecordOf<'plan'>, 'by' | 'hubAtMs' | 'seq'>): Said => ({
  by: record.by.name,
  personId: record.by.personId,
  recordedAtMs: record.hubAtMs,
  seq: record.seq,
})
const paper = (record: { readonly fromPaper?: true | undefined }): { fromPaper?: true } =>
  record.fromPaper ? { fromPaper: true } : {}

/** In the order of when they were true; at one time, as they were recorded. */
const inTime = <T extends { readonly atMs: number }>(list: readonly T[]): T[] =>
  [...list].sort((a, b) => a.atMs - b.atMs)
const withOne = <T extends { readonly atMs: number }>(list: readonly T[], one: T): T[] =>
  inTime([...list, one])

// ── side effects ─────────────────────────────────────────────────────────────────────────────────────────
type Course = SideEffectNow['course']
const newestOf = (course: Course, otherwise: SideEffectNow['severity']): SideEffectNow['severity'] =>
  course.at(-1)?.severity ?? otherwise
const withCourse = (effect: SideEffectNow, course: Course): SideEffectNow => {
  const ordered = inTime(course)
  return { ...effect, course: ordered, severity: newestOf(ordered, effect.severity) }
}

function afterSideEffect(visit: VisitState, record: RecordOf<'sideEffect'>): VisitState {
  const { event, atMs, severity, note } = record
  if (event === 'began') {
    const began: SideEffectNow = {
      ...said(record),
      ...paper(record),
      effect: record.effect ?? 'other',
      severity: severity ?? 'mild',
      onsetAtMs: atMs,
      course: [{ ...said(record), severity: severity ?? 'mild', atMs }],
      ...(note === undefined ? {} : { note }),
    }
    return { ...visit, sideEffects: [...visit.sideEffects, began] }
  }
  return changedEffect(
    visit,
    ({ seq }) => seq === record.ofSeq,
    (effect) =>
      event === 'ended'
        ? { ...effect, endedAtMs: atMs, endedBy: record.by.name, ended: said(record) }
        : withCourse(effect, [
            ...effect.course,
            { ...said(record), severity: severity ?? effect.severity, atMs },
          ]),
  )
}

function changedEffect(
  visit: VisitState,
  which: (effect: SideEffectNow) => boolean,
  change: (effect: SideEffectNow) => SideEffectNow,
): VisitState {
  if (!visit.sideEffects.some(which)) return visit
  return { ...visit, sideEffects: visit.sideEffects.map((one) => (which(one) ? change(one) : one)) }
}

function withoutEnd(effect: SideEffectNow): SideEffectNow {
  const { endedAtMs: _at, endedBy: _by, ended: _ended, ...others } = effect
  return others
}

/** A change, an end or the whole of it was taken back or put right. */
function mendEffect(effect: SideEffectNow, record: RecordOf<'amended' | 'undone'>): SideEffectNow {
  const { ofSeq } = record
  const change = record.kind === 'amended' ? record.change : {}
  const isVoid = record.kind === 'undone' || record.void === true
  if (effect.ended?.seq === ofSeq) {
    if (isVoid) return withoutEnd(effect)
    return change.atMs === undefined ? effect : { ...effect, endedAtMs: change.atMs }
  }
  if (effect.seq === ofSeq && isVoid) return { ...effect, void: true, ...mendedBy(record) }
  const course = isVoid
    ? effect.course.filter(({ seq }) => seq !== ofSeq)
    : effect.course.map((one) =>
        one.seq === ofSeq
          ? {
              ...one,
              ...(change.severity === undefined ? {} : { severity: change.severity }),
              ...(change.atMs === undefined ? {} : { atMs: change.atMs }),
            }
          : one,
      )
  const mended = withCourse(effect, course)
  if (effect.seq !== ofSeq) return mended
  return {
    ...mended,
    ...mendedBy(record),
    ...(change.effect === undefined ? {} : { effect: change.effect }),
    ...(change.atMs === undefined ? {} : { onsetAtMs: change.atMs }),
    ...(change.text === undefined ? {} : { note: change.text }),
  }
}

const isOfEffect = (effect: SideEffectNow, ofSeq: number): boolean =>
  effect.seq === ofSeq || effect.ended?.seq === ofSeq || effect.course.some(({ seq }) => seq === ofSeq)

// ── everything that is one moment ────────────────────────────────────────────────────────────────────────
/** What an amendment leaves on the act; of one undone within its 10 s there is nothing to say. */
const mendedBy = (record: RecordOf<'amended' | 'undone'>): Mended =>
  record.kind === 'undone'
    ? {}
    : { amended: { ...said(record), change: record.change, reason: record.reason } }

const given = (one: GivenNow, { change }: Amended): GivenNow => ({
  ...one,
  ...(change.drug === undefined ? {} : { drug: change.drug }),
  ...(change.dose === undefined ? {} : { dose: change.dose }),
  ...(change.text === undefined ? {} : { note: change.text }),
})
function oxygen(one: OxygenNow, { change }: Amended): OxygenNow {
  const { litresPerMin: before, ...others } = one
  const device = change.device ?? one.device
  const litresPerMin = change.litresPerMin ?? before
  return {
    ...others,
    device,
    ...(device === 'roomAir' || litresPerMin === undefined ? {} : { litresPerMin }),
  }
}
function assessed(one: AssessedNow, { change }: Amended): AssessedNow {
  if (change.value === undefined) return one
  // The items were those of the value that was wrong.
  const { notDisturbed: _not, items: _items, ...others } = one
  return { ...others, value: change.value }
}
const noted = (one: Note, { change }: Amended): Note =>
  change.text === undefined ? one : { ...one, text: change.text }
const measured = (one: ByHandNow, { change }: Amended): ByHandNow =>
  change.values === undefined ? one : { ...one, values: { ...one.values, ...change.values } }

function mendOne<T extends Said & Mended & { readonly atMs: number }>(
  list: readonly T[],
  record: RecordOf<'amended' | 'undone'>,
  put: (one: T, record: Amended) => T,
): readonly T[] {
  if (!list.some(({ seq }) => seq === record.ofSeq)) return list
  return inTime(
    list.map((one) => {
      if (one.seq !== record.ofSeq) return one
      if (record.kind === 'undone' || record.void) return { ...one, void: true as const, ...mendedBy(record) }
      const { atMs } = record.change
      return { ...put(one, record), ...(atMs === undefined ? {} : { atMs }), ...mendedBy(record) }
    }),
  )
}

/** The drugs that were given, after one more, or after one was put right or taken back; the same list where it says nothing of them. */
export function foldGiven(
  list: readonly GivenNow[],
  record: RecordOf<'medication' | 'amended' | 'undone'>,
): readonly GivenNow[] {
  if (record.kind !== 'medication') return mendOne(list, record, given)
  const { drug, dose, note, atMs } = record
  return withOne(list, {
    ...said(record),
    ...paper(record),
    drug,
    atMs,
    ...(dose === undefined ? {} : { dose }),
    ...(note === undefined ? {} : { note }),
  })
}

function mended(visit: VisitState, record: RecordOf<'amended' | 'undone'>): VisitState {
  const ofEffect = changedEffect(
    visit,
    (effect) => isOfEffect(effect, record.ofSeq),
    (effect) => mendEffect(effect, record),
  )
  if (ofEffect !== visit) return ofEffect
  const lists: Pick<VisitState, Simple> = {
    given: foldGiven(visit.given, record),
    oxygen: mendOne(visit.oxygen, record, oxygen),
    assessed: mendOne(visit.assessed, record, assessed),
    notes: mendOne(visit.notes, record, noted),
    measured: mendOne(visit.measured, record, measured),
  }
  const isSame = (Object.keys(lists) as Simple[]).every((key) => lists[key] === visit[key])
  if (isSame) return visit
  if (lists.measured === visit.measured) return { ...visit, ...lists }
  const one = lists.measured.find(({ seq }) => seq === record.ofSeq)
  const others = visit.pressures.filter(({ seq }) => seq !== record.ofSeq)
  const again = one === undefined ? undefined : pressureByHand(one)
  const pressures = again === undefined ? others : withOne(others, again)
  return withByHand({ ...visit, ...lists, pressures })
}

/** The newest value of each quantity; nothing that was taken back, and nothing from paper. */
function withByHand({ byHand: _before, ...visit }: VisitState): VisitState {
  const byHand: { -readonly [Q in Quantity]?: { atMs: EpochMs; value: number; seq: RecordSeq } } = {}
  for (const { values, atMs, seq, void: isVoid, fromPaper } of visit.measured) {
    if (isVoid || fromPaper) continue
    for (const key in values) {
      const value = values[key as Quantity]
      if (value !== undefined) byHand[key as Quantity] = { atMs, value, seq }
    }
  }
  return Object.keys(byHand).length === 0 ? visit : { ...visit, byHand }
}

/** A whole pressure that a person measured, unless it was taken back or comes from paper: that settles nothing. */
export function pressureByHand(one: ByHandNow): PressureRead | undefined {
  const { systolic, diastolic, mean } = one.values
  if (one.void || one.fromPaper || systolic === undefined || diastolic === undefined) return undefined
  const { atMs, seq } = one
  return { atMs, systolic, diastolic, byHand: true, seq, ...(mean === undefined ? {} : { mean }) }
}

/** The visit after something was observed, given, put right or taken back; the same object where it says nothing of these. */
export function foldObserved(visit: VisitState, record: Recorded): VisitState {
  switch (record.kind) {
    case 'sideEffect':
      return afterSideEffect(visit, record)
    case 'medication':
      return { ...visit, given: foldGiven(visit.given, record) }
    case 'oxygen': {
      const { device, litresPerMin, atMs } = record
      const one: OxygenNow = {
        ...said(record),
        ...paper(record),
        device,
        atMs,
        ...(litresPerMin === undefined ? {} : { litresPerMin }),
      }
      return { ...visit, oxygen: withOne(visit.oxygen, one) }
    }
    case 'assessment': {
      const { scale, value, items, notDisturbed, atMs } = record
      const one: AssessedNow = {
        ...said(record),
        ...paper(record),
        scale,
        atMs,
        ...(value === undefined ? {} : { value }),
        ...(items === undefined ? {} : { items }),
        ...(notDisturbed ? { notDisturbed } : {}),
      }
      return { ...visit, assessed: withOne(visit.assessed, one) }
    }
    case 'note': {
      const { text, atMs } = record
      return { ...visit, notes: withOne(visit.notes, { ...said(record), ...paper(record), text, atMs }) }
    }
    case 'manual': {
      const { values, temperatureC, measuredAtMs: atMs } = record
      const one: ByHandNow = {
        ...said(record),
        ...paper(record),
        values: values as ByHandNow['values'],
        atMs,
        ...(temperatureC === undefined ? {} : { temperatureC }),
      }
      return withByHand({ ...visit, measured: withOne(visit.measured, one) })
    }
    case 'amended':
    case 'undone':
      return mended(visit, record)
  }
}
