import type { LoadOptions, Model } from './types.js';

export * from './types.js';

/**
 * Loads a model into the runtime.
 *
 * @example <caption>A model beside the page</caption>
 * import { load } from 'windowbox';
 * const model = await load({ model: 'titanic.wbx' });
 * model.predictOne({ Age: 30, Sex: 'female' }).prediction;
 * model.free(); // or, where the language has it: using model = await load(...)
 *
 * @example <caption>Type the row and the answer</caption>
 * const model = await load<{ x: number }, Value>({ model: bytes });
 *
 * @throws {WindowboxError} see {@link ErrorCode}
 */
export declare function load<R = any, T = any>(options: LoadOptions): Promise<Model<R, T>>;
