import { defineStudy } from '../../src/index.ts';

export default defineStudy({
  name: 'controller-quorum-timeouts',
  shows:
    'How long administration waits for another controller when the active one dies, and how often one that is alive is replaced: because the links between controllers are slow, or because it stands still as in a garbage collection.',
  mode: 'kraft',
  set: [
    'controller:controller.quorum.fetch.timeout.ms=1000,2000,4000',
    'controller:controller.quorum.election.timeout.ms=500,1000,2000',
  ],
  defaults: [
    'controller:controller.quorum.fetch.timeout.ms=2000',
    'controller:controller.quorum.election.timeout.ms=1000',
  ],
  speed: ['kill-controller'],
  measure: 'admin.longestMs',
  steadiness: ['quorum-jitter', 'active-controller-pauses'],
  alarms: ['controllers.changes'],
});
