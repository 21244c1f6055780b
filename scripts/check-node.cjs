// Says what to do when the node that runs a script is too old for the sources.
// Plain old JavaScript, because it has to run on any node.
'use strict';

var neededMajor = 24;
var major = Number(process.versions.node.split('.')[0]);

if (major < neededMajor) {
  console.error(
    'Frankpledge needs Node ' + neededMajor + ' or later, but this is ' + process.version +
    ': run `npm ci` (without --omit=optional), which brings Node ' + neededMajor +
    ' along for npm scripts, or install Node ' + neededMajor + '.'
  );
  process.exit(1);
}
