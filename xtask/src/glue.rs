//! wasm-bindgen's glue, made into a factory.
//!
//! The glue keeps its instance in module variables: one per page, for ever. Every loaded model wants an
//! instance of its own, that can be dropped, and replaced after a trap. So its body becomes the body of a
//! function, `createGlue()`, that returns a fresh `{ initSync, ...exports }`.
//!
//! Its loaders go: our own code finds and compiles the wasm, and bundlers would copy the file twice if they saw
//! `new URL(..., import.meta.url)` here too. Instead of them, `initSync({ module })` instantiates what is compiled.
//!
//! The text is somebody else's, so every cut must match exactly once, or the build stops.

use anyhow::{Context, Result, bail, ensure};

/// Takes the place of wasm-bindgen's loaders.
const INIT_SYNC: &str = "\
function initSync({ module }) {
    return __wbg_finalize_init(new WebAssembly.Instance(module, __wbg_get_imports()), module);
}";

/// How wasm-bindgen frees a model: by hand, by `using`, and when it is collected.
const FREE: [&str; 4] = [
    "    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        ModelFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_model_free(ptr, 0);
    }
",
    "        ModelFinalization.register(this, this.__wbg_ptr, this);\n",
    "if (Symbol.dispose) Model.prototype[Symbol.dispose] = Model.prototype.free;\n",
    "const ModelFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_model_free(ptr, 1));
",
];

/// What only serves modules that keep their instance, or that have no `realloc`: each with what stands in its place.
const PRUNED: [(&str, &str); 5] = [
    ("let wasmModule, wasmInstance, wasm;", "let wasm;"),
    ("    wasmInstance = instance;\n", ""),
    ("    wasmModule = module;\n", ""),
    (
        "    if (realloc === undefined) {
        const buf = cachedTextEncoder.encode(arg);
        const ptr = malloc(buf.length, 1) >>> 0;
        getUint8ArrayMemory0().subarray(ptr, ptr + buf.length).set(buf);
        WASM_VECTOR_LEN = buf.length;
        return ptr;
    }
",
        "",
    ),
    (
        "    if (cachedDataViewMemory0 === null || cachedDataViewMemory0.buffer.detached === true || (cachedDataViewMemory0.buffer.detached === undefined && cachedDataViewMemory0.buffer !== wasm.memory.buffer)) {
        cachedDataViewMemory0 = new DataView(wasm.memory.buffer);
    }
    return cachedDataViewMemory0;
",
        // It reads the stack of a panic, once.
        "    return new DataView(wasm.memory.buffer);\n",
    ),
];

/// What may not be left: a second way to find the wasm, or anything that only a module's top level can have.
const FORBIDDEN: [&str; 5] = ["import.meta", "new URL", "fetch(", "\nimport ", "\nexport "];

/// Makes the output of `wasm-bindgen --target web` into a module that exports `createGlue` by default.
pub fn factory(glue: &str, version: &str) -> Result<String> {
    transform(glue).with_context(|| {
        format!("the glue of wasm-bindgen {version} is not what xtask/src/glue.rs expects: read both and adapt it")
    })
}

fn transform(glue: &str) -> Result<String> {
    let glue = cut(glue, "async function __wbg_load(", "export { initSync, __wbg_init as default };")?;
    let glue = remove(&glue, "export { initSync, __wbg_init as default };")?;
    let glue = pruned(without_free(without_old_engines(glue)?)?)?;
    split_once(&glue, "function __wbg_finalize_init(instance, module) {")?;
    split_once(&glue, "function __wbg_get_imports() {")?;
    let (body, mut names) = unexport(glue.trim_end())?;
    names.push("initSync".to_owned());
    if let Some(found) = FORBIDDEN.iter().find(|text| body.contains(**text)) {
        bail!("`{}` is still in it", found.trim());
    }
    Ok(format!(
        "export default function createGlue() {{\n{body}\n{INIT_SYNC}\nreturn {{ {} }};\n}}\n",
        names.join(", ")
    ))
}

/// Replaces what is there of [`PRUNED`]; a glue without it is small already.
fn pruned(glue: String) -> Result<String> {
    PRUNED.iter().try_fold(glue, |glue, (from, to)| match glue.contains(from) {
        false => Ok(glue),
        true => split_once(&glue, from).map(|(before, after)| format!("{before}{to}{after}")),
    })
}

/// Drops what stands in for `TextEncoder.encodeInto` before 2020: those engines have no SIMD either.
fn without_old_engines(glue: String) -> Result<String> {
    let polyfill = "if (!('encodeInto' in cachedTextEncoder)) {";
    if glue.contains(polyfill) { cut(&glue, polyfill, "let WASM_VECTOR_LEN = 0;") } else { Ok(glue) }
}

/// Drops the freeing of single models: an instance has one, and goes with it. After a trap its memory may be broken:
/// a finalizer that frees in it would throw where nobody can catch.
fn without_free(glue: String) -> Result<String> {
    if !glue.contains("const ModelFinalization") {
        return Ok(glue);
    }
    FREE.iter().try_fold(glue, |glue, text| remove(&glue, text))
}

/// Removes from `start` up to and without `end`.
fn cut(text: &str, start: &str, end: &str) -> Result<String> {
    let (before, _) = split_once(text, start)?;
    let (_, after) = split_once(text, end)?;
    ensure!(before.len() + end.len() + after.len() < text.len(), "`{end}` comes before `{start}`");
    Ok(format!("{before}{end}{after}"))
}

fn remove(text: &str, what: &str) -> Result<String> {
    let (before, after) = split_once(text, what)?;
    Ok(format!("{before}{after}"))
}

fn split_once<'a>(text: &'a str, at: &str) -> Result<(&'a str, &'a str)> {
    ensure!(text.matches(at).count() == 1, "`{at}` is in it {} times, not once", text.matches(at).count());
    Ok(text.split_once(at).expect("counted above"))
}

/// Drops `export` before each class and function, and returns their names.
fn unexport(text: &str) -> Result<(String, Vec<String>)> {
    let mut names = Vec::new();
    let mut lines = Vec::new();
    for line in text.lines() {
        let Some(declaration) = line.strip_prefix("export ") else {
            lines.push(line);
            continue;
        };
        names.push(declared_name(declaration).with_context(|| format!("cannot read `{line}`"))?);
        lines.push(declaration);
    }
    ensure!(!names.is_empty(), "it exports nothing");
    Ok((lines.join("\n"), names))
}

fn declared_name(declaration: &str) -> Option<String> {
    let rest = declaration.strip_prefix("class ").or_else(|| declaration.strip_prefix("function "))?;
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$')?;
    Some(rest[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "\
export class Model {
    free() { wasm.free(this.ptr); }
}
export function kinds() {
    return wasm.kinds();
}
function __wbg_get_imports() {
    return {};
}
if (!('encodeInto' in cachedTextEncoder)) {
    cachedTextEncoder.encodeInto = null;
}

let WASM_VECTOR_LEN = 0;

let wasm;
function __wbg_finalize_init(instance, module) {
    return wasm;
}

async function __wbg_load(module, imports) {
    return await WebAssembly.instantiate(module, imports);
}

function initSync(module) {
    return new WebAssembly.Instance(module);
}

async function __wbg_init(module_or_path) {
    module_or_path = fetch(new URL('windowbox_bg.wasm', import.meta.url));
}

export { initSync, __wbg_init as default };
";

    const FACTORY: &str = "\
export default function createGlue() {
class Model {
    free() { wasm.free(this.ptr); }
}
function kinds() {
    return wasm.kinds();
}
function __wbg_get_imports() {
    return {};
}
let WASM_VECTOR_LEN = 0;

let wasm;
function __wbg_finalize_init(instance, module) {
    return wasm;
}
function initSync({ module }) {
    return __wbg_finalize_init(new WebAssembly.Instance(module, __wbg_get_imports()), module);
}
return { Model, kinds, initSync };
}
";

    #[test]
    fn makes_a_factory() {
        assert_eq!(factory(GLUE, "0.0.0").unwrap(), FACTORY);
    }

    #[test]
    fn refuses_glue_that_it_does_not_know() {
        let twice = format!("{GLUE}{GLUE}");
        let imports =
            format!("import {{ x }} from './snippets/x.js';\n{GLUE}").replace("export class", "\nexport class");
        let constant = GLUE.replace("export function kinds()", "export const kinds = ()");
        let refetch = GLUE.replace("return wasm.kinds();", "return fetch('windowbox_bg.wasm');");
        for bad in ["", &twice, &format!("\n{imports}"), &constant, &refetch] {
            let error = format!("{:#}", factory(bad, "9.8.7").unwrap_err());
            assert!(error.contains("wasm-bindgen 9.8.7"), "{error}");
        }
    }
}
