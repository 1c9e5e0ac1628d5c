// Owns the alarm bar of a session: its alarms in the house's own words, and what can be done about each. However many there
// are, the numbers under it keep their place: those it has no room for are counted, and stand over the trend on a tap.
import { AlarmBanner, AlarmRows } from '../../../ui/alarm-banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { ScrollCue } from '../../../ui/scroll-cue.tsx'
import { useIsUpright } from '../../../ui/upright.ts'
import overStyles from '../over-trend.module.css'
import { RepeatCuff } from './alarm-acts.tsx'
import { fitLines } from './alarm-rows.ts'
import { type BannerOptions, useBannerLines } from './banner-lines.tsx'

/** The same bar whether the screen follows or somebody looks back: what alarms now never leaves the glass. */
export function AlarmBar({
  all,
  moreOpen,
  onMore,
  ...options
}: BannerOptions & {
  /** Every line stands in the bar, which scrolls: looking back. */
  readonly all: boolean
  readonly moreOpen: boolean
  readonly onMore: () => void
}) {
  const { state } = options
  const upright = useIsUpright()
  const lines = useBannerLines(options)
  const fitted = fitLines(
    lines.map(({ wide }) => wide === true),
    upright,
  )
  const left = all ? 0 : fitted.left
  const shown = lines.slice(0, lines.length - left)
  return (
    <AlarmBanner
      lines={shown}
      spans={fitted.spans}
      spoken={lines}
      calm={state.closed === undefined ? 'No active alarm' : 'Session closed: nothing is judged here'}
      // Otherwise it stands in the tile of the pressure, which is of now.
      calmButtons={all ? <RepeatCuff state={state} label="Measure cuff now" /> : undefined}
      more={
        left === 0 ? undefined : (
          <Button large aria-expanded={moreOpen} onClick={onMore}>
            {moreOpen ? 'Fewer' : `${left} more`}
          </Button>
        )
      }
    />
  )
}

/** Upright the trend may stand below what is seen: who asked for the list sees it. */
const intoSight = (panel: HTMLElement | null): void => panel?.scrollIntoView({ block: 'nearest' })

/** All lines, over the trend: never over a number. */
export function AllAlarms({ onClose, ...options }: BannerOptions & { readonly onClose: () => void }) {
  const lines = useBannerLines(options)
  return (
    <section className={overStyles['panel']} aria-label="All alarms" ref={intoSight}>
      <header className={overStyles['head']}>
        <h2 className={overStyles['title']}>All alarms, most urgent first</h2>
        <Button onClick={onClose}>Close</Button>
      </header>
      <div className={overStyles['body']}>
        <AlarmRows lines={lines} label="All alarms" />
        <ScrollCue />
      </div>
    </section>
  )
}
