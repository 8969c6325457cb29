import { migration, migrationPhases } from '../../src/index.ts';

export default migration({
  name: 'migration-controller-killed',
  shows:
    'In every phase of a migration the leader of the quorum is killed, and started again after 10 s: the next one goes on with it.',
  meanwhile: Object.fromEntries(
    migrationPhases.map((phase) => [
      phase,
      [
        { do: 'inject', fault: 'kill', target: 'active-controller' },
        { do: 'hold', durationMs: 10_000 },
        { do: 'heal' },
      ],
    ]),
  ),
  maxOutageMs: 15_000,
});
