// Owns what a chart library on a canvas does at best: three uPlot charts of all points, given anew each second, and a button.
// Only for comparison; no part of the product.
import uPlot from 'uplot'
import { HEIGHT, KEYS, valuesAt, WIDTH } from './points.ts'

const root = document.getElementById('root') ?? document.body
const columns = (tick: number): Record<'t' | (typeof KEYS)[number], number[]> => {
  const rows = valuesAt(tick)
  return {
    t: rows.map(({ t }) => t),
    a: rows.map(({ a }) => a),
    b: rows.map(({ b }) => b),
    c: rows.map(({ c }) => c),
  }
}
const first = columns(0)
const charts = KEYS.map((key) => {
  const options = {
    width: WIDTH,
    height: HEIGHT,
    scales: { x: { time: false } },
    series: [{}, { stroke: '#a9d6bd', width: 1 }],
  }
  return { key, chart: new uPlot(options, [first.t, first[key]], root) }
})
const button = document.createElement('button')
button.style.cssText = 'height:64px;width:200px'
button.textContent = 'Open'
button.onclick = () => {
  button.textContent = button.textContent === 'Open' ? 'Close' : 'Open'
}
root.append(button)
let tick = 0
setInterval(() => {
  tick += 1
  const now = columns(tick)
  for (const { key, chart } of charts) chart.setData([now.t, now[key]])
}, 1_000)
