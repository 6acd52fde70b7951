// @ts-check
// The record as others ask for it. What stands here is what the tests run.

/**
 * @param {Record<string, unknown>} record
 * @param {string} name of the model's package
 */
export function snippets(record, name) {
  const json = JSON.stringify(record);
  const call = `predictOne(${json})`;
  return {
    json: JSON.stringify(record, null, 2),
    module: `import { predictOne } from '${name}';\n\nconsole.log(await ${call});`,
    node: `node --input-type=module -e ${quoted(`import { predictOne } from "${name}"; console.log(await ${call})`)}`,
    curl: `curl 'http://localhost:8080/predict?proba=1' -H 'content-type: application/json' -d ${quoted(json)}`,
  };
}

/** For a shell. @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * What `windowbox pack` calls the package: the model's name, else that of its file, which may be one that was dropped.
 * @param {import('../models.js').Offer} offer
 * @param {any} model
 */
export function packageOf({ package: name, file }, { card }) {
  const path = typeof file === 'string' ? file : file.name;
  const own = name ?? (card.name || (path.split('/').pop() ?? '').replace(/\.\w+$/, ''));
  return own.toLowerCase().replace(/[^a-z0-9@/._-]+/g, '-') || 'model';
}
