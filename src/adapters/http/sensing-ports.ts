/** What the routes of devices and of sensing need from whoever runs them. `secret` is what a request brought along: it says who asks. */
import type { Result } from '../../vocabulary/result.ts';
import type { HttpError } from './errors.ts';
import type { DisputesWire, ExplainedWire, IncidentsWire, MeasuringWire, ModelsWire, PastCasesWire, ReadingsWire, SensingWire, ThingsWire } from './sensing-schemas.ts';

/** Of a stream's readings, and by which look. */
export type ReadingsAsked = {
  readonly stream: string;
  /** The record of the look; not needed where the stream measures nobody else. */
  readonly look?: number;
  readonly from?: number;
  /** Not included. */
  readonly until?: number;
};

/** Of the past: left out, of all. */
export type CasesAsked = {
  readonly subcontract?: string;
  readonly binding?: string;
  /** So many of the latest are left out: they were answered before. */
  readonly skip?: number;
};

type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: HttpError };

export type SensingPorts = {
  /** Devices and their streams; values that measure others than who asks are hidden. */
  readonly things: (secret: string | undefined) => ThingsWire;
  readonly readings: (asked: ReadingsAsked, secret: string | undefined) => Result<ReadingsWire>;
  readonly observation: (id: string) => Answer<ExplainedWire>;
  readonly sensing: () => SensingWire;
  /** Observations that were made from readings, with what became of them; of a subcontract what it listens to by now. */
  readonly cases: (asked: CasesAsked) => Result<PastCasesWire>;
  readonly measuring: (member: string) => Result<MeasuringWire>;
  readonly disputes: () => DisputesWire;
  readonly incidents: () => IncidentsWire;
  /** Trained models that are kept here. */
  readonly models: () => ModelsWire;
  /** One of them whole. @param hash of its file */
  readonly model: (hash: string) => Answer<unknown>;
  /** Keeps a model's file; a binding may then name it. */
  readonly keepModel: (text: string) => Result<{ readonly model: string }>;
  /** A device's signed SenML, as a JWS in its compact form; answers when its readings are durable. */
  readonly senml: (text: string) => Promise<Result<{ readonly readings: number }>>;
};
