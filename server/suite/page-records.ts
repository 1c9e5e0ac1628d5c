// Owns how what changed of pages and leases is written in the suite's stream. Never writes it.
import type { RecordBody } from '@chairside/shared/record/record.ts'
import type { LeaseChange } from './leases.ts'
import type { PagesChange, PaintChange } from './pages.ts'
import type { SuiteState } from './suite-state.ts'

/** Of enrolled screens only. */
const paintBody = ({ page, paints }: PaintChange): RecordBody[] =>
  page.enrolled === undefined
    ? []
    : [
        {
          kind: 'screen',
          screenId: page.enrolled.screenId,
          screenName: page.enrolled.name,
          event: paints ? 'painting' : 'notPainting',
          view: page.view,
          pageId: page.pageId,
          ...(page.person === undefined ? {} : { by: page.person }),
        },
      ]
const leaseBody = ({ place, page, event, cause }: LeaseChange): RecordBody => ({
  kind: 'lease',
  place,
  event,
  screenId: page.enrolled?.screenId ?? '',
  pageId: page.pageId,
  cause,
})

export const bodiesOf = ({ paints, leases }: PagesChange): RecordBody[] => [
  ...paints.flatMap(paintBody),
  ...leases.map(leaseBody),
]

/** The hub has restarted: the leases that it gave before are over. */
export const leasesOver = ({ leases }: SuiteState): RecordBody[] =>
  Object.entries(leases).map(([place, { pageId, screenId }]) => ({
    kind: 'lease',
    place,
    event: 'released',
    screenId,
    pageId,
    cause: 'hub restarted',
  }))
