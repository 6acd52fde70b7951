// The types of every windowbox package. A packed model's index.d.ts fills in its row
// and its answer. No DOM or node types are needed.

declare global {
  // As lib.esnext.disposable has them, which compilers before 5.2 have not.
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
  interface Disposable {
    [Symbol.dispose](): void;
  }
}

/** A class in its own type, as the table has it. */
export type Label = string | number | boolean;

/** A target that is one of some classes. */
export interface Classes<L extends Label = Label> {
  /** The class. */
  prediction: L;
  /** A probability (0 to 1) for each class; they add up to 1. */
  probabilities: { [K in `${L}`]: number };
  /** What the model says before its link function: log-odds, votes, a sum of leaves; one a class if there are several. */
  margin: number | number[];
  /** Of {@link Verbs.predictColumns}: positions in `classes`, -1 where a row has no answer. */
  codes: Int32Array;
  /** The classes in the order of their codes. */
  classes: L[];
}

/** A target that is a number. */
export interface Value {
  /** The number, in the unit of the target. */
  prediction: number;
  /** A number has none. */
  probabilities: null;
  /** What the model says before its link function. */
  margin: number;
  /** Of {@link Verbs.predictColumns}: NaN where a row has no answer. */
  codes: Float64Array;
  /** A number has none. */
  classes: null;
}

/** One thing that a model predicts. */
export type Answer = Classes<any> | Value;

/** What there may be to say about a row. */
export type IssueCode =
  /** The column is not in the row, or `undefined`. A warning where the model knows what missing means. */
  | 'missing-column'
  /** `null` or NaN where the model does not know what missing means. */
  | 'missing-not-allowed'
  /** A value of another type, or a column that is no list. A number as text is one too, unless `coerce` is set. */
  | 'bad-type'
  /** A level that training never saw: predicted as the source library does, with a warning, or refused as it does. */
  | 'unknown-level'
  /** A warning: a number outside the range of the training data. */
  | 'out-of-range'
  /** The answer is not a number. */
  | 'no-answer'
  /** A warning: the model has no such column. One for the whole call, with `count`. */
  | 'unknown-column'
  /** The row has none of the model's columns. */
  | 'no-known-column'
  /** The row's prototype answers to a column's name: nobody can tell whether the row has it. */
  | 'inherited-column'
  /** The row is not an object, or is an array. */
  | 'bad-row'
  /** Reading the row threw; what was thrown is in `cause`, which does not print. */
  | 'unreadable'
  /** Of {@link Verbs.predictColumns}: a column is not as long as the first. */
  | 'column-length'
  /** Of {@link Model.predictCsv}: a record that has more or fewer fields than the header. */
  | 'bad-csv';

/** A warning, or an error, about a row. */
export interface Issue {
  /** The row, from 0; of several alike the first. */
  row: number;
  /** Of {@link Model.predictCsv}: the line of the file, from 1. */
  line?: number;
  code: IssueCode;
  /** The column, if it is about one. */
  column?: string;
  /** A sentence for people. */
  message: string;
  /** Of `unknown-level` and `out-of-range`: the value. */
  value?: Label;
  /** Of `unknown-level` and `unknown-column`: the one that was probably meant. Given for the first 1000 words of a call. */
  closest?: Label;
  /** What to do. */
  hint?: string;
  /** How many rows it is about, where equal warnings are counted. */
  count?: number;
  /** Of `unreadable`: what was thrown. */
  cause?: unknown;
}

/** How to predict. */
export interface PredictOptions {
  /** Give the probability of each class. */
  probabilities?: boolean | undefined;
  /** Give the margins. */
  margin?: boolean | undefined;
  /** Make every warning an error: its row gets no answer. */
  strict?: boolean | undefined;
  /** Read text as numbers and truth values, as CSV is read: `'3.5'`, `'true'`; `''`, `'NA'`, `'N/A'`, `'NaN'`, `'null'`, `'None'` for missing. */
  coerce?: boolean | undefined;
}

type Coerced<R> = { [K in keyof R]: R[K] | string | number | boolean };
type Input<R, O> = O extends { coerce: true } ? Coerced<R> : R;
type ColumnsOf<R, O> = { [K in keyof Input<R, O>]: ArrayLike<Input<R, O>[K]> };
type Of<T, K extends keyof Answer> = T extends readonly Answer[] ? { -readonly [I in keyof T]: T[I] extends Answer ? T[I][K] : never } : T extends Answer ? T[K] : never;
type ColumnOf<T, C> = T extends readonly Answer[] ? { -readonly [I in keyof T]: C } : C;
type Asked<O, K extends string, X> =
  K extends keyof O ? O extends { [P in K]: true } ? { [P in K]: X } : O extends { [P in K]?: false | undefined } ? {} : { [P in K]?: X } : {};
type Probable<T, X> = T extends Value ? {} : X;
type Flat<X> = { [K in keyof X]: X[K] };

/** The answers to rows; where row `i` has none, everything at `i` is `null`, and `errors` say why. */
export type Predictions<T, O = {}> = Flat<
  { prediction: (Of<T, 'prediction'> | null)[] }
  & Probable<T, Asked<O, 'probabilities', (Of<T, 'probabilities'> | null)[]>>
  & Asked<O, 'margin', (Of<T, 'margin'> | null)[]>
  & { warnings: Issue[]; errors: Issue[] }>;

/** The answer to one row. */
export type Prediction<T, O = {}> = Flat<
  { prediction: Of<T, 'prediction'> }
  & Probable<T, O extends { probabilities: false } ? {} : { probabilities: Of<T, 'probabilities'> }>
  & Asked<O, 'margin', Of<T, 'margin'>>
  & { warnings: Issue[] }>;

/**
 * The answers to columns, each in one typed array, row after row. A row without an
 * answer is -1 among codes and NaN among numbers. Equal warnings are one, with `count`.
 */
export type ColumnPredictions<T, O = {}> = Flat<
  { prediction: Of<T, 'codes'> }
  & Probable<T, { classes: Of<T, 'classes'> }>
  & Probable<T, Asked<O, 'probabilities', ColumnOf<T, Float64Array>>>
  & Asked<O, 'margin', ColumnOf<T, Float64Array>>
  & { warnings: Issue[]; errors: Issue[] }>;

type Give<Mode, X> = Mode extends 'sync' ? X : Promise<X>;

/** The three ways to ask. A loaded model's are synchronous, a package's one-liners asynchronous. */
export interface Verbs<R, T, Mode extends 'sync' | 'async'> {
  /**
   * Answers a row, or a list of rows; the good ones also where others are bad.
   *
   * @example <caption>Three passengers</caption>
   * const { prediction, warnings, errors } = model.predict([{ Sex: 'female' }, { Sex: 'male' }, { Sex: 'mael' }]);
   *
   * @example <caption>With probabilities</caption>
   * model.predict({ Sex: 'female' }, { probabilities: true }).probabilities[0]; // { '0': 0.292, '1': 0.708 }, rounded
   *
   * @throws {WindowboxError} `limit` above 4,194,304 rows, `freed`, `trap`
   */
  predict<O extends PredictOptions = {}>(rows: Input<R, O> | readonly Input<R, O>[], options?: O): Give<Mode, Predictions<T, O>>;

  /**
   * Answers one row, with probabilities.
   *
   * @example <caption>A form, as its fields change</caption>
   * try {
   *   show(model.predictOne(row));
   * } catch (error) {
   *   if (error instanceof WindowboxError) error.errors?.forEach(({ column, message }) => mark(column, message));
   * }
   *
   * @throws {WindowboxError} with the code of the first {@link Issue}, and all of them in `errors`
   */
  predictOne<O extends PredictOptions = {}>(row: Input<R, O>, options?: O): Give<Mode, Prediction<T, O>>;

  /**
   * Answers a table that lies in columns, of one length each: arrays or typed arrays.
   * NaN, `null` and holes are missing.
   *
   * @example <caption>Ages in a typed array</caption>
   * const { prediction, classes } = model.predictColumns({ Age: new Float64Array([85, 24]), Sex: ['male', 'female'] });
   * classes[prediction[0]];
   *
   * @throws {WindowboxError} `limit` above 16,777,216 rows; `bad-type` for a column that is no list, `column-length`
   *   for one that is not as long as the first; `missing-column`, `no-known-column`, `unreadable` and others where it
   *   is about a whole column
   */
  predictColumns<O extends PredictOptions = {}>(columns: ColumnsOf<R, O>, options?: O): Give<Mode, ColumnPredictions<T, O>>;
}

/**
 * A loaded model. It works synchronously, in an instance of WebAssembly that equal
 * {@link LoadOptions} share; each `load` gives a handle of its own.
 */
export interface Model<R = any, T = any> extends Verbs<R, T, 'sync'> {
  /** The columns and targets, enough to make a form of. */
  readonly schema: Schema;
  /** What the training data looked like, column by column in the order of the schema. */
  readonly statistics: Statistics;
  /** What people should know of the model. */
  readonly card: Card;
  /** Which model it is. */
  readonly version: Version;
  /**
   * Answers the reference rows that the file carries, here and now, and compares. Rows that a source library
   * answered prove that this is its model; rows that windowbox answered itself prove that what was packed is what
   * runs here.
   *
   * @example
   * const { rows, passed, verdict } = model.selfTest();
   * console.log(passed === rows, verdict);
   */
  selfTest(): SelfTest;
  /**
   * Where answers may change along a column of numbers: between `from` and `to` the last number of each piece but the
   * last in which every answer has the same bits, whatever the other columns hold. `null` where the model does not
   * answer in steps, and in a package that was packed without `--explain`. What is made of it: `curve` of `insight.js`.
   */
  edges(range: { column: keyof R & string; from: number; to: number }): number[] | null;
  /**
   * What each of the record's columns adds to the answer: of trees exact path-dependent Shapley values, by the covers
   * in the file; of linear models the coefficient times the distance from a typical record. What steps made of a
   * column is counted together. It says how the model came to its answer, not what causes what.
   *
   * @example
   * const [{ base, answer, parts }] = model.explain({ Sex: 'female' }).outputs;
   * parts.forEach(({ column, contribution }) => console.log(column, contribution));
   *
   * @throws {WindowboxError} `no-explanation`, and why: a kind without contributions, a file without covers, a runtime
   *   that was packed without `--explain`; and what {@link Verbs.predictOne} throws of a record
   */
  explain(record: R, options?: ExplainOptions<R>): Explanation;
  /**
   * Answers a table of text, whose first line names the columns, read as the command line reads it; columns that
   * the model does not have are left alone. What is said of a row names its line; a record with too many or too few
   * fields is that row's error (`bad-csv`). Also of a model that was loaded it gives a promise, and lets others work
   * between two pieces; the reader of CSV is loaded when it is first asked for.
   *
   * @example <caption>A file that somebody chose</caption>
   * const { prediction, classes, errors } = await model.predictCsv(input.files[0]);
   *
   * @example <caption>A long one, block by block, in node</caption>
   * await model.predictCsv(createReadStream('rows.csv'), { onBlock: ({ start, prediction }) => write(start, prediction) });
   *
   * @throws {WindowboxError} `no-known-column`, `missing-column` where the header lacks what the model needs; `bad-csv`
   *   for an empty table, a quote that is never closed, and what is not UTF-8, with its `line`; `bad-text` where the
   *   encoding does not hold; `limit` for an endless record; `unreadable` for what is no table
   */
  predictCsv<O extends CsvOptions<T> = {}>(source: CsvSource, options?: O & CsvOptions<T>): Promise<CsvPredictions<T, O>>;
  /** Gives the handle back; with the last one the memory goes. Afterwards its methods throw `freed`. */
  free(): void;
  /** The same as {@link Model.free}, for `using model = await load()`. */
  [Symbol.dispose](): void;
}

/** What predicting in pieces can be told. */
export interface CallOptions extends PredictOptions {
  /** Gives up: the call rejects with the signal's reason, and the worker is free for the next within 100 ms. */
  signal?: AbortSignalLike | undefined;
  /** Is told how many rows have an answer, and of how many. */
  progress?: ((done: number, rows: number) => void) | undefined;
}

/** A table of text: the text itself, its bytes, a Blob or File, a stream of the web or of node, pieces of either. */
export type CsvSource = string | Bytes | { readonly size: number; arrayBuffer(): Promise<ArrayBuffer> } | { getReader(): { read(): Promise<any>; cancel(): Promise<any> } }
  | AsyncIterable<Bytes | string> | Iterable<Bytes | string>;

/** How to read a table of text, and how to predict. */
export interface CsvOptions<T = any> extends Omit<PredictOptions, 'coerce'> {
  /** Between two fields. Else of `,` `;` tab and `|` the one that the first line has most of. */
  delimiter?: string | undefined;
  /** Before the fraction of a number: `.`, or `,`, and then a number with a point is refused. */
  decimal?: '.' | ',' | undefined;
  /** A name as of TextDecoder, `windows-1252`. A byte order mark wins; else it is UTF-8. */
  encoding?: string | undefined;
  /**
   * Which column of the table holds a column of the model where its name is another one: its name in the table, or
   * its position from 0; `null` where none does.
   */
  columns?: { readonly [name: string]: string | number | null } | undefined;
  /** Columns of the table, by name or position, that come with each block as they stand there. */
  keep?: readonly (string | number)[] | undefined;
  /** Say with each block where its rows begin in the table. */
  places?: boolean | undefined;
  /** Gives up: the call rejects with the signal's reason, and reads no more. */
  signal?: AbortSignalLike | undefined;
  /** Is told how many bytes were read, of how many where that is known, and how many rows have an answer. */
  progress?: ((bytes: number, total: number | undefined, rows: number) => void) | undefined;
  /**
   * Takes the answers block by block, in order: memory stays flat however long the table is. No more is read than
   * what it has taken, if it gives a promise.
   */
  onBlock?: ((block: CsvBlock<T>) => unknown) | undefined;
}

/** The answers to some rows of a table. */
export type CsvBlock<T = any> = Flat<{ /** The number of the first row. */ start: number; /** How many. */ rows: number;
  /** Of `places`: where each row begins, in bytes of the table as UTF-8, behind its byte order mark. */ places?: Float64Array;
  /** Of `keep`: the cells of each of these columns; `null` in a record that has more or fewer fields than the header. */ kept?: (string | null)[][];
} & ColumnPredictions<T, PredictOptions>>;

/** The answers to a table: all, or how many rows there were and how many got none, where `onBlock` took them. */
export type CsvPredictions<T, O = {}> = O extends { onBlock: (block: any) => unknown } ? { rows: number; failed: number }
  : Flat<{ /** How many there were. */ rows: number } & ColumnPredictions<T, O>>;

/** How to open a model in workers. */
export interface WorkerOptions extends LoadOptions {
  /** How many: 1 where it is not said; `'all'` are as many as the machine has cores. */
  workers?: number | 'all' | undefined;
}

/**
 * A model in workers: what a {@link Model} has, with promises. The page stays free meanwhile. What it is asked is
 * copied into the workers, so it takes plain values: a getter runs where the row is sent, and what cannot be sent
 * is refused with `unreadable`. A batch is cut into pieces of some 20 ms, which whoever is idle takes; the answers
 * come as if there had been one. A worker that dies takes with it what it was doing (`worker-died`), unless another
 * lives to do that again; the next call gets a fresh one.
 *
 * @example <caption>A million rows, with a bar that moves</caption>
 * const model = await openWorker({ workers: 'all' });
 * const { prediction } = await model.predictColumns(columns, { signal, progress: (done, rows) => show(done / rows) });
 * model.free();
 *
 * @throws {WindowboxError} `worker-died`; `worker-unavailable` where none can be started; and what a {@link Model} throws
 */
export interface WorkerModel<R = any, T = any> extends Pick<Model<R, T>, 'schema' | 'statistics' | 'card' | 'version' | 'predictCsv' | typeof Symbol.dispose> {
  /** As {@link Verbs.predict}. */
  predict<O extends CallOptions = {}>(rows: Input<R, O> | readonly Input<R, O>[], options?: O & CallOptions): Promise<Predictions<T, O>>;
  /** As {@link Verbs.predictOne}. */
  predictOne<O extends CallOptions = {}>(row: Input<R, O>, options?: O & CallOptions): Promise<Prediction<T, O>>;
  /** As {@link Verbs.predictColumns}, of as many rows as fit into memory. */
  predictColumns<O extends CallOptions = {}>(columns: ColumnsOf<R, O>, options?: O & CallOptions): Promise<ColumnPredictions<T, O>>;
  /** As {@link Model.selfTest}. */
  selfTest(): Promise<SelfTest>;
  /** As {@link Model.edges}. */
  edges(range: { column: keyof R & string; from: number; to: number }): Promise<number[] | null>;
  /** As {@link Model.explain}. */
  explain(record: R, options?: ExplainOptions<R> & Pick<CallOptions, 'signal'>): Promise<Explanation>;
  /** Ends the workers. Calls that are under way, and later ones, are refused with `freed`. */
  free(): void;
}

/** How to explain. */
export interface ExplainOptions<R = any> {
  /** Another record: then `base` is the answer to it, and the contributions are what makes the difference. */
  against?: R | undefined;
  /** As of {@link PredictOptions}. */
  coerce?: boolean | undefined;
}

/** Why a record got its answer. */
export interface Explanation {
  /** One for each margin: of a number one, of two classes with one margin one, else one a class. */
  outputs: Contributions[];
  /** Shapley values of trees, perhaps with linear models beside them; or linear models alone. */
  method: 'tree' | 'linear';
}

/**
 * What adds up to an answer: `base` and all contributions, but for the rounding of sums (to 1e-9 of what was added
 * up; where the model itself adds in single precision, to 1e-5). What does not add up is refused.
 */
export interface Contributions {
  /** The target's name. */
  target: string;
  /** The class that it speaks for: of two with one margin the second; `null` of a number. */
  label: Label | null;
  /** What the numbers are: what the link function is given, a probability, or the value in the target's unit. */
  space: 'margin' | 'probability' | 'value';
  /** The mean answer over the training rows, or the answer to the record that is compared with. */
  base: number;
  /** The model's own answer. */
  answer: number;
  /** The columns that the model reads, in the order of the schema. */
  parts: { column: string; /** As it was given; `null` where it was not. */ value: unknown; contribution: number }[];
}

/** How a model's reference rows went. */
export interface SelfTest {
  /** Rows that the file carries; 0 where it has none. */
  rows: number;
  /** Rows whose answers hold. */
  passed: number;
  /** The largest difference of two numbers; infinite where only one of them is a number. */
  maxAbsDifference: number;
  /** The same, as a count of numbers of the answer's precision. */
  maxUlp: number;
  /** A sentence: who answered the rows, what that proves, and what share of the leaves they reach. */
  verdict: string;
}

/** Which model it is. */
export interface Version {
  /** The model's name. */
  name: string;
  /** The model's version, as its maker counts. */
  version: string;
  /** SHA-256 of the model's file in hex; `null` where there is no `crypto.subtle` (a page over http). */
  hash: string | null;
  /** The version of windowbox that made it. */
  windowbox: string | null;
}

type Bytes = ArrayBufferLike | ArrayBufferView;
type Address = string | { readonly href: string };

/**
 * How much of a load has come: `loaded` never falls, and is `total` at last. `total` is `null` as long as nobody
 * knows it: a server that compresses, or of another origin, does not say how long its files are. A packed package
 * knows its own.
 */
export interface Progress {
  /** Bytes that have come, of the wasm and the model together. */
  loaded: number;
  /** Bytes that there are, if it is known. */
  total: number | null;
}

/**
 * What to load. Equal options give the same instance, and one fetch, however many ask; `signal` and `onProgress`
 * are each caller's own. A load that failed may be tried again.
 *
 * @example <caption>A bar</caption>
 * const model = await load({ onProgress: ({ loaded, total }) => { bar.value = total ? loaded / total : undefined; } });
 *
 * @example <caption>Only this file, and not forever</caption>
 * const model = await load({ model: 'https://cdn.example/m.wbx', integrity: 'sha384-...', signal: AbortSignal.timeout(10_000) });
 *
 * @example <caption>A new version, and back</caption>
 * let model = await load({ model: 'v1.wbx' });
 * const old = model;
 * model = await load({ model: 'v2.wbx' }); // both answer
 * const { rows, passed } = model.selfTest();
 * if (passed === rows) old.free();
 * else { model.free(); model = old; } // back
 */
export interface LoadOptions {
  /**
   * The wasm itself: compiled, as edge runtimes import it, or its bytes. Instead of looking for it. It must be of the
   * version of the JavaScript, or is refused with `version-mismatch`.
   */
  module?: object | Bytes | undefined;
  /** Where the wasm is. Instead of beside the JavaScript. */
  url?: Address | undefined;
  /** A model: the bytes of a `.wbx` or of a packed `.wasm` (its code never runs), or their address. Instead of the wasm's own. */
  model?: Bytes | Address | undefined;
  /**
   * What the file must be, as in HTML and for `fetch`: `sha256-`, `sha384-` or `sha512-` and base64; of several,
   * separated by spaces, one of the strongest kind. It is about every byte of one file: of `model` where it is given,
   * else of the wasm with the model in it (`module`, `url`, or the package's own). Another is refused with
   * `unexpected-model` before anything is compiled or opened; so is a compiled `module`, which has no bytes, and
   * every file on a page over http, where browsers have no `crypto.subtle`. `expect.hash` is about the model alone.
   *
   * @example <caption>How to make it</caption>
   * // openssl dgst -sha384 -binary model.wbx | openssl base64 -A
   */
  integrity?: string | undefined;
  /** Gives up: this `load` rejects with the signal's reason. The download stops when nobody waits for it any more. */
  signal?: AbortSignalLike | undefined;
  /**
   * Is told how much has come, until all has; at once of what another caller asked for before. What it throws, its
   * `load` rejects with. If whoever asked first shows no progress, later callers are told of the end alone.
   */
  onProgress?: ((progress: Progress) => void) | undefined;
  /** Which model it must be. Another is refused with `unexpected-model`. A packed package asks for its own hash where no `model` is given. */
  expect?: { name?: string | undefined; version?: string | undefined; hash?: string | undefined } | undefined;
}

/** An AbortSignal. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason: any;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** The codes of everything that is thrown, besides those of rows. */
export type ErrorCode = IssueCode
  /**
   * WebAssembly cannot be had: the file is lost or something else came in its place, a Content-Security-Policy lacks
   * `script-src 'wasm-unsafe-eval'`, the engine has none, or not its SIMD. `message` says which, `hint` what to do.
   */
  | 'wasm-unavailable'
  /** The model's address does not answer, or what was given is no bytes. */
  | 'model-unavailable'
  /** The wasm is of another version of windowbox than the JavaScript. */
  | 'version-mismatch'
  /** The host has no memory for another instance of WebAssembly, or for the files. */
  | 'out-of-memory'
  /** The wasm carries no model: load the runtime with `model`, or find the build step that strips custom sections. */
  | 'no-model'
  /** Another model than the package's own, or than `integrity` or `expect` ask for. */
  | 'unexpected-model'
  /** A worker cannot be started: the file is lost, or a Content-Security-Policy lacks `worker-src 'self'`. */
  | 'worker-unavailable'
  /** A worker died of what it was doing, or of lack of memory, or was ended. The next call gets a fresh one. */
  | 'worker-died'
  /** A text is not in its encoding, or no encoding has that name. */
  | 'bad-text'
  /** The handle was freed. */
  | 'freed'
  /** Too many rows for a call. */
  | 'limit'
  /** WebAssembly failed. The instance was dropped; the next call gets a fresh one. */
  | 'trap';

/**
 * Everything that we throw is one of these. What your own code throws stays as it is: the reason of an aborted
 * signal, a getter among the options.
 *
 * @example <caption>Tell them apart</caption>
 * if (error instanceof WindowboxError && error.code === 'wasm-unavailable') explain(error.hint);
 */
export declare class WindowboxError extends Error {
  /** Stable. A broken file has one of its own (`fault: 'file'`). */
  readonly code: ErrorCode | (string & {});
  /** What to do. */
  readonly hint?: string;
  /** The row that it is about. */
  readonly row?: number;
  /** The column that it is about. */
  readonly column?: string;
  /** The line of a table of text, from 1. */
  readonly line?: number;
  /** Whose fault it is, where a file was refused. */
  readonly fault?: 'file' | 'caller' | 'limit' | 'unsupported' | 'io';
  /** Where in the file. */
  readonly place?: string;
  /** Of {@link Verbs.predictOne}: everything that is wrong with the row. */
  readonly errors?: Issue[];
  /** What was thrown below. */
  readonly cause?: unknown;
}

/** Labels of one type. */
export type Labels =
  | { type: 'string'; values: string[] }
  | { type: 'number'; values: number[] }
  | { type: 'boolean'; values: boolean[] };

/** The input and the output of a model. */
export interface Schema {
  columns: Column[];
  targets: Target[];
}

/** A column of the input. */
export interface Column {
  /** The key in a row. */
  name: string;
  /** What a person reads, or empty: then the name. */
  label: string;
  /** The unit of numbers, or empty. */
  unit: string;
  /** A sentence, or empty. */
  description: string;
  /** What a cell holds. */
  kind:
    | { type: 'numeric'; precision: 'f32' | 'f64'; /** Whether training saw whole numbers only. */ integer: boolean }
    | { type: 'categorical'; levels: Labels; unseen: 'predicted' | 'refused' }
    | { type: 'boolean' }
    | { type: 'text'; /** How a date is written, of a column that is read as one: `date YYYY-MM-DD`. */ format?: string };
  /** Whether a cell may be missing. */
  missing: boolean;
  /** What the training data had, if it is known. */
  statistics: ColumnStatistics | null;
}

/** One thing that is predicted. */
export interface Target {
  name: string;
  /** What a person reads, or empty: then the name. */
  label: string;
  /** The unit of a number, or empty. */
  unit: string;
  slots: number[];
  link: string;
  task:
    | { type: 'regression' }
    | {
      type: 'classification';
      classes: Labels;
      decision: { type: 'largest' } | { type: 'smallest' } | { type: 'above'; /** The code of the positive class. */ positive: number; threshold: number }
        | { type: 'coded'; /** The slot that holds the class's code. */ slot: number };
    };
}

/** What the training data and the predictions looked like. */
export interface Statistics {
  columns: ColumnStatistics[];
  predictions: ColumnStatistics[];
  /** From held-out rows: ten bins of the positive class's probability. */
  reliability: { count: number; predicted: number; observed: number }[];
  /** From held-out rows: quantiles of the error, as pairs of miscoverage and quantile. */
  conformal: { n: number; quantiles: [number, number][] } | null;
}

/** What is kept of a column. */
export interface ColumnStatistics {
  count: number;
  missing: number;
  min: number | null;
  max: number | null;
  /** From 0 % to 100 % in steps of 5 %: 21, or none. The median is `quantiles[10]`. */
  quantiles: number[];
  /** The edges of the histogram's bins. */
  edges: number[];
  histogram: number[];
  /** How often each level occurs, in the order of its code. */
  levels: number[];
}

/** A metric, with its standard deviation over folds. */
export interface Metric {
  name: string;
  mean: number;
  spread: number | null;
}

/** What people should know of a model. Texts may be empty. */
export interface Card {
  name: string;
  version: string;
  /** The kind of model in words. */
  model: string;
  target: string;
  description: string;
  author: string;
  place: string;
  intended_use: string;
  /** Under which license it may be used, as SPDX writes it. */
  license: string;
  /** RFC 9557: the time with its offset, and perhaps its zone, `2026-01-31T12:00:00+01:00[Europe/Berlin]`. */
  created: string;
  locale: string;
  seed: number | null;
  options: [string, string][];
  made_with: [string, string][];
  /** SHA-256 of the training data, in hex. */
  data_sha256: string;
  data_rows: number;
  /** How the metrics were estimated. */
  estimate: string;
  metrics: Metric[];
  /** Counts of true (rows) and predicted (columns) classes, row after row. */
  confusion: { counts: number[] } | null;
  compared: { name: string; metrics: Metric[]; failed: string }[];
  chosen: string;
  notes: string[];
}
