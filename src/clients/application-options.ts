/**
 * What an application decides about its producer; all else stays as the client library has it.
 */
import type { Acks } from './attempt.ts';
import type { ClientSettings } from './client-settings.ts';

export interface ApplicationOptions {
  bootstrapServers: readonly string[];
  clientId: string;
  topic: string;
  acks: Acks;
  /** Needs acks -1. Missing: as the library has it by default, which for kafkajs and @platformatic/kafka is off. */
  idempotent?: boolean | undefined;
  /** What the application sets; all else is as the library has it. */
  settings?: ClientSettings | undefined;
}
