// Owns the words of acts about the patient that alarms depend on: phase, baseline, limits, drugs, where things are. Times are
// the reader's. Never judges what was done.

import type { Values } from '../alarm/engine-state.ts'
import { formatAge } from '../alarm/words/text.ts'
import type { Phase } from '../record/care-kinds.ts'
import type { BodyOf, RecordOf } from '../record/record.ts'
import { assertNever } from '../result.ts'
import { SCALE_NAMES } from '../visit/names.ts'
import { CATALOGUE, type Quantity } from '../vitals.ts'
import { lateWords } from './late-words.ts'
import type { SessionState } from './session-state.ts'
import type { TimelineEntry } from './timeline.ts'

type Care = RecordOf<
  | 'phase'
  | 'baseline'
  | 'limits'
  | 'rules'
  | 'quietChair'
  | 'placement'
  | 'manual'
  | 'medication'
  | 'assessment'
  | 'monitorOff'
  | 'holding'
  | 'battery'
>

export const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  checkIn: 'check-in',
  baseline: 'baseline',
  infusing: 'infusing',
  paused: 'paused',
  recovery: 'recovery',
  ready: 'ready',
  emergency: 'EMERGENCY',
}
export const LIMB_WORDS: Readonly<Record<NonNullable<BodyOf<'placement'>['cuff']>, string>> = {
  leftArm: 'left arm',
  rightArm: 'right arm',
  leftLeg: 'left leg',
  rightLeg: 'right leg',
  other: 'another limb',
}
/** Where a probe is: on the hand of that arm. */
export const PROBE_WORDS: typeof LIMB_WORDS = {
  leftArm: 'left hand',
  rightArm: 'right hand',
  leftLeg: 'left foot',
  rightLeg: 'right foot',
  other: 'elsewhere',
}

/** "BP 124/78 · HR 72 · SpO₂ 97". */
export function numbersWords(values: Values): string {
  const { systolic, diastolic, mean } = values
  const pressure =
    systolic === undefined && diastolic === undefined
      ? mean === undefined
        ? []
        : [`MAP ${mean}`]
      : [`BP ${systolic ?? '––'}/${diastolic ?? '––'}`]
  const others = (Object.keys(CATALOGUE) as Quantity[]).flatMap((quantity) => {
    const value = values[quantity]
    const isPressure = quantity === 'systolic' || quantity === 'diastolic' || quantity === 'mean'
    return value === undefined || isPressure ? [] : [`${CATALOGUE[quantity].short} ${value}`]
  })
  return [...pressure, ...others].join(' · ')
}

/** "BP 124/78 · 36.8 °C". */
export const byHandWords = (values: Values, temperatureC: number | undefined): string =>
  [numbersWords(values), temperatureC === undefined ? '' : `${temperatureC} °C`]
    .filter((part) => part !== '')
    .join(' · ')

/** "SBP limit 170 (was 160)", of each limit that differs from the profile. */
const limitsWords = ({ limits, reason }: RecordOf<'limits'>): string => {
  const each = limits.map(({ quantity, value, was }) => `${CATALOGUE[quantity].short} ${value} (was ${was})`)
  return `${each.length === 0 ? 'Limits as the profile says' : `Limits: ${each.join(', ')}`}: ${reason}`
}

function placementWords({ cuff, probe }: RecordOf<'placement'>): string {
  const at = [
    ...(cuff === undefined ? [] : [`cuff ${LIMB_WORDS[cuff]}`]),
    ...(probe === undefined ? [] : [`probe ${PROBE_WORDS[probe]}`]),
  ]
  return at.length === 0 ? 'Where cuff and probe are: not said' : `Placed: ${at.join(', ')}`
}

function holdingWords(record: RecordOf<'holding'>): string {
  const what = record.what === 'adjusting' ? 'Adjusting sensors' : 'Off on purpose'
  if (!record.on) return `${what}: over`
  const who = record.with === undefined ? '' : `, with ${record.with}`
  return `${what} for ${formatAge(record.untilMs - record.hubAtMs)}${who}`
}

function words(record: Care, device: (deviceId: string) => string, before: SessionState | undefined): string {
  switch (record.kind) {
    case 'phase':
      return `Phase: ${PHASE_WORDS[record.phase]}`
    case 'baseline': {
      const oxygen = record.oxygen === undefined ? '' : `, on ${record.oxygen}`
      return `Baseline ${numbersWords(record as Values)}${oxygen}${record.unsteady ? ', unsteady' : ''}`
    }
    case 'limits':
      return limitsWords(record)
    case 'rules':
      return `Alarm rules: ${record.profile.name}, version ${record.profile.version}`
    case 'quietChair':
      return record.on
        ? `Quiet chair${record.bedsideAlarmsOn ? ': the bedside monitor’s alarms are on' : ''}`
        : before === undefined || before.quietChair?.on === true
          ? 'Chair not quiet any more'
          : record.bedsideAlarmsOn
            ? 'The bedside monitor’s alarms are on'
            : 'The bedside monitor’s alarms: not said to be on any more'
    case 'placement':
      return placementWords(record)
    case 'manual':
      return `Measured by hand: ${byHandWords(record.values as Values, record.temperatureC)}`
    case 'medication':
      return `Given: ${record.drug}${record.dose === undefined ? '' : ` ${record.dose}`}${record.note === undefined ? '' : ` (${record.note})`}`
    case 'assessment':
      return assessmentWords(record)
    case 'monitorOff':
      return record.on ? 'Monitor off' : 'Monitor on again'
    case 'holding':
      return holdingWords(record)
    case 'battery': {
      const percent = record.percent === undefined ? '' : ` (${record.percent} %)`
      return `${device(record.deviceId)}: battery ${record.state === 'low' ? 'low' : 'not low any more'}${percent}`
    }
    default:
      return assertNever(record)
  }
}

const assessmentWords = ({ scale, value, notDisturbed }: RecordOf<'assessment'>): string =>
  notDisturbed || value === undefined
    ? `${SCALE_NAMES[scale]} not asked: eyes closed, breathing, not disturbed`
    : `${SCALE_NAMES[scale]} ${value}`

/** The tick of the check-in is recorded beside its answer, which says it. */
function isAnswer(record: Care, before: SessionState | undefined): boolean {
  if (record.kind !== 'quietChair' || record.on || before?.quietChair?.on === true) return false
  return (
    before?.visit.answers.some(({ item, seq }) => item === 'bedsideAlarms' && seq === record.seq - 1) === true
  )
}

/** A person's act by name; what a device says of itself is the device's. */
export function careEntry(
  record: Care,
  device: (deviceId: string) => string,
  before?: SessionState,
): TimelineEntry | undefined {
  if (isAnswer(record, before)) return undefined
  const said = words(record, device, before)
  const by = record.kind === 'battery' || record.kind === 'rules' ? '' : ` · ${record.by?.name ?? 'unsigned'}`
  const atMs =
    record.kind === 'medication' || record.kind === 'assessment'
      ? record.atMs
      : record.kind === 'manual'
        ? record.measuredAtMs
        : record.hubAtMs
  const fromPaper = 'fromPaper' in record ? record.fromPaper : undefined
  const late = lateWords({ hubAtMs: record.hubAtMs, atMs, fromPaper })
  return { atMs, kind: record.kind === 'battery' ? 'device' : 'care', text: `${said}${by}${late}` }
}
