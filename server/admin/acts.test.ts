// Proves what lies under the command line: its words, what each act does, and the prompt.
import { PassThrough } from 'node:stream'
import type { ReadStream } from 'node:tty'
import { describe, expect, it } from 'vitest'
import { FIXTURE_PASSWORD, must, storeFixture } from '../store/store-fixture.ts'
import type { Act } from './act.ts'
import { createActs } from './acts.ts'
import { askHidden } from './prompt.ts'
import { readArguments } from './usage.ts'

describe('the words', () => {
  const wrong: readonly [string, readonly string[], string][] = [
    ['an unknown command', ['person', 'delete', 'x'], 'There is no command "person delete"'],
    ['a missing word', ['person', 'disable'], 'takes PERSON after it'],
    ['too many words', ['room', 'add', 'Room', '1'], 'Quote names with spaces'],
    ['a missing option', ['device', 'add', '--name', 'x', '--kind', 'monitor'], 'needs --room'],
    ['an option of another command', ['room', 'add', 'x', '--role', 'nurse'], 'does not take --role'],
    ['an unknown option', ['room', 'list', '--loud'], '--loud'],
    [
      'a password',
      ['person', 'add', 'x', '--role', 'nurse', '--password', 'hunter2hunter2'],
      'never an argument',
    ],
    ['a screen', ['screen', 'add', 'x'], 'enrolled on the screen itself'],
  ]
  it.each(wrong)('[PE65] %s is refused with a sentence', (_what, args, sentence) => {
    const read = readArguments(args)
    expect(read).toMatchObject({ ok: false, error: { code: 'malformed' } })
    expect(read.ok ? '' : read.error.message).toContain(sentence)
  })

  it('[PE65] a list of devices for one token, with and without a label', () => {
    expect(readArguments(['device', 'token', 'a, b,c'])).toMatchObject({
      value: { act: { act: 'device.token', devices: ['a', 'b', 'c'], label: '' } },
    })
    expect(readArguments(['log', 'list', '--limit', '3'])).toMatchObject({ value: { act: { limit: 3 } } })
  })
})

describe('every act', () => {
  it('[PE66] does what it says, is written down by name, and its refusals are not', async () => {
    const { store } = await storeFixture()
    const acts = createActs(store)
    const run = async (act: Act) => must(await acts.run(act, 'tester'))
    const password = FIXTURE_PASSWORD
    await run({ act: 'person.add', name: 'R. Osei', role: 'nurse', password })
    await run({ act: 'person.rename', person: 'R. Osei', name: 'R. Osei-Mensah' })
    await run({ act: 'person.password', person: 'R. Osei-Mensah', password: 'another long one' })
    await run({ act: 'person.disable', person: 'R. Osei-Mensah' })
    await run({ act: 'person.enable', person: 'R. Osei-Mensah' })
    await run({ act: 'room.add', name: 'Garden', id: 'room-9' })
    await run({ act: 'room.add', name: 'Cellar' })
    await run({ act: 'room.rename', room: 'room-9', name: 'Garden Room' })
    await run({ act: 'device.add', name: 'Monitor A', kind: 'monitor', room: 'garden room' })
    await run({ act: 'device.rename', device: 'monitor-a', name: 'Monitor B' })
    await run({ act: 'device.move', device: 'Monitor B', room: 'Cellar' })
    await run({ act: 'room.disable', room: 'room-9' })
    const kept = await store.adminLog.list(50)
    expect(kept).toHaveLength(12)
    const refused: readonly Act[] = [
      { act: 'device.add', name: 'Monitor C', kind: 'monitor', room: 'room-9' },
      { act: 'device.add', name: 'Monitor C', kind: 'monitor', room: 'nowhere' },
      { act: 'device.token', devices: ['monitor-a', 'nothing'], label: '' },
      { act: 'device.revoke', token: 'token-0' },
      { act: 'person.add', name: 'r. osei-mensah', role: 'qa', password },
    ]
    for (const act of refused)
      expect(await acts.run(act, 'tester'), JSON.stringify(act)).toMatchObject({ ok: false })
    await run({ act: 'room.enable', room: 'room-9' })
    for (const list of ['person.list', 'room.list', 'device.list', 'device.tokens', 'screen.list'] as const)
      expect((await run({ act: list })).list).toBe(true)
    expect((await run({ act: 'log.list', limit: 2 })).rows).toHaveLength(2)
    expect(await store.adminLog.list(50)).toHaveLength(13)
    expect(await store.people.authenticate('r. osei-mensah', 'another long one')).toBeDefined()
    expect(must(await store.devices.find('Monitor B'))).toMatchObject({
      deviceId: 'monitor-a',
      roomId: 'cellar',
    })
    expect(JSON.stringify(kept)).not.toContain('another long one')
  })
})

describe('the prompt', () => {
  it('[PE67] shows nothing of what is typed, takes backspace, and can be broken off', async () => {
    const ask = async (keys: string) => {
      const modes: boolean[] = []
      const input = Object.assign(new PassThrough(), {
        setRawMode: (on: boolean) => modes.push(on),
      }) as unknown as ReadStream
      let shown = ''
      const answer = askHidden('Password: ', input, (text) => {
        shown += text
      })
      for (const key of keys) (input as unknown as PassThrough).write(key)
      return { typed: await answer, shown, modes }
    }
    expect(await ask('secretX\u007f word\r')).toEqual({
      typed: 'secret word',
      shown: 'Password: \n',
      modes: [true, false],
    })
    expect((await ask('secret\u0003')).typed).toBeUndefined()
  })
})
