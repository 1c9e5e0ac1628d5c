// Owns what a site decides about visits: whether a check-in is required, a second checker, how long after the end at least.
// Never holds what clinical facts fix for every site.
import * as z from 'zod'

/** Source: clinical facts §4 "Discharge": 60 min (site; 30 at least; 120 esketamine), §6 "second checker where the site asks". */
export const zSite = z.strictObject({
  /** none: monitoring only; check-in, gate and discharge are kept elsewhere, and a session follows "infusing". */
  checkIn: z.enum(['required', 'none']),
  /** Of a session: the site requires a check-in, and this one has none because its monitors only play recordings. */
  waived: z.literal('recording').optional(),
  secondChecker: z.boolean(),
  dischargeAfterMs: z
    .int()
    .min(30 * 60_000)
    .max(240 * 60_000),
})
export type Site = z.infer<typeof zSite>
export const DEFAULT_SITE: Site = { checkIn: 'required', secondChecker: false, dischargeAfterMs: 60 * 60_000 }
/** What a session follows that says nothing of it: it was recorded before there were visits. */
export const NO_VISIT_SITE: Site = { ...DEFAULT_SITE, checkIn: 'none' }
