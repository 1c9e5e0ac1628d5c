// Owns the names of the symptoms on their buttons. Source: clinical facts §4, ladder "symptom".
import type { Symptom } from '@chairside/shared/record/care-kinds.ts'

export const SYMPTOM_NAMES: Readonly<Record<Symptom, string>> = {
  chestPain: 'Chest pain',
  dyspnoea: 'Dyspnoea',
  severeHeadache: 'Severe headache',
  neurological: 'Neurological',
  seizure: 'Seizure',
  unresponsive: 'Unresponsive',
  vomitingWhileDrowsy: 'Vomiting while drowsy',
  swellingOrRash: 'Swelling or rash',
  ivSitePain: 'IV-site pain',
  severeAgitation: 'Severe agitation',
  suicidalStatement: 'Suicidal statement',
}
