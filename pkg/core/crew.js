// @ts-check
// Workers, each asked one thing at a time. One that dies takes nothing with it but what it
// was doing, and is replaced when somebody asks again. Nothing is shared with them, so no
// page needs special headers.

/**
 * A worker as an environment has it.
 * @typedef {object} Hand
 * @property {(message: any, transfer: any[]) => void} post
 * @property {() => void} rest nothing is under way
 * @property {() => void} stop
 */
/** @typedef {(heard: (message: any) => void, failed: (cause: any) => void) => Hand} Spawn */

/**
 * A place for a worker, and what it is doing.
 * @typedef {{ hand: Hand | undefined, ready: boolean, job: Job | undefined }} Slot
 */
/**
 * @typedef {object} Job
 * @property {number} id
 * @property {() => [message: any, transfer?: any[]]} make what is sent, made when a worker takes it
 * @property {boolean} again whether a worker died of it
 * @property {(answer: { result: any, took: number }) => void} resolve
 * @property {(error: any) => void} reject
 */

/** How long a worker may go on with what nobody wants any more, in ms: then another takes its place. */
const PATIENCE = 95;

/**
 * @param {new (parts: any) => any} WindowboxError the door's own
 * @param {Spawn} spawn
 * @param {number} count
 * @param {any} load the message with which a worker begins
 * @param {((...event: any[]) => void) | undefined} watch
 */
export const crew = (WindowboxError, spawn, count, load, watch) => {
  /** @type {Slot[]} */
  const slots = Array.from({ length: count }, () => ({ hand: undefined, ready: false, job: undefined }));
  /** @type {Job[]} */
  const waiting = [];
  let ids = 0, opened = false, freed = false;
  /** @type {any} */
  let arrival;

  /** @param {any} cause */
  const death = (cause) => {
    const message = cause?.message ?? 'the worker failed';
    return new WindowboxError(opened
      ? { code: 'worker-died', message, hint: 'call again: a fresh worker answers', cause }
      : { code: 'worker-unavailable', message, hint: "is thread.js beside worker.js? CSP: worker-src 'self'", cause });
  };

  /**
   * Ends a worker. What it was doing another that lives does again, once: it may be what
   * workers die of.
   * @param {Slot} slot @param {any} hand @param {any} error
   */
  const lost = (slot, hand, error) => {
    if (!hand || slot.hand !== hand) return;
    const { job } = slot;
    Object.assign(slot, { hand: undefined, ready: false, job: undefined });
    hand.stop();
    arrival?.reject(error);
    if (job && !job.again && slots.some(({ ready }) => ready)) waiting.unshift(Object.assign(job, { again: true }));
    else job?.reject(error);
    next();
  };

  /** @param {Slot} slot @param {any} message */
  const heard = (slot, { id, result, error, took, event }) => {
    const { job } = slot;
    if (event) return watch?.(...event);
    if (!id && error) return lost(slot, slot.hand, new WindowboxError(error));
    if (!id) {
      opened = slot.ready = true;
      arrival?.resolve(result);
    }
    if (id && id !== job?.id) return;
    if (id) slot.job = undefined;
    if (!slot.job) slot.hand?.rest();
    if (id) error ? job?.reject(new WindowboxError(error)) : job?.resolve({ result, took });
    next();
  };

  /** @param {Slot} slot */
  const hire = (slot) => {
    /** @type {any} */
    let hand;
    try {
      hand = slot.hand = spawn((message) => slot.hand === hand && heard(slot, message), (cause) => lost(slot, hand, death(cause)));
    } catch (cause) {
      throw death(cause);
    }
    hand.post(load, []);
  };

  /** @param {Slot} slot @param {Job} job */
  const send = (slot, job) => {
    try {
      const [message, transfer = []] = job.make();
      slot.job = job;
      if (!slot.hand) hire(slot);
      slot.hand?.post({ id: job.id, ...message }, transfer);
    } catch (/** @type {any} */ cause) {
      slot.job = undefined;
      job.reject(refused(cause));
    }
  };

  /** What a message cannot carry. @param {any} cause */
  const refused = (cause) => cause?.name === 'DataCloneError'
    ? new WindowboxError({ code: 'unreadable', message: 'a worker cannot be sent this', hint: 'pass plain values', cause }) : cause;

  const next = () => {
    // Who is ready comes first.
    for (const slot of [...slots].sort((a, b) => +b.ready - +a.ready)) while (!slot.job && waiting.length) send(slot, /** @type {Job} */ (waiting.shift()));
  };

  /** Nobody wants it any more. @param {Job} job */
  const abandon = (job) => {
    const at = waiting.indexOf(job), slot = slots.find((slot) => slot.job === job);
    if (at >= 0) waiting.splice(at, 1);
    if (slot) setTimeout(() => slot.job === job && lost(slot, slot.hand, undefined), PATIENCE);
  };

  /**
   * @param {Job['make']} make
   * @param {AbortSignal | undefined} signal
   * @returns {Promise<{ result: any, took: number }>}
   */
  const ask = (make, signal) => new Promise((resolve, reject) => {
    const give = () => (job.again = true, job.reject(signal?.reason), abandon(job));
    const over = () => signal?.removeEventListener('abort', give);
    /** @type {Job} */
    const job = { id: ++ids, make, again: false, resolve: (answer) => (over(), resolve(answer)), reject: (error) => (over(), reject(error)) };
    if (freed) return reject(gone());
    if (signal?.aborted) return reject(signal.reason);
    signal?.addEventListener('abort', give);
    waiting.push(job);
    next();
  });

  const gone = () => new WindowboxError({ code: 'freed', message: 'the model was freed' });

  return {
    ask,
    /** Fails where it was freed. */
    check: () => {
      if (freed) throw gone();
    },
    /** All workers begin; what the first that is ready says of the model. @returns {Promise<any>} */
    open: () => new Promise((resolve, reject) => {
      arrival = { resolve, reject };
      try {
        slots.forEach(hire);
      } catch (cause) {
        reject(refused(cause));
      }
    }),
    free: () => {
      freed = true;
      for (const job of [...waiting.splice(0), ...slots.flatMap(({ job }) => job ?? [])]) job.reject(gone());
      for (const slot of slots) {
        slot.hand?.stop();
        slot.hand = slot.job = undefined;
      }
    },
  };
};
