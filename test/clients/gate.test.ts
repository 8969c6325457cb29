import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connectionGate, type Gate } from '../../src/clients/gate.ts';

const accepted: Socket[] = [];
const server = createServer((socket) => {
  accepted.push(socket.on('error', () => {}).resume());
});
let port: number;
beforeEach(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterEach(() => {
  for (const socket of accepted.splice(0)) socket.destroy();
  server.close();
});

/** Opens a connection as kafkajs does, and notes how it fares. */
function open(gate: Gate) {
  const told: string[] = [];
  const socket = gate.sockets({
    host: '127.0.0.1',
    port,
    ssl: null as never,
    onConnect: () => told.push('connected'),
  });
  socket.on('error', (error: NodeJS.ErrnoException) => told.push(error.code!));
  return { socket, told };
}

test('connections go through an open gate, and are counted while they last', async () => {
  const gate = connectionGate();
  const [first, second] = [open(gate), open(gate)];
  await vi.waitFor(() => expect(gate.connections()).toBe(2));
  second.socket.destroy();
  await vi.waitFor(() => expect(gate.connections()).toBe(1));
  expect([first.told, gate.refused()]).toEqual([['connected'], 0]);
  first.socket.destroy();
});

test('a gate that closes ends them at both ends, and refuses new ones until it is open again', async () => {
  const gate = connectionGate();
  const before = open(gate);
  await vi.waitFor(() => expect([gate.connections(), accepted.length]).toEqual([1, 1]));
  const ended = once(accepted[0]!, 'close');
  expect(await gate.close()).toBe(1);
  await ended;
  expect(before.told).toEqual(['connected', 'ECONNRESET']);

  const refused = open(gate);
  await vi.waitFor(() => expect(refused.told).toEqual(['ECONNREFUSED']));
  expect([gate.connections(), gate.refused(), accepted.length]).toEqual([0, 1, 1]);

  await gate.open();
  const after = open(gate);
  await vi.waitFor(() => expect(gate.connections()).toBe(1));
  expect([after.told, gate.refused()]).toEqual([['connected'], 1]);
  after.socket.destroy();
});

test('one that is on its way when the gate closes comes too late', async () => {
  const gate = connectionGate();
  const late = open(gate);
  expect(await gate.close()).toBe(0);
  await vi.waitFor(() => expect(late.told).toContain('ECONNRESET'));
  await sleep(5);
  expect(gate.connections()).toBe(0);
});
