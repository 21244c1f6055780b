// Loaded before anything else in each child of the bench.
'use strict';

const net = require('node:net');

// TCP_NODELAY on every socket: without it QoS 1 with one message in flight waits for delayed acknowledgements.
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function connectWithoutDelay(...args) {
  this.setNoDelay(true);
  return connect.apply(this, args);
};

// The child ends with its parent, however that one ends, and at the latest when its time is up.
const end = () => {
  setTimeout(() => process.exit(1), 5000).unref();
  process.kill(process.pid, 'SIGTERM');
};
process.stdin.on('end', end).on('error', end).resume();
setTimeout(end, Number(process.env.BENCH_CHILD_MS)).unref();
