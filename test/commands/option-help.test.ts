import { Command } from 'commander';
import { expect, it } from 'vitest';
import { withCluster, withExperiments } from '../../src/commands/option-help.ts';

const helpOf = (dress: (command: Command) => Command) =>
  dress(new Command('it').configureHelp({ helpWidth: 500 })).helpInformation();

it('the help of experiments names what is usual', () => {
  const help = helpOf(withExperiments);
  expect(help).toMatch(/--kafka .*; 3\.9\.2 by default\n/);
  expect(help).toMatch(/--brokers .*; 3 by default, or what the experiment has\n/);
  expect(help).toMatch(/--acks .*; all by default, or what the experiment has\n/);
  expect(help).toMatch(/--interval-ms .*; 20 by default, or what the experiment has\n/);
  expect(help).toMatch(/--partitions .*; 3 by default, or what the experiment has\n/);
});

it('the help of a cluster offers no settings of what it does not have', () => {
  expect(helpOf(withExperiments)).toMatch(/--set .*topic, or clients/);
  expect(helpOf(withCluster)).toMatch(/--set .*configuration of a role \(broker, controller, zookeeper\);/);
  expect(helpOf(withCluster)).not.toMatch(/topic|clients/);
});
