/** What the rehearsal took over of somebody's own configuration, and what the new version changes about it. */
import { several } from './in-words.ts';
import type { Part } from './parts.ts';
import type { Asked } from './rehearsal.ts';

/** Nothing where nothing is known of it. */
export function configurationPart({ from, to, configuration }: Asked): Part[] {
  if (configuration === undefined) return [];
  const { file, kept, replaced, leftOut, newDefaults } = configuration;
  const written = (value: string | null) => (value === null ? 'none' : value === '' ? 'empty' : value);
  const taken =
    file === null
      ? ["The brokers had Kafka's defaults. What yours set is not rehearsed by that."]
      : [
          `${several(kept, 'setting')} of ${file} ${kept === 1 ? 'was' : 'were'} taken over.`,
          ...(replaced.length === 0 ? [] : [`The rehearsal's own instead of yours: ${replaced.join(', ')}.`]),
          ...(leftOut.length === 0
            ? []
            : [`Left out, because they are security or not Kafka's: ${leftOut.join(', ')}.`]),
        ];
  if (from === to) return [{ title: 'The configuration of brokers', table: null, lines: taken }];
  const changed =
    newDefaults.length === 0
      ? `No setting that is not set has another default in Kafka ${to}.`
      : 'These are set nowhere, and have another default after the upgrade.';
  return [
    {
      title: 'What changes in the configuration of brokers',
      table:
        newDefaults.length === 0
          ? null
          : {
              heads: ['setting', `default in Kafka ${from}`, `in ${to}`],
              rows: newDefaults.map(({ key, before, after }) => [key, written(before), written(after)]),
            },
      lines: [changed, ...taken],
    },
  ];
}
