// Owns which answers of the check-in list are given by one tap, and what each records. Never gives one by itself, and never
// answers two items at once: "all as usual" is not an answer. Source of the list: clinical facts §6 "Check-in".
import { LIMB_WORDS } from '@chairside/shared/fold/care-words.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { CheckInDetail, CheckInItem } from '@chairside/shared/record/visit-kinds.ts'

export type Limb = Extract<CheckInDetail, { item: 'cuffArm' }>['limb']
export type QuickAnswer = {
  readonly label: string
  readonly detail: CheckInDetail
  /** What is said before the tap, where the answer would warn. */
  readonly hint?: string
}

/** What a tap cannot say has a form, behind a button that says which answer it is. */
const FORMS: ReadonlyMap<CheckInItem, string> = new Map<CheckInItem, string>([
  ['identity', 'Answer'],
  ['weight', 'Answer'],
  ['exclusions', 'There is one …'],
  ['ivSite', 'Elsewhere …'],
  ['cuffArm', 'Elsewhere …'],
  ['probeHand', 'Elsewhere …'],
  ['fasting', 'Answer'],
  ['escort', 'Name and telephone …'],
  ['allergies', 'There are some …'],
  ['medicines', 'There are some …'],
  ['suicide', 'There are thoughts …'],
])
export const hasForm = (item: CheckInItem): boolean => FORMS.has(item)
/** What its button says; of what has no form: nothing that could be pressed. */
export const formWords = (item: CheckInItem): string => FORMS.get(item) ?? 'Answer'
/** The answer that most visits have is in the form, so its button stands first. */
export const isFormFirst = (item: CheckInItem): boolean => item === 'escort'

const first = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1)

/** What else is recorded on that limb: cuff on the probe's or the IV's arm warns. Source: clinical facts §6. */
export function sameLimb(
  { checkIn }: Pick<SessionState['visit'], 'checkIn'>,
  item: CheckInItem,
  limb: Limb,
): string | undefined {
  const on = (other: 'ivSite' | 'cuffArm' | 'probeHand'): boolean => {
    const detail = checkIn[other]?.detail
    return detail !== undefined && 'limb' in detail && detail.limb === limb
  }
  const others =
    item === 'cuffArm'
      ? [...(on('ivSite') ? ['IV'] : []), ...(on('probeHand') ? ['probe'] : [])]
      : (item === 'ivSite' || item === 'probeHand') && on('cuffArm')
        ? ['cuff']
        : []
  return others.length === 0 ? undefined : `same limb as ${others.join(' and ')}`
}

const hinted = (label: string, detail: CheckInDetail, hint: string | undefined): QuickAnswer =>
  hint === undefined ? { label, detail } : { label, detail, hint }

/** IV sites that are one tap; any other is typed. */
const IV_QUICK = [
  { limb: 'leftArm', site: 'hand' },
  { limb: 'rightArm', site: 'hand' },
  { limb: 'leftArm', site: 'forearm' },
  { limb: 'rightArm', site: 'forearm' },
] as const

/** One tap each; none where a tap does not suffice, or where nothing is there yet that could be agreed to. */
export function quickAnswers(
  { opened, visit }: Pick<SessionState, 'opened' | 'visit'>,
  item: CheckInItem,
): readonly QuickAnswer[] {
  const arms = (at: 'cuffArm' | 'probeHand'): readonly QuickAnswer[] =>
    (['leftArm', 'rightArm'] as const).map((limb) =>
      hinted(
        at === 'cuffArm' ? first(LIMB_WORDS[limb]) : limb === 'leftArm' ? 'Left hand' : 'Right hand',
        { item: at, limb },
        sameLimb(visit, at, limb),
      ),
    )
  switch (item) {
    case 'consent':
      return [{ label: 'Consent is given', detail: { item } }]
    case 'order': {
      const order = visit.plan?.order
      return order === undefined
        ? []
        : [{ label: 'I have read the order', detail: { item, orderId: order.orderId } }]
    }
    case 'exclusions':
      return [
        {
          label: 'None of the three',
          detail: { item, uncontrolledHypertension: false, psychosis: false, raisedIcp: false },
        },
      ]
    case 'profile':
      return opened === undefined
        ? []
        : [
            {
              label: `${opened.profile.name} v${opened.profile.version}`,
              detail: { item, name: opened.profile.name, version: opened.profile.version },
            },
          ]
    case 'rescueDrugs':
      return [{ label: 'At hand', detail: { item } }]
    case 'oxygenSuction':
      return [{ label: 'Both work', detail: { item } }]
    case 'bedsideAlarms':
      return [{ label: 'They are on', detail: { item } }]
    case 'ivSite':
      return IV_QUICK.map(({ limb, site }) =>
        hinted(
          `${limb === 'leftArm' ? 'Left' : 'Right'} ${site}`,
          { item, limb, site },
          sameLimb(visit, item, limb),
        ),
      )
    case 'cuffArm':
    case 'probeHand':
      return arms(item)
    case 'escort':
      return [{ label: 'Nobody yet', detail: { item, arranged: false } }]
    case 'allergies':
      return [{ label: 'None', detail: { item, none: true, text: '' } }]
    case 'medicines':
      return [
        {
          label: 'None of these',
          detail: { item, text: '', lastOpioid: '', lastBenzodiazepine: '', lastAlcohol: '' },
        },
      ]
    case 'pregnancy':
      return [
        { label: 'Negative', detail: { item, result: 'negative' } },
        { label: 'Not needed', detail: { item, result: 'notNeeded' } },
        { label: 'Positive', detail: { item, result: 'positive' } },
        { label: 'Refused', detail: { item, result: 'refused' } },
      ]
    case 'suicide':
      return [{ label: 'No thoughts', detail: { item, thoughts: false, text: '' } }]
    case 'identity':
    case 'weight':
    case 'fasting':
      return []
  }
}
