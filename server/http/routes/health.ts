// Owns the two questions of whoever keeps the hub running: is the process there, and may it be used.
import { ok } from '@chairside/shared/result.ts'
import { json, type Route } from '../route.ts'

export type HealthDeps = {
  readonly build: string
  /** Why the hub should not be used just now, a sentence each; none: it may. */
  readonly readiness: () => readonly string[]
}

export const healthRoutes = ({ build, readiness }: HealthDeps): readonly Route[] => [
  {
    method: 'get',
    path: '/healthz',
    countsAsUse: false,
    handle: async () => json({ ok: true, build }),
  },
  {
    method: 'get',
    path: '/readyz',
    countsAsUse: false,
    handle: async () => {
      const reasons = readiness()
      return ok({ status: reasons.length === 0 ? 200 : 503, json: { ready: reasons.length === 0, reasons } })
    },
  },
]
