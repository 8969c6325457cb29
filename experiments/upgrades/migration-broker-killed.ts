import { migration, migrationPhases } from '../../src/index.ts';

export default migration({
  name: 'migration-broker-killed',
  shows:
    'In every phase of a migration a broker is killed, and started again after 20 s: nothing that was acknowledged is lost.',
  meanwhile: Object.fromEntries(
    migrationPhases.map((phase) => [
      phase,
      [
        { do: 'inject', fault: 'kill', target: { any: 1, of: 'broker' } },
        { do: 'hold', durationMs: 20_000 },
        { do: 'heal' },
      ],
    ]),
  ),
  maxOutageMs: 30_000,
});
