// Owns the way by which the pages come to the pump log's arithmetic. Never any of it: that is in shared/visit.
export { plannedRate, rateDisagrees } from '@chairside/shared/visit/dose.ts'
export { type InfusionProgress, infusionProgress } from '@chairside/shared/visit/pump-log.ts'
