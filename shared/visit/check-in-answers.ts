// Owns what an answered item of the check-in says, and whether it is done, warns or blocks. Never asks what time it is.
// Source: clinical facts §6 "Check-in".
import { LIMB_WORDS, PROBE_WORDS } from '../fold/care-words.ts'
import type { SessionState } from '../fold/session-state.ts'
import type { CheckInDetail } from '../record/record.ts'
import { assertNever } from '../result.ts'
import { weightWords } from './dose.ts'
import { decimal } from './figures.ts'

export type Said = { readonly state: 'open' | 'done' | 'warns' | 'blocked'; readonly text: string }

const done = (text: string): Said => ({ state: 'done', text })
const warns = (text: string): Said => ({ state: 'warns', text })

/** Hours. Source: clinical facts §6 "6–8 h solids, 2 h clear": below the lesser one it warns, below the greater one it says so. */
const SOLIDS_H = { atLeast: 6, better: 8 } as const
const CLEAR_H = 2
/** What people write where there was none. */
const NONE: ReadonlySet<string> = new Set(['', 'none', 'no', 'never', '-', '–'])
const isNone = (text: string): boolean => NONE.has(text.trim().toLowerCase())

const IDENTIFIER_WORDS: Readonly<
  Record<Extract<CheckInDetail, { item: 'identity' }>['identifiers'][number], string>
> = {
  name: 'name',
  birthDate: 'birth date',
  address: 'address',
  wristband: 'wristband',
  photo: 'photo',
}

function fasting({ solidsHours, clearHours }: Extract<CheckInDetail, { item: 'fasting' }>): Said {
  const short = [
    ...(solidsHours < SOLIDS_H.atLeast ? [`solids ${decimal(solidsHours, 1)} h ago (6–8 h asked for)`] : []),
    ...(clearHours < CLEAR_H ? [`clear fluids ${decimal(clearHours, 1)} h ago (2 h asked for)`] : []),
  ]
  if (short.length > 0) return warns(`Not fasted: ${short.join(', ')}`)
  const close = solidsHours < SOLIDS_H.better ? ' (6–8 h asked for)' : ''
  return done(`Fasted: solids ${decimal(solidsHours, 1)} h${close}, clear fluids ${decimal(clearHours, 1)} h`)
}

function exclusions(detail: Extract<CheckInDetail, { item: 'exclusions' }>): Said {
  const found = [
    ...(detail.uncontrolledHypertension ? ['uncontrolled hypertension'] : []),
    ...(detail.psychosis ? ['psychosis'] : []),
    ...(detail.raisedIcp ? ['raised ICP'] : []),
  ]
  return found.length === 0
    ? done('No exclusion')
    : { state: 'blocked', text: `Excluded: ${found.join(', ')}` }
}

function medicines(detail: Extract<CheckInDetail, { item: 'medicines' }>): Said {
  const { text, lastOpioid, lastBenzodiazepine, lastAlcohol } = detail
  const last = [
    ...(isNone(lastOpioid) ? [] : [`last opioid ${lastOpioid}`]),
    ...(isNone(lastBenzodiazepine) ? [] : [`last benzodiazepine ${lastBenzodiazepine}`]),
    ...(isNone(lastAlcohol) ? [] : [`last alcohol ${lastAlcohol}`]),
  ]
  const taken = text.trim() === '' ? 'none said' : text
  return last.length === 0 ? done(`Medicines: ${taken}`) : warns(`Medicines: ${taken}; ${last.join(', ')}`)
}

/** On the probe's limb it reads false lows each cycle, on the IV's it stops the drip. */
function cuffArm(state: SessionState, limb: Extract<CheckInDetail, { item: 'cuffArm' }>['limb']): Said {
  const { probeHand, ivSite } = state.visit.checkIn
  const others = [
    ...(probeHand?.detail.item === 'probeHand' && probeHand.detail.limb === limb ? ['the probe'] : []),
    ...(ivSite?.detail.item === 'ivSite' && ivSite.detail.limb === limb ? ['the IV'] : []),
  ]
  const text = `Cuff: ${LIMB_WORDS[limb]}`
  return others.length === 0 ? done(text) : warns(`${text}, the same as ${others.join(' and ')}`)
}

function order(state: SessionState, detail: Extract<CheckInDetail, { item: 'order' }>): Said {
  const now = state.visit.plan?.order
  if (now === undefined)
    return { state: 'open', text: 'No signed order: a physician signs one for this patient' }
  if (detail.orderId !== undefined && detail.orderId !== now.orderId)
    return { state: 'open', text: 'The order is another one by now: read it again' }
  const { mgPerKg, maxMg, minutes, drug, signedBy } = now
  return done(
    `${drug} ${decimal(mgPerKg, 3)} mg/kg, at most ${decimal(maxMg, 1)} mg, over ${decimal(minutes, 1)} min, signed by ${signedBy.name}`,
  )
}

const PREGNANCY: Readonly<Record<Extract<CheckInDetail, { item: 'pregnancy' }>['result'], Said>> = {
  negative: done('Pregnancy test negative'),
  notNeeded: done('Pregnancy test not needed'),
  positive: warns('Pregnancy test positive'),
  refused: warns('Pregnancy test refused'),
}

/** What an answer amounts to beside everything else that is recorded now. */
export function answerOf(state: SessionState, detail: CheckInDetail): Said {
  switch (detail.item) {
    case 'identity': {
      const said = detail.identifiers.map((one) => IDENTIFIER_WORDS[one]).join(', ')
      if (detail.patientCode === state.visit.patientCode) return done(`I asked the patient: ${said}`)
      return {
        state: 'blocked',
        text: `The patient said ${detail.patientCode}, the session is ${state.visit.patientCode ?? 'nobody’s'}`,
      }
    }
    case 'consent':
      return done('Consent')
    case 'order':
      return order(state, detail)
    case 'weight': {
      const words = weightWords(detail.weightKg)
      return detail.confirmed ? warns(`${words}, weighed again: more than 5 % from last time`) : done(words)
    }
    case 'exclusions':
      return exclusions(detail)
    case 'profile': {
      const { profile } = state.opened ?? {}
      const text = `Alarm profile: ${detail.name}, version ${detail.version}`
      const isSame = profile?.name === detail.name && profile.version === detail.version
      return isSame ? done(text) : { state: 'open', text: `${text} is not the one in force: look again` }
    }
    case 'rescueDrugs':
      return done('Rescue drugs at hand')
    case 'oxygenSuction':
      return done('Oxygen and suction work')
    case 'bedsideAlarms':
      return done('Bedside monitor’s alarms are on')
    case 'ivSite':
      return done(`IV: ${detail.site}, ${LIMB_WORDS[detail.limb]}`)
    case 'cuffArm':
      return cuffArm(state, detail.limb)
    case 'probeHand': {
      const cuff = state.visit.checkIn.cuffArm?.detail
      const text = `Probe: ${PROBE_WORDS[detail.limb]}`
      return cuff?.item === 'cuffArm' && cuff.limb === detail.limb
        ? warns(`${text}, the same as the cuff`)
        : done(text)
    }
    case 'fasting':
      return fasting(detail)
    case 'escort':
      return detail.arranged ? done('Escort arranged') : warns('No escort yet: must be set by discharge')
    case 'allergies':
      return detail.none ? done('No allergies') : warns(`Allergies: ${detail.text}`)
    case 'medicines':
      return medicines(detail)
    case 'pregnancy':
      return PREGNANCY[detail.result]
    case 'suicide': {
      const text = detail.text.trim() === '' ? '' : `: ${detail.text}`
      return detail.thoughts
        ? warns(`Thoughts of suicide today${text}`)
        : done(`No thoughts of suicide today${text}`)
    }
    default:
      return assertNever(detail)
  }
}
