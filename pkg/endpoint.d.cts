import type { LoadOptions } from './types.cjs';

/** What the platform calls by that name, where it has it. */
type Platform<K extends string> = typeof globalThis extends { [P in K]: { prototype: infer X } } ? X : any;

/** A model that is loaded: also one in workers. */
interface Loaded {
  predict(rows: any, options?: any): any;
  predictOne(row: any, options?: any): any;
  readonly schema: object;
  readonly card: object;
  readonly version: { readonly name: string; readonly version: string; readonly hash: string | null };
  free(): void;
}

/** How to answer. */
export interface EndpointOptions {
  /** What stands before every path: `/api` for `/api/predict`. */
  base?: string | undefined;
  /** Keys that clients send, and the columns they mean: `{ sl: 'sepal length (cm)' }`. The columns' own names stay known. */
  columns?: Readonly<Record<string, string>> | undefined;
  /** Read text as numbers, as forms send it; so it is unless told otherwise, or `strict`. */
  coerce?: boolean | undefined;
  /** Make every warning an error: its row gets no answer. */
  strict?: boolean | undefined;
  /** Write the list of predictions as text, as Python prints it: `{"prediction":"[0, 1]"}`, for clients of servers that say `str(list)`. */
  text?: boolean | undefined;
  /** Read every body as JSON, whatever type it says it is. */
  force?: boolean | undefined;
  /** Pages of which origins may ask: all (`true`), one, or a list. None, unless told otherwise. */
  cors?: boolean | string | readonly string[] | undefined;
  /** Of a request: 4 MiB and 10,000 rows, unless told otherwise. */
  limits?: { bytes?: number | undefined; rows?: number | undefined } | undefined;
  /** What to load instead of the package's own model, or a function that gives a loaded one. */
  load?: LoadOptions | (() => Loaded | Promise<Loaded>) | undefined;
}

/** A handler of requests, as `fetch` has them. The model is loaded when it is first asked for. */
export interface Endpoint {
  (request: Platform<'Request'>, ...rest: any[]): Promise<Platform<'Response'>>;
  /** The same for node's http server, and quicker there: `createServer(endpoint().node)`. */
  node(request: any, response: any): Promise<void>;
  /** Whether a request is for this endpoint: a page at the root is not. For service workers. */
  matches(request: { readonly method: string; readonly url: string }): boolean;
  /** Loads the model now; rejects where it cannot be had, or an option does not fit it. */
  ready(): Promise<void>;
  /** Gives the model's memory back; it is loaded again when it is asked for. */
  free(): void;
  /** The same as {@link Endpoint.free}. */
  [Symbol.dispose](): void;
}

/**
 * The model behind HTTP: POST of a record or a list to `/predict` or `/` answers `{"prediction":[...]}`;
 * GET of `/schema`, `/card`, `/health` and `/openapi.json`.
 *
 * @example <caption>In node</caption>
 * createServer(endpoint({ cors: true }).node).listen(8080);
 *
 * @example <caption>In Deno, Bun, workerd</caption>
 * export default { fetch: endpoint() };
 */
export declare function endpoint(options?: EndpointOptions): Endpoint;
