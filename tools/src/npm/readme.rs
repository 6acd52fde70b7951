//! README.md: how to use the package, its columns, and the card.

use super::Identity;
use super::classic;
use super::describe;
use super::escape::markdown;
use super::example::Example;
use super::twin::Twin;
use super::variants::Variant;
use windowbox::pipeline::Metric;
use windowbox::{Card, Pipeline};

/// The text of README.md.
pub fn readme(
    identity: &Identity,
    pipeline: &Pipeline,
    variant: &Variant,
    example: &Example,
    sha256: &str,
    twin: &Twin,
) -> String {
    let parts = [
        title(identity, pipeline),
        usage(identity, example),
        endpoint(identity),
        without(twin),
        columns(pipeline),
        answers(pipeline),
        card(&pipeline.card, sha256),
        terms(identity, variant),
    ];
    parts.join("\n")
}

fn title(identity: &Identity, pipeline: &Pipeline) -> String {
    let card = &pipeline.card;
    let names: Vec<String> = pipeline.output.targets.iter().map(|target| markdown(describe::title(target))).collect();
    let model = if card.model.is_empty() { "a model" } else { &card.model };
    let mut text = format!("# {}\n\nPredicts {}, by {}. ", identity.name, names.join(", "), markdown(model));
    text += "Runs in the browser and in node, as WebAssembly; nothing is sent anywhere.\n";
    for sentence in [&card.description, &card.intended_use].into_iter().filter(|s| !s.is_empty()) {
        text += &format!("\n{}\n", markdown(sentence));
    }
    text
}

fn usage(identity: &Identity, example: &Example) -> String {
    let (name, Example { row, prediction }) = (&identity.name, example);
    let global = classic::global(name);
    format!(
        "## Use\n\n\
         ```js\n\
         import {{ predict }} from '{name}';\n\n\
         const {{ prediction }} = await predict({row});\n\
         console.log(prediction); // {prediction}\n\
         ```\n\n\
         In CommonJS: `const {{ predict }} = require('{name}');`. A list of rows gives a list of answers.\n\
         In a page or worker without modules `classic.js`, as a script's `src` or by `importScripts`, makes the global\n\
         `{global}`, as in `{global}.predict(row)`. To predict without awaiting, load once:\n\n\
         ```js\n\
         import {{ load }} from '{name}';\n\n\
         const model = await load();\n\
         const {{ prediction, probabilities, warnings, errors }} = model.predict([{row}], {{ probabilities: true }});\n\
         ```\n\n\
         A row that cannot be answered has `null` in `prediction` and a line in `errors`; an unknown level and a\n\
         number outside the training range are answered, with a line in `warnings`. `model.selfTest()` answers the\n\
         reference rows in the package and says whether they get the same answers where it runs.\n\n\
         A table of text, of any length, goes through `await model.predictCsv(table)`. `openWorker()` from\n\
         `'{name}/worker'` gives the same model in workers, with progress and a way to stop.\n\
         `curve`, `flips`, `familiar` and `likely` from `'{name}/insight'` answer questions about one answer.\n"
    )
}

fn endpoint(identity: &Identity) -> String {
    let name = &identity.name;
    format!(
        "As an endpoint, for clients that `POST /predict` a record or a list of records: `npx {name} --port 8080`\n\
         (`--help` tells the rest), `createServer(endpoint().node).listen(8080)` in node, and\n\
         `export default {{ fetch: endpoint() }};` in Deno, Bun and workerd, with\n\
         `import {{ endpoint }} from '{name}/endpoint';`. In a service worker, which answers offline:\n\
         `import {{ serve }} from '{name}/service-worker'; serve();`. `GET /openapi.json` describes it.\n"
    )
}

/// What it does where there is no WebAssembly.
fn without(twin: &Twin) -> String {
    match twin {
        Twin::Script(_) => {
            "Where a page's policy forbids WebAssembly, or an engine has none (React Native's), the model answers in\n\
             plain JavaScript, with the same numbers to the last bit: `twin.js`, which is fetched there alone.\n"
                .to_owned()
        }
        Twin::None(reason) => format!(
            "It needs WebAssembly, which a page's policy allows by `script-src 'wasm-unsafe-eval'`: in plain JavaScript it\n\
             is not to be had ({}).\n",
            markdown(reason)
        ),
    }
}

fn columns(pipeline: &Pipeline) -> String {
    let mut text =
        String::from("## Columns\n\n| column | meaning | unit | values | may be missing |\n|---|---|---|---|---|\n");
    for (c, column) in pipeline.schema.columns.iter().enumerate() {
        let meaning = [column.label.as_str(), column.description.as_str()].map(markdown);
        let meaning = meaning.iter().filter(|s| !s.is_empty()).cloned().collect::<Vec<_>>().join(". ");
        let (name, unit) = (markdown(&column.name), markdown(&column.unit));
        let missing = if column.missing { "yes" } else { "no" };
        let values = markdown(&describe::values(pipeline, c));
        text += &format!("| {name} | {meaning} | {unit} | {values} | {missing} |\n");
    }
    text
}

fn answers(pipeline: &Pipeline) -> String {
    let mut text = String::from("## Answer\n\n");
    for target in &pipeline.output.targets {
        text += &format!("- {}: {}\n", markdown(describe::title(target)), markdown(&describe::answer(target)));
    }
    text
}

fn card(card: &Card, sha256: &str) -> String {
    let mut text = String::from("## Card\n\n");
    let mut line = |what: &str, value: &str| {
        if !value.is_empty() {
            text += &format!("- {what}: {}\n", markdown(value));
        }
    };
    line("model", format!("{} {}", card.name, card.version).trim());
    line("kind", &card.model);
    line("license", &card.license);
    line("made by", &card.author);
    line("made at", &card.place);
    line("made on", &card.created);
    line("made with", &pairs(&card.made_with));
    line("options", &pairs(&card.options));
    line("rows of training data", &if card.data_rows > 0 { card.data_rows.to_string() } else { String::new() });
    line("SHA-256 of the training data", &card.data_sha256);
    line("SHA-256 of the model", sha256);
    line("chosen because", &card.chosen);
    card.notes.iter().for_each(|note| line("note", note));
    text + &metrics(card)
}

fn pairs(pairs: &[(String, String)]) -> String {
    pairs.iter().map(|(key, value)| format!("{key} {value}")).collect::<Vec<_>>().join(", ")
}

fn metrics(card: &Card) -> String {
    if card.metrics.is_empty() {
        return String::new();
    }
    let estimate = if card.estimate.is_empty() { "in a way that the card does not tell" } else { &card.estimate };
    let mut text =
        format!("\nMetrics, estimated {}:\n\n| metric | mean | spread |\n|---|---|---|\n", markdown(estimate));
    for Metric { name, mean, spread } in &card.metrics {
        let spread = spread.map(|s| format!("{s:.4}")).unwrap_or_default();
        text += &format!("| {} | {mean:.4} | {spread} |\n", markdown(name));
    }
    text
}

fn terms(identity: &Identity, variant: &Variant) -> String {
    format!(
        "## Terms\n\nThe model and this package: {}. The runtime: MIT OR Apache-2.0, see THIRD-PARTY-NOTICES.\n\n\
         Made by `windowbox pack`, with the variant `{}` of its runtime: it carries the kinds of steps and models that\n\
         this one needs, and loads no other model that needs more.\n",
        markdown(&identity.license),
        variant.name
    )
}
