// Owns the obvious way to draw a live trend: three Recharts line charts of all points, given anew each second, and a button.
// Only for comparison; no part of the product.
import { createElement, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { Line, LineChart, XAxis, YAxis } from 'recharts'
import { HEIGHT, KEYS, valuesAt, WIDTH } from './points.ts'

function Page() {
  const [tick, setTick] = useState(0)
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const timer = setInterval(() => setTick((before) => before + 1), 1_000)
    return () => clearInterval(timer)
  }, [])
  const data = valuesAt(tick)
  return createElement(
    'div',
    {},
    ...KEYS.map((key) =>
      createElement(
        LineChart,
        { key, width: WIDTH, height: HEIGHT, data },
        createElement(XAxis, { dataKey: 't' }),
        createElement(YAxis, { domain: ['auto', 'auto'] }),
        createElement(Line, { dataKey: key, dot: false, isAnimationActive: false }),
      ),
    ),
    createElement(
      'button',
      { key: 'tap', type: 'button', style: { height: 64, width: 200 }, onClick: () => setOpen(!open) },
      open ? 'Close' : 'Open',
    ),
  )
}

const root = document.getElementById('root')
if (root !== null) createRoot(root).render(createElement(Page))
