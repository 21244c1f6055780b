#!/usr/bin/env node
// Starts the command line on a node that can run it: this one when it is new
// enough, else the one that `npm ci` put beside the sources.
// Plain old JavaScript, because it has to run on any node.
'use strict';

var childProcess = require('child_process');
var fs = require('fs');
var path = require('path');

var root = path.join(__dirname, '..');
var bundled = path.join(root, 'node_modules', '.bin', 'node');
var isNewEnough = Number(process.versions.node.split('.')[0]) >= 24;

if (!isNewEnough && !fs.existsSync(bundled)) {
  require('../scripts/check-node.cjs');
}

var run = childProcess.spawn(
  isNewEnough ? process.execPath : bundled,
  ['--disable-warning=ExperimentalWarning', path.join(root, 'src', 'cli', 'main.ts')].concat(process.argv.slice(2)),
  { stdio: 'inherit' }
);

// The terminal signals the whole group; a supervisor signals only this process.
['SIGTERM', 'SIGHUP'].forEach(function (signal) {
  process.on(signal, function () { run.kill(signal); });
});
process.on('SIGINT', function () {});

run.on('exit', function (code, signal) {
  process.exit(signal ? 1 : code);
});
