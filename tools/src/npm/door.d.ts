/** What is asked for, and how rows are read. */
export interface Options {
  /** Also the probability of each class. */
  probabilities?: boolean | undefined;
  /** Also the margin. */
  margin?: boolean | undefined;
  /** Warnings are errors. */
  strict?: boolean | undefined;
  /** Numbers and truth values may be texts, as from a form. */
  coerce?: boolean | undefined;
}

/** Something is odd in a row that got an answer. */
export interface Warning {
  /** The row, from 0. */
  row: number;
  /** Stable: for programs. */
  code: 'missing-column' | 'unknown-level' | 'out-of-range' | 'unknown-column' | (string & {});
  column?: string;
  /** For people. */
  message: string;
  value?: unknown;
  /** What is valid and nearest to the value. */
  closest?: string | number | boolean;
  hint?: string;
  /** How often, where equal warnings are one. */
  count?: number;
}

/** Why a row got no answer. */
export interface RowError extends Omit<Warning, 'code'> {
  code: 'missing-column' | 'missing-not-allowed' | 'bad-type' | 'unknown-level' | 'no-known-column' | 'no-answer'
    | 'bad-row' | 'unreadable' | 'inherited-column' | (string & {});
}

type Loosen<T> = T extends number ? T | (number extends T ? string : `${T}`) : T extends boolean ? T | string : T;

/** A row whose numbers and truth values may be texts: for `{ coerce: true }`. */
export type Loose<R> = { [K in keyof R]: Loosen<R[K]> };

/** What a call takes as a row. */
export type Input<O extends Options> = O extends { coerce: true } ? Loose<Row> : Row;

type Asked<O extends Options, K extends 'probabilities' | 'margin', T> =
  [T] extends [never] ? {} : O extends { [P in K]: true } ? { [P in K]: T } : { [P in K]?: T };

/** The answers to several rows; `null` where `errors` says why there is none. */
export type Answers<O extends Options = Options> = {
  prediction: (Label | null)[];
  warnings: Warning[];
  errors: RowError[];
} & Asked<O, 'probabilities', [Probabilities] extends [never] ? never : (Probabilities | null)[]>
  & Asked<O, 'margin', (Margin | null)[]>;

/** The answer to one row. */
export type Answer<O extends Options = Options> = {
  prediction: Label;
  warnings: Warning[];
} & Asked<O extends { probabilities: false } ? O : O & { probabilities: true }, 'probabilities', Probabilities>
  & Asked<O, 'margin', Margin>;

/** Columns of one length. */
export type Columns<R = Row> = { [K in keyof R]: ArrayLike<R[K]> | Extract<undefined, R[K]> };

/** The answers to columns: codes of classes with `classes`, or numbers. */
export type ColumnAnswers<O extends Options = Options> = {
  /** A code is -1, a number NaN, where a row got no answer. */
  prediction: Codes;
  warnings: Warning[];
  errors: RowError[];
} & ([Classes] extends [never] ? {} : { classes: Classes })
  & Asked<O, 'probabilities', [Probabilities] extends [never] ? never : Float64Array | (Float64Array | null)[]>
  & Asked<O, 'margin', Float64Array | Float64Array[]>;

/** Which model this is. */
export interface Version {
  readonly name: string;
  readonly version: string;
  /** SHA-256 of the model in hex; `null` where there is no `crypto.subtle`. */
  readonly hash: string | null;
  /** The version of windowbox that made it. */
  readonly windowbox: string | null;
}

/** A column of the schema. */
export interface Column {
  readonly name: keyof Row & string;
  readonly label: string;
  readonly unit: string;
  readonly description: string;
  readonly missing: boolean;
  readonly kind:
    | { readonly type: 'numeric'; readonly precision: 'f32' | 'f64'; readonly integer: boolean }
    | { readonly type: 'categorical'; readonly levels: Labels; readonly unseen: 'predicted' | 'refused' }
    | { readonly type: 'boolean' }
    | { readonly type: 'text' };
  /** What the training data was like. */
  readonly statistics: Statistics | null;
}

/** Levels or classes, in the order of their codes. */
export type Labels =
  | { readonly type: 'string'; readonly values: readonly string[] }
  | { readonly type: 'number'; readonly values: readonly number[] }
  | { readonly type: 'boolean'; readonly values: readonly boolean[] };

/** What is kept of a column of the training data. */
export interface Statistics {
  readonly count: number;
  readonly missing: number;
  readonly min: number | null;
  readonly max: number | null;
  /** From 0 % to 100 % in steps of 5 %. */
  readonly quantiles: readonly number[];
  readonly edges: readonly number[];
  readonly histogram: readonly number[];
  readonly levels: readonly number[];
}

/** What the model reads and answers. */
export interface Schema {
  readonly columns: readonly Column[];
  readonly targets: readonly {
    readonly name: string;
    readonly label: string;
    readonly unit: string;
    readonly task: { readonly type: 'regression' } | { readonly type: 'classification'; readonly classes: Labels };
  }[];
}

/** A metric with its spread over folds. */
export interface Metric {
  readonly name: string;
  readonly mean: number;
  readonly spread: number | null;
}

/** What to know of a model before trusting it. */
export interface Card {
  readonly name: string;
  readonly version: string;
  readonly model: string;
  readonly target: string;
  readonly description: string;
  readonly author: string;
  readonly place: string;
  readonly intended_use: string;
  readonly created: string;
  readonly locale: string;
  readonly seed: number | null;
  readonly options: readonly (readonly [string, string])[];
  readonly made_with: readonly (readonly [string, string])[];
  readonly data_sha256: string;
  readonly data_rows: number;
  readonly estimate: string;
  readonly metrics: readonly Metric[];
  readonly confusion: { readonly counts: readonly number[] } | null;
  readonly compared: readonly { readonly name: string; readonly metrics: readonly Metric[]; readonly failed: string }[];
  readonly chosen: string;
  readonly notes: readonly string[];
}

/** A loaded model. Free it, or declare it with `using`, when it is not needed. */
export interface Model {
  readonly schema: Schema;
  readonly card: Card;
  readonly version: Version;
  readonly statistics: { readonly columns: readonly Statistics[]; readonly predictions: readonly Statistics[] };
  predict<const O extends Options = {}>(rows: Input<O> | readonly Input<O>[], options?: O): Answers<O>;
  /** Throws the first error where the row gets no answer. */
  predictOne<const O extends Options = {}>(row: Input<O>, options?: O): Answer<O>;
  predictColumns<const O extends Options = {}>(columns: Columns<Input<O>>, options?: O): ColumnAnswers<O>;
  free(): void;
  [Symbol.dispose](): void;
}

/** Where the runtime and the model come from, if not from this package. */
export interface LoadOptions {
  /** The compiled wasm (`WebAssembly.Module`), where a host compiles. */
  module?: object | undefined;
  /** Where windowbox.wasm is. */
  url?: string | { readonly href: string } | undefined;
  /** Another model: bytes of a `.wbx`, or where they are. */
  model?: ArrayBufferLike | ArrayBufferView | string | { readonly href: string } | undefined;
  /** `sha256-` and the base64 of the model's SHA-256. */
  integrity?: string | undefined;
  /** An `AbortSignal`. */
  signal?: { readonly aborted: boolean; readonly reason?: unknown } | undefined;
  /** Refuses another model. */
  expect?: { name?: string | undefined; version?: string | undefined; hash?: string | undefined } | undefined;
}

/** Loads the model; equal calls share one. */
export function load(options?: LoadOptions): Promise<Model>;
/** Loads the model when first called, then predicts. */
export function predict<const O extends Options = {}>(
  rows: Input<O> | readonly Input<O>[], options?: O): Promise<Answers<O>>;
/** Loads the model when first called, then predicts one row. */
export function predictOne<const O extends Options = {}>(row: Input<O>, options?: O): Promise<Answer<O>>;
/** Loads the model when first called, then predicts columns. */
export function predictColumns<const O extends Options = {}>(
  columns: Columns<Input<O>>, options?: O): Promise<ColumnAnswers<O>>;

/** What is thrown here. */
export class WindowboxError extends Error {
  readonly name: 'WindowboxError';
  /** Stable: for programs. */
  readonly code: string;
  readonly hint?: string;
  readonly row?: number;
  readonly column?: string;
  readonly fault?: 'file' | 'caller' | 'limit' | 'unsupported' | 'io';
  readonly errors?: readonly RowError[];
}
