// Owns `npm run verify`: exported recordings are checked where they lie, without a hub, and what was found is said in words.
// Never opens a hub's data, never changes a file.
import { parseArgs } from 'node:util'
import { type Checked, verifyFile } from './verify/verify-file.ts'
import { DOES_NOT_PROVE, PROVES, USAGE, wordsOf } from './verify/words.ts'

const WHOLE = 0
const NOT_WHOLE = 1
const NOT_UNDERSTOOD = 2

type Asked = {
  readonly files: readonly string[]
  readonly expect: string | undefined
  readonly json: boolean
}

/** @returns what is asked, or why that is not understood */
function readArguments(args: readonly string[]): Asked | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        expect: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    const expect = values.expect?.trim().toLowerCase()
    if (values.help) return ''
    if (positionals.length === 0) return 'Name at least one file.'
    if (expect !== undefined && positionals.length > 1) return '--expect goes with one file.'
    if (expect !== undefined && !/^[0-9a-f]{64}$/.test(expect)) return '--expect is a hash of 64 hex digits.'
    return { files: positionals, expect, json: values.json }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** The file's last hash is not the hub's: whole in itself, and not what the hub has. */
const unexpected = (checked: Checked, expect: string | undefined): Checked =>
  expect === undefined || checked.verdict !== 'whole' || checked.lastHash === expect
    ? checked
    : {
        ...checked,
        verdict: 'changed',
        message:
          'It is whole in itself, but its last hash is not the one expected: it is not the session that the hub has.',
      }

async function main(): Promise<number> {
  const asked = readArguments(process.argv.slice(2))
  if (typeof asked === 'string') {
    if (asked === '') console.log(USAGE)
    else console.error(`${asked}\n\n${USAGE}`)
    return asked === '' ? WHOLE : NOT_UNDERSTOOD
  }
  const found: Checked[] = []
  const unread: { file: string; message: string }[] = []
  for (const file of asked.files) {
    const checked = await verifyFile(file)
    if (checked.ok) found.push(unexpected(checked.value, asked.expect))
    else unread.push({ file, message: checked.error.message })
  }
  if (asked.json) {
    const said = { files: found, unread, proves: PROVES, doesNotProve: DOES_NOT_PROVE }
    console.log(JSON.stringify(said, undefined, 2))
  } else {
    for (const checked of found) console.log(`${wordsOf(checked).join('\n')}\n`)
    for (const { message } of unread) console.error(message)
    if (found.some(({ verdict }) => verdict === 'whole'))
      console.log(
        `${PROVES}\n${asked.expect === undefined ? DOES_NOT_PROVE : 'The last hash is the one expected.'}`,
      )
  }
  if (unread.length > 0) return NOT_UNDERSTOOD
  return found.every(({ verdict }) => verdict === 'whole') ? WHOLE : NOT_WHOLE
}

process.exitCode = await main()
