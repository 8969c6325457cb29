import { defineExperiment } from '../../src/index.ts';

export default defineExperiment({
  name: 'settings-exist',
  shows:
    'Settings and tools by the names that articles give them: of four settings two exist, the log of a controller can be read with the tool for it, and the tool for log directories, which a broker answers, gets no answer from a controller.',
  modes: ['kraft'],
  suites: ['claims'],
  decides: ['settings-exist'],
  method: [
    {
      do: 'try-settings',
      keys: [
        'zookeeper.heartbeat.interval.ms',
        'controller.listener.security.protocol.map',
        'metadata.log.segment.bytes',
        'metadata.max.retention.bytes',
      ],
    },
    {
      do: 'try-program',
      mainClass: 'kafka.tools.DumpLogSegments',
      arguments: ['--cluster-metadata-decoder', '--files', 'LOG'],
    },
    {
      do: 'try-program',
      mainClass: 'org.apache.kafka.tools.LogDirsCommand',
      arguments: ['--bootstrap-server', 'ADDRESS', '--describe'],
    },
    // The same of a broker, so that it is the controller that fails, and not the tool.
    {
      do: 'try-program',
      on: 'broker',
      mainClass: 'org.apache.kafka.tools.LogDirsCommand',
      arguments: ['--bootstrap-server', 'ADDRESS', '--describe'],
    },
  ],
  expectations: [
    { name: 'everything is tried', measure: 'trials.made', equals: 7 },
    { name: 'two settings and a tool do not work', measure: 'trials.failed', equals: 3 },
    { name: 'nothing acknowledged is lost', measure: 'safety.lost', equals: 0 },
  ],
});
