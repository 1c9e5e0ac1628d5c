// Owns the one check that every npm script makes first: is this Node new enough to run TypeScript directly?
// Plain JavaScript of any age, because it must run on the Node that is too old.
var wanted = 26
var major = Number(process.versions.node.split('.')[0])
if (!(major >= wanted)) {
  console.error(
    'Chairside needs Node ' +
      wanted +
      ' or newer and found ' +
      process.versions.node +
      '.\n' +
      'It comes with the project: run "npm ci" in this folder (without --omit=optional), then use the npm\n' +
      'scripts ("npm start", "npm test"), which put it first on PATH. On a machine for which no package\n' +
      'exists, install Node ' +
      wanted +
      ' yourself.',
  )
  process.exit(1)
}
