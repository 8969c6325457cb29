import { defineStudy } from '../../src/index.ts';

export default defineStudy({
  name: 'java-request-timeout',
  shows:
    'How long an application over the Java client gets nothing acknowledged when a leader dies, at request timeouts of 1, 5 and 30 s, and how many of its sends fail, or are left open, while a leader only stands still for a while.',
  mode: 'kraft',
  set: ['producer:request.timeout.ms=1000,5000,30000'],
  defaults: ['producer:request.timeout.ms=30000'],
  clients: ['java'],
  speed: ['kill-leader'],
  measure: 'clients.java.produce.longestMs',
  steadiness: ['leader-pauses'],
  alarms: ['clients.java.produce.fail', 'clients.java.produce.unknown'],
});
