/**
 * When the first fault was begun, took effect and was healed: the marks by which other measures tell before,
 * during and after apart. Nanoseconds since the run began; undefined until it happened.
 */
import type { Entry } from '../history/entry.ts';
import { effects } from './effect.ts';
import type { Fold } from './fold.ts';

export interface Injection {
  /** The method began to act: what happens before is nobody's doing. */
  beganNs?: number;
  /** The step began in which the first fault is injected; until then, the last one that began. What came before is not the fault's doing. */
  stepNs?: number;
  /** The first fault took effect (effect.ts): where the recovery clock starts. */
  tookEffectNs?: number;
  /** The same, and until the effect is seen what may turn out to be it. */
  sinceNs?: number | undefined;
  /** The first healing began: what it costs to start nodes again is not the injection's doing. */
  firstHealedNs?: number;
  /** The last healing so far, or the end of what the method did beside its faults. */
  lastDoneNs?: number;
}

export function injection(): Fold<Injection> {
  const marks: Injection = {};
  const effect = effects();
  return {
    add(entry: Entry) {
      if (entry.type !== 'event') return;
      effect.add(entry);
      if (entry.kind === 'phase' && entry.name === 'fault') {
        marks.beganNs ??= entry.timeNs;
        if (marks.tookEffectNs === undefined) marks.stepNs = entry.timeNs;
      }
      if (entry.kind === 'phase' && entry.name === 'healing' && marks.tookEffectNs !== undefined) {
        marks.firstHealedNs ??= entry.timeNs;
      }
      if (entry.kind === 'fault-injected') {
        marks.beganNs ??= entry.timeNs;
        marks.stepNs ??= entry.timeNs;
        marks.tookEffectNs ??= effect.of(entry);
      }
      if (marks.stepNs !== undefined) marks.sinceNs = marks.tookEffectNs ?? effect.candidateNs();
      if (entry.kind === 'fault-healed') {
        marks.firstHealedNs ??= entry.timeNs;
        marks.lastDoneNs = entry.timeNs;
      }
      if (entry.kind === 'action') marks.lastDoneNs = entry.timeNs;
    },
    result: () => marks,
  };
}
