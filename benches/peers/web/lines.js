// Questions on standard input, answers on standard output: a line of JSON each.
import { createInterface } from 'node:readline';

const reason = (error) => String(error?.message ?? error).split('\n')[0].slice(0, 300);

/** Answers until the input ends; what fails is an answer too. What libraries print goes to standard error. */
export async function answer(verbs) {
  console.log = console.info = console.error;
  for await (const line of createInterface({ input: process.stdin })) {
    const ask = JSON.parse(line);
    const told = await verbs[ask.do](ask).catch((error) => ({ absent: reason(error) }));
    process.stdout.write(`${JSON.stringify(told)}\n`);
  }
}
