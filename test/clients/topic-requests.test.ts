import { NetworkError, ResponseError, TimeoutError } from '@platformatic/kafka';
import { describe, expect, test } from 'vitest';
import { failedRequest } from '../../src/clients/topic-requests.ts';

const createTopics = 19;
const answered = (code: number) => new ResponseError(createTopics, 7, { '/topics/0': [code, null] }, {});

describe('what became of a request of the administrator', () => {
  test.each([
    [7, 'REQUEST_TIMED_OUT', 'unknown'],
    [41, 'NOT_CONTROLLER', 'unknown'],
    [38, 'INVALID_REPLICATION_FACTOR', 'fail'],
    [3, 'UNKNOWN_TOPIC_OR_PARTITION', 'fail'],
  ] as const)("Kafka's error %i has the name %s and means %s", (code, name, outcome) => {
    expect(failedRequest(answered(code), true)).toEqual({ outcome, error: { name, code } });
  });

  test('what was never handed to the network certainly failed', () => {
    const refused = new NetworkError('failed', {
      cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }),
    });
    expect(failedRequest(refused, false)).toEqual({ outcome: 'fail', error: { name: 'ECONNREFUSED' } });
    expect(failedRequest(new TimeoutError('Connection timed out'), false)).toMatchObject({ outcome: 'fail' });
    expect(failedRequest(new Error('the cluster has no controller'), false)).toEqual({
      outcome: 'fail',
      error: { name: 'CONTROLLER_UNKNOWN_TO_CLIENT' },
    });
  });

  test('what was sent and not answered may have been done', () => {
    expect(failedRequest(new TimeoutError('Request timed out'), true)).toEqual({
      outcome: 'unknown',
      error: { name: 'CLIENT_TIMEOUT' },
    });
    expect(failedRequest(new NetworkError('Connection closed'), true)).toEqual({
      outcome: 'unknown',
      error: { name: 'CONNECTION_CLOSED' },
    });
  });
});
