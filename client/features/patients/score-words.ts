// Owns how the scales of a course are called. Source: clinical facts §6.
import type { CourseScale } from '@chairside/shared/protocol/http-visits.ts'

export const SCALE_WORDS: Readonly<Record<CourseScale, string>> = {
  phq9: 'PHQ-9',
  madrs: 'MADRS',
  cssrs: 'C-SSRS ideation',
}
