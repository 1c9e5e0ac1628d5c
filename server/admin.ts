// Owns the administrator's command line: reads the arguments, asks for passwords, has the hub do it or does it itself.
// Never prints a password or token but the one just made, and never takes one as an argument.
import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { ok, type Refusal, type Result, refuse } from '@chairside/shared/result.ts'
import type { Act, ActDone } from './admin/act.ts'
import { createActs } from './admin/acts.ts'
import { demoBeside } from './admin/demo-beside.ts'
import { askHidden } from './admin/prompt.ts'
import { askHub } from './admin/socket.ts'
import { asTable } from './admin/table.ts'
import { type Asked, checkAct, readArguments, USAGE } from './admin/usage.ts'
import { wallNowMs } from './admin/wall-clock.ts'
import { adminEnvironment } from './config.ts'
import { generatePassword, MIN_PASSWORD_LENGTH } from './store/passwords.ts'
import { openStore } from './store/store.ts'

const DONE = 0
const REFUSED = 1
const NOT_UNDERSTOOD = 2

const environment = adminEnvironment()

async function passwordFor({ generate }: Asked): Promise<Result<string>> {
  if (generate) return ok(generatePassword())
  if (environment.password !== undefined) return ok(environment.password)
  const { stdin, stderr } = process
  if (!stdin.isTTY)
    return refuse(
      'malformed',
      'There is no terminal to ask for the password at. Set CHAIRSIDE_PASSWORD, or use --generate.',
      'password',
    )
  const say = (text: string): void => {
    stderr.write(text)
  }
  const first = await askHidden(`Password, at least ${MIN_PASSWORD_LENGTH} characters: `, stdin, say)
  const second = first === undefined ? undefined : await askHidden('Again: ', stdin, say)
  if (first === undefined || second === undefined)
    return refuse('malformed', 'Broken off; nothing was changed.')
  return first === second
    ? ok(first)
    : refuse('malformed', 'The two do not match; nothing was changed.', 'password')
}

const loginName = (): string => {
  try {
    return userInfo().username
  } catch {
    return 'unknown user'
  }
}

/** Opens the store itself: no hub is running on this folder. */
async function doAlone(act: Act): Promise<Result<ActDone>> {
  const { dataDir } = environment
  const file = join(dataDir, 'store.db')
  const isNew = !existsSync(file)
  const demo = demoBeside(dataDir)
  if (isNew && !act.act.endsWith('.add'))
    return refuse(
      'not-found',
      `There is nothing in ${dataDir} yet. Set DATA_DIR to the hub's folder, or begin with "person add" or "room add".${demo}`,
      'DATA_DIR',
    )
  const opened = await openStore({
    file,
    kind: 'any',
    nowMs: wallNowMs,
    report: (error) => console.error(error),
  })
  if (!opened.ok) return opened
  try {
    const done = await createActs(opened.value).run(act, loginName())
    // Whoever tries the demo out means its clinic; a new one would be made in silence.
    if (isNew && done.ok && demo !== '') console.error(`A new clinic was begun in ${dataDir}.${demo}`)
    return done
  } finally {
    await opened.value.close()
  }
}

function tellRefusal({ code, message, field }: Refusal, json: boolean): void {
  if (json) console.log(JSON.stringify({ ok: false, error: { code, message, ...(field ? { field } : {}) } }))
  else console.error(message)
}

function tell({ said, list, rows, secret }: ActDone, generated: string | undefined, json: boolean): void {
  if (json) {
    const secrets = { ...(secret ? { token: secret } : {}), ...(generated ? { password: generated } : {}) }
    console.log(JSON.stringify({ ok: true, said, rows, ...secrets }))
    return
  }
  // What was made goes to stdout by itself, so that it can be taken with $(…); the words around it do not.
  const shown = secret ?? generated
  if (shown !== undefined) {
    console.error(said)
    console.log(shown)
  } else if (list) {
    if (rows.length > 0) console.log(asTable(rows))
    console.error(said)
  } else console.log(said)
}

async function main(argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json')
  const asked = readArguments(argv)
  if (!asked.ok) {
    tellRefusal(asked.error, json)
    return NOT_UNDERSTOOD
  }
  if (asked.value === 'help') {
    console.log(USAGE)
    return argv.length === 0 ? NOT_UNDERSTOOD : DONE
  }
  // Nobody types a password twice for a command that could not have worked.
  const withoutPassword = checkAct({
    ...asked.value.act,
    ...(asked.value.needsPassword ? { password: '-' } : {}),
  })
  if (!withoutPassword.ok) {
    tellRefusal(withoutPassword.error, json)
    return NOT_UNDERSTOOD
  }
  const password = asked.value.needsPassword ? await passwordFor(asked.value) : undefined
  if (password !== undefined && !password.ok) {
    tellRefusal(password.error, json)
    return NOT_UNDERSTOOD
  }
  const act = checkAct({
    ...asked.value.act,
    ...(password === undefined ? {} : { password: password.value }),
  })
  if (!act.ok) {
    tellRefusal(act.error, json)
    return NOT_UNDERSTOOD
  }
  const done = (await askHub(environment.dataDir, loginName(), act.value)) ?? (await doAlone(act.value))
  if (!done.ok) {
    tellRefusal(done.error, json)
    return REFUSED
  }
  tell(done.value, asked.value.generate ? password?.value : undefined, json)
  return DONE
}

process.exitCode = await main(process.argv.slice(2))
