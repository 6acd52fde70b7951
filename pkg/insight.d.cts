import type { Label, Model, WorkerModel } from './types.cjs';

/** A model that is loaded, and one in workers: of that everything comes later. */
type Sync<R> = Model<R, any>;
type Async<R> = WorkerModel<R, any>;

/** The answer over one column's range, all else as in a record. */
export interface Curve {
  column: string;
  /**
   * `steps`: piece `i` holds for `from[i] <= x <= to[i]`, exactly: trees answer so. `samples`: at `from[i]`, which is
   * `to[i]`; between them nobody looked. `levels`: at `levels[i]`.
   */
  kind: 'steps' | 'samples' | 'levels';
  /** Where each piece begins: ascending, without a gap but that between whole numbers where the column has no others. */
  from: number[];
  /** Where each piece ends, itself still in it. */
  to: number[];
  /** The levels; `null` is missing, where the model knows what that means. */
  levels: (Label | null)[];
  /** What is predicted in each piece, as `predict` gives it: of several targets a list, `null` where there is no answer. */
  prediction: any[];
  /** The probability of each class, as `predict` gives it; `null` where the model has no classes. */
  probabilities: any[] | null;
}

/** A change of one column that flips the class. */
export interface Flip {
  column: string;
  /** What the record has. */
  from: unknown;
  /** What to set. */
  to: Label;
  /** The class then. */
  prediction: Label;
  /**
   * How far that is, 0 to 1: the share of the training rows between the two numbers; of levels, the share of those
   * that have another than `to`.
   */
  distance: number;
}

/** Whether a record is like the training data, column by column: a combination that never was is not seen. */
export interface Familiarity {
  /**
   * Marked cells are counted, a number outside the range and an unknown level twice. `usual`: no more than one new
   * record in twenty has by chance. `unlike`: at least four more than that, or a number outside the range by more than the
   * range is wide. `unusual`: what is between.
   */
  verdict: 'usual' | 'unusual' | 'unlike';
  /** What was marked; also a usual record may have some. */
  columns: {
    column: string;
    /**
     * `below`, `above`: outside the range of the training data. `tail`: less than 1 % of the rows are as far out.
     * `rare`: a level that less than 1 % have, or a number in a bin of the histogram that none has. `unknown-level`.
     * `missing`: where less than 1 % are.
     */
    reason: 'below' | 'above' | 'tail' | 'rare' | 'unknown-level' | 'missing';
    /** The share of the training rows that have as much. */
    share: number | null;
  }[];
}

/** What the evidence does not exclude. */
export type Likely = {
  /** How many of new rows, that come as the held-out ones did, have what is true in it. May be stricter than asked for. */
  level: number;
  /** Held-out rows that it comes from. */
  n: number;
} & ({ /** Of a number. */ interval: [low: number, high: number] } | { /** Of a class: perhaps several, perhaps none. */ labels: Label[] });

/**
 * The answer over a column's range: that of the training data, widened to the record's value, or another.
 *
 * @example <caption>Where trees change their answer</caption>
 * const { from, to, probabilities } = curve(model, record, 'Age');
 *
 * @throws {WindowboxError} as `predictOne` where the other columns have no answer
 */
export declare function curve<R>(model: Sync<R>, record: R, column: keyof R & string, range?: { from?: number; to?: number }): Curve;
export declare function curve<R>(model: Async<R>, record: R, column: keyof R & string, range?: { from?: number; to?: number }): Promise<Curve>;

/**
 * The smallest change of each column that flips the class, within the training range and among known levels, nearest
 * first. Of numbers that trees test it is exact, but rounded to what a person would write inside the piece. Empty
 * where no column alone flips it, and where a number is predicted. Of several targets it is about the first, or `target`;
 * of all columns, or of `columns`, which takes less time.
 *
 * @example
 * const [{ column, to, prediction }] = flips(model, record);
 */
export declare function flips<R>(model: Sync<R>, record: R, options?: { target?: number; columns?: string[] }): Flip[];
export declare function flips<R>(model: Async<R>, record: R, options?: { target?: number; columns?: string[] }): Promise<Flip[]>;

/** Whether a record is like the training data; `null` where the model carries no statistics. */
export declare function familiar<R>(model: Sync<R> | Async<R>, record: R): Familiarity | null;

/**
 * The interval, or the classes, that the held-out rows do not exclude, at 0.8, 0.9 or 0.95: at the next stricter level
 * that the model carries. `null` where it carries none.
 *
 * @throws {WindowboxError} as `predictOne`
 */
export declare function likely<R>(model: Sync<R>, record: R, level?: number): Likely | null;
export declare function likely<R>(model: Async<R>, record: R, level?: number): Promise<Likely | null>;
