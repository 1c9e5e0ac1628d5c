// Owns finding a real Chromium for the end-to-end tests, the screenshots and the benches.
// Never downloads one: uses what the machine has, or installs the distribution's own where that is possible.
import { execFileSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'

const CANDIDATES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

const usable = (path: string | undefined): path is string => {
  if (path === undefined || path === '') return false
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

export const findBrowser = (): string | undefined => [process.env['CHROMIUM'], ...CANDIDATES].find(usable)

/** Root on a Debian-like machine may install one; elsewhere that is the owner's decision. */
const mayInstall = (): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  try {
    execFileSync('apt-get', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/**
 * A browser's path, installing the distribution's Chromium where that is possible.
 * @returns the path, or a sentence that says what to do
 */
export function ensureBrowser(): { readonly path: string } | { readonly problem: string } {
  const found = findBrowser()
  if (found !== undefined) return { path: found }
  if (mayInstall()) {
    console.log('No Chromium on this machine; installing the distribution’s own …')
    try {
      execFileSync('apt-get', ['update'], { stdio: 'ignore' })
      execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
        stdio: 'ignore',
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      })
    } catch (error) {
      return { problem: `Chromium could not be installed: ${String(error)}` }
    }
    const installed = findBrowser()
    if (installed !== undefined) return { path: installed }
  }
  return {
    problem:
      'The end-to-end tests need a Chromium or Chrome. Install one (Debian: apt-get install chromium), or name it in CHROMIUM=/path/to/chrome, then run the tests again.',
  }
}

/**
 * A window of a browser without a window still makes its address bar ready: two pages of its own for each of ours, half of what
 * opening one takes. They are turned off by name, and with them again what Playwright turns off, as only the last list counts.
 */
const NOT_NEEDED = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades'],
  ...['HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'PaintHolding', 'AimEnabled'],
  ...['ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect', 'OptimizationHints'],
  ...['TcpPortRandomizationWin', 'NetworkTimeServiceQuerying', 'PreconnectToSearch'],
]

/** Headless, without the sandbox a container's root cannot use, and without calls to anywhere. */
export const BROWSER_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${NOT_NEEDED.join()}`,
]
