// Answers rows with packed models: `node predict.mjs LIST.json`, a list of {folder, rows, answers}: three paths each.
import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

for (const { folder, rows, answers } of JSON.parse(await readFile(process.argv[2], "utf8"))) {
  const { load } = await import(pathToFileURL(`${folder}/node.js`));
  const model = await load();
  const given = JSON.parse(await readFile(rows, "utf8"));
  await writeFile(answers, JSON.stringify(model.predict(given, { probabilities: true, margin: true })));
}
