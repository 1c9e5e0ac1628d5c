// Proves that `npm start` shows moving numbers in two clicks, and that one Ctrl-C ends everything it began.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, complaintsOf, openBrowser } from './stage.ts'

const ROOT = join(import.meta.dirname, '..')
const READY_WITHIN_MS = 90_000

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
})

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

const said = (child: ChildProcess, words: RegExp): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = ''
    const hear = (chunk: Buffer): void => {
      text += chunk.toString()
      if (words.test(text)) resolve(text)
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${text}`)))
  })

test('[UI43] npm start: ready in time, moving numbers two clicks after the page opens, and one Ctrl-C ends everything', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'chairside-demo-'))
  const port = await freePort()
  const began = performance.now()
  const child = spawn(process.execPath, ['tools/start.ts'], {
    cwd: ROOT,
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  try {
    const text = await said(child, /session SIM-\d+ opened/)
    expect(performance.now() - began).toBeLessThan(READY_WITHIN_MS)
    expect(text).toContain(`http://127.0.0.1:${port}`)
    expect(text).toContain('R. Osei')

    const page = await browser.newPage()
    const complaints = complaintsOf(page)
    await page.goto(`http://127.0.0.1:${port}`)
    await page.getByRole('button', { name: /R\. Osei/ }).click()
    await page
      .getByRole('link', { name: /Room 2/ })
      .first()
      .click()
    const heartRate = page.getByRole('region', { name: 'Heart rate' })
    await heartRate.waitFor()
    const numbers = new Set<string>()
    await expect
      .poll(
        async () => {
          numbers.add((await heartRate.innerText()).match(/\b\d{2,3}\b/)?.[0] ?? '')
          return [...numbers].filter((one) => one !== '').length
        },
        { timeout: 30_000, interval: 200 },
      )
      .toBeGreaterThan(1)
    await page.getByText('SIMULATED').first().waitFor()
    expect(complaints).toEqual([])
    await page.close()

    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow()
  } finally {
    if (child.exitCode === null) child.kill('SIGKILL')
    rmSync(dataDir, { recursive: true, force: true })
  }
})
