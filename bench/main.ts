// Owns `npm run bench [-- NAME … --quick]`: one JSON object a line on stdout, a table for people on stderr.
// Never says good or bad: ours stands beside the limit, the naive way and the aim.
import type { Figure } from './protocol.ts'
import { BENCHES, SECONDS } from './runs.ts'

const args = process.argv.slice(2)
const quick = args.includes('--quick')
const names = args.filter((arg) => arg !== '--quick')
const wanted = names.length > 0 ? names : Object.keys(BENCHES)
const unknown = wanted.filter((name) => BENCHES[name] === undefined)
if (unknown.length > 0) {
  console.error(`No bench is called ${unknown.join(', ')}; there are: ${Object.keys(BENCHES).join(', ')}.`)
  process.exit(2)
}
/** Enough to see that a bench runs; too short to be quoted. */
const QUICK_SECONDS = 8
const cell = (value: number | undefined): string => (value === undefined ? '–' : String(value)).padStart(10)
console.error(
  `${'figure'.padEnd(52)} ${'ours'.padStart(10)} ${'limit'.padStart(10)} ${'naive'.padStart(10)} ${'aim'.padStart(10)}`,
)
for (const name of wanted) {
  const seconds = Number(process.env['BENCH_SECONDS'] ?? (quick ? QUICK_SECONDS : SECONDS[name]) ?? 20)
  const figures: Figure[] = (await BENCHES[name]?.(seconds)) ?? []
  for (const one of figures) {
    console.log(JSON.stringify(one))
    const label = `${one.bench}: ${one.figure}${one.unit === '' ? '' : ` (${one.unit})`}`
    console.error(
      `${label.padEnd(52)} ${cell(one.ours)} ${cell(one.limit)} ${cell(one.naive)} ${cell(one.aim)}`,
    )
  }
}
process.exit(0)
