import { rollingUpgrade } from '../../src/index.ts';

export default {
  ...rollingUpgrade({ from: '3.9.2', to: '4.3.1', mode: 'kraft', maxOutageMs: 10_000 }),
  name: 'rolling-upgrade',
  suites: ['upgrades'],
};
