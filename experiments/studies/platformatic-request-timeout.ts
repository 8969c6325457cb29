import { defineStudy } from '../../src/index.ts';

export default defineStudy({
  name: 'platformatic-request-timeout',
  shows:
    'How long an application over @platformatic/kafka gets nothing acknowledged when a leader dies, at request timeouts of 1, 5 and 30 s, and how many of its sends fail, or are left open, while a leader only stands still for a while.',
  mode: 'kraft',
  set: ['producer:request.timeout.ms=1000,5000,30000'],
  defaults: ['producer:request.timeout.ms=30000'],
  clients: ['platformatic'],
  speed: ['kill-leader'],
  measure: 'clients.platformatic.produce.longestMs',
  steadiness: ['leader-pauses'],
  alarms: ['clients.platformatic.produce.fail', 'clients.platformatic.produce.unknown'],
});
