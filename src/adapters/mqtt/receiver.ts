/**
 * What both MQTT adapters do with a message: read it, hand it on, answer what was refused, count. Tells when to acknowledge.
 */
import type { Refusal } from '../../vocabulary/result.ts';
import type { Delivered, Intake, Taken } from './intake.ts';
import { isOwnTopic, readMessage, refusedPayload, type Topics } from './messages.ts';

export type ReceiverPorts = {
  readonly topics: Topics;
  readonly intake: Intake;
  /** Sends an answer; a lost one is no harm. */
  readonly publish: (topic: string, payload: string) => void;
};

/** Messages since the start. */
export type Counts = {
  received: number;
  /** Not understood. */
  bad: number;
  /** Single observations, or whole batches, that were refused. */
  refused: number;
  /** Observations that were here before. */
  duplicates: number;
  /** Delivered as retained: no events. */
  retained: number;
  /** On topics of other conventions. */
  other: number;
};

export type Receiver = {
  /** Resolves to whether the message is to be acknowledged. */
  readonly receive: (message: Delivered) => Promise<boolean>;
  readonly counts: Readonly<Counts>;
};

export function createReceiver({ topics, intake, publish }: ReceiverPorts): Receiver {
  const counts: Counts = { received: 0, bad: 0, refused: 0, duplicates: 0, retained: 0, other: 0 };

  const answer = (topic: string, refusal: Refusal, seq?: number): void => {
    counts.refused += 1;
    publish(topic, refusedPayload(refusal, seq));
  };
  const taken = async (reply: string, taking: Promise<Taken>): Promise<boolean> => {
    const result = await taking;
    if (!result.acknowledge) return false;
    counts.duplicates += result.duplicates;
    for (const { refusal, seq } of result.refused) answer(reply, refusal, seq);
    return true;
  };

  return {
    counts,
    async receive(delivered) {
      const { topic, payload, retained } = delivered;
      counts.received += 1;
      if (retained) counts.retained += 1;
      if (!isOwnTopic(topic)) {
        counts.other += 1;
        return await intake.things?.hear(delivered) ?? true;
      }
      if (retained) return true;
      const message = readMessage(topics, topic, payload);
      switch (message.kind) {
        case 'sealed': return taken(message.reply, intake.sealed(message.sealed));
        case 'readings': return taken(message.reply, intake.readings(message.device, message.readings));
        case 'bad':
          counts.bad += 1;
          answer(message.reply, message.refusal, message.seq);
          return true;
        case 'other':
          counts.other += 1;
          return true;
      }
    },
  };
}
