// Proves where the buttons of the alarm bar stand: what is pressed while nothing alarms never where an alarm's own are.
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { AlarmBanner, type AlarmLine } from './alarm-banner.tsx'

const line: AlarmLine = {
  id: 'a1',
  priority: 'medium',
  title: 'No audible screen',
  text: '',
  detail: '0:32 ago',
  buttons: <button type="button">Acknowledge</button>,
}
const bar = (lines: readonly AlarmLine[]): string =>
  renderToStaticMarkup(
    <AlarmBanner
      lines={lines}
      calm="No active alarm"
      calmButtons={<button type="button">Measure cuff now</button>}
    />,
  )

describe('the alarm bar', () => {
  test('[UI315] an alarm’s buttons stand after its words, the cuff’s before them', () => {
    const calm = bar([])
    expect(calm.indexOf('Measure cuff now')).toBeGreaterThan(0)
    expect(calm.indexOf('Measure cuff now')).toBeLessThan(calm.indexOf('No active alarm'))
    const alarms = bar([line])
    expect(alarms.lastIndexOf('Acknowledge')).toBeGreaterThan(alarms.lastIndexOf('No audible screen'))
    expect(alarms).not.toContain('Measure cuff now')
  })
})
