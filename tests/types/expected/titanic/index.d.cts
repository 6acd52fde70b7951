import type { Classes, LoadOptions, Model as Loaded, Verbs } from './types.cjs';

export type * from './types.cjs';
export { WindowboxError } from './types.cjs';

/** A row of titanic-survival. */
export interface Row {
  /** Age in years, 0.42 to 80 in training. May be missing. */
  Age?: number | null | undefined;
  /** Sex. */
  Sex: 'female' | 'male';
  /** Port of embarkation: C is Cherbourg, Q is Queenstown, S is Southampton. May be missing. */
  Embarked?: 'C' | 'Q' | 'S' | null | undefined;
}

/** Survived: the classes. */
export type Survived = 0 | 1;

/** What it predicts. */
export type Target = Classes<Survived>;

/** The loaded model. */
export type Model = Loaded<Row, Target>;

/**
 * Loads the model; its methods are synchronous.
 *
 * @example <caption>One passenger</caption>
 * using model = await load();
 * model.predictOne({ Age: 30, Sex: 'female', Embarked: 'S' }).prediction;
 */
export declare function load(options?: LoadOptions): Promise<Model>;

/** Loads the model once, and answers rows: see {@link Verbs.predict}. */
export declare const predict: Verbs<Row, Target, 'async'>['predict'];
/** Loads the model once, and answers a row: see {@link Verbs.predictOne}. */
export declare const predictOne: Verbs<Row, Target, 'async'>['predictOne'];
/** Loads the model once, and answers columns: see {@link Verbs.predictColumns}. */
export declare const predictColumns: Verbs<Row, Target, 'async'>['predictColumns'];
