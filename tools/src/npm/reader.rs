//! What reads a model's rows in its own package: properties with constant names are read
//! many times as fast as by a list of names, and no page forbids it, as some do making
//! functions at run time.

use super::escape;
use windowbox::data::{Kind, Label, Labels};
use windowbox::{Error, Pipeline, Result};

/// What stands in a door where the reader belongs.
pub const BLANK: &str = "\"windowbox.reader\"";

/// Wider models and longer lists of classes would make the scripts long: they are read by
/// a list of names.
const LIMIT: usize = 500;

/// The door with the model's reader in its place, and the bytes of the wasm beside it: of a compressed download
/// nobody else says how long it is.
///
/// # Errors
/// `bad-runtime` for a door that does not have the place exactly once.
pub fn put(name: &str, door: &[u8], pipeline: &Pipeline, wasm: usize) -> Result<Vec<u8>> {
    let text = std::str::from_utf8(door).unwrap_or_default();
    let classes = || pipeline.output.targets.iter().filter_map(|target| target.labels()).map(Labels::len);
    let reader = match pipeline.schema.columns.len() + classes().sum::<usize>() > LIMIT {
        true => BLANK.to_owned(),
        false => made(pipeline),
    };
    match text.matches(BLANK).count() {
        1 => Ok(text.replace(BLANK, &format!("Object.assign({reader},{{size:{wasm}}})")).into_bytes()),
        n => Err(Error::file("bad-runtime", format!("the script has {n} places for the model's reader, not one"))
            .at(name)
            .hint("build it again: cargo xtask wasm")),
    }
}

/// An object as `Made` in pkg/core/rows.js says.
fn made(pipeline: &Pipeline) -> String {
    let names: Vec<String> = pipeline.schema.names().map(escape::string).collect();
    // A model may have no column.
    let asks = ["!1".to_owned()].into_iter().chain(names.iter().map(|name| format!("{name} in p")));
    let shares = pipeline.output.targets.iter().map(|target| target.labels().map_or("0".into(), share));
    let write = if numeric(pipeline) { write(&names) } else { "write:0,".into() };
    let (reads, asks, shares) = (joined(reads(&names), ","), joined(asks, "||"), joined(shares, ","));
    let read = guarded("read(r,s)", &format!("return[{reads}]"));
    format!("{{{read},{write}inherits:p=>{asks},shares:[{shares}]}}")
}

/// Reads each column, and counts on, so that one that throws is known.
fn reads(names: &[String]) -> impl Iterator<Item = String> {
    names.iter().enumerate().map(|(c, name)| format!("(c={c},r[{name}])"))
}

fn guarded(head: &str, body: &str) -> String {
    format!("{head}{{let c,n=0;try{{{body}}}catch(e){{s.column=c;throw e}}}}")
}

fn numeric(pipeline: &Pipeline) -> bool {
    let columns = &pipeline.schema.columns;
    !columns.is_empty() && columns.iter().all(|column| matches!(column.kind, Kind::Numeric { .. }))
}

/// Writes a row of numbers, with as many keys, to its place, if that still lives: all is
/// read before, as a getter may do what it likes. Apart from `read`, because numbers that
/// also go into a list are put into boxes first.
fn write(names: &[String]) -> String {
    let each = |text: fn(usize) -> String, by| joined((0..names.len()).map(text), by);
    let reads = joined(reads(names).enumerate().map(|(c, read)| format!("v{c}={read}")), ",");
    let (values, numbers) = (each(|c| format!("v{c}"), ","), each(|c| format!("typeof v{c}==\"number\""), "&&"));
    let (columns, writes) = (names.len(), each(|c| format!("m[a+{c}]=v{c}"), ";"));
    let body = format!(
        "let {reads},i;c=void 0;for(i in r)n++;let{{numbers:m,at:a}}=p;\
         if(n=={columns}&&m.length&&{numbers}){{{writes};return}}return[{values}]"
    );
    guarded("write(r,s,p)", &body) + ","
}

/// The probabilities of classes as an object. `__proto__` is a key only where it is computed.
fn share(classes: &Labels) -> String {
    let key = |label: Label<'_>| match label {
        Label::String(name) => escape::string(name),
        Label::Number(n) => escape::string(&super::literal::text(&super::literal::number(n))),
        Label::Boolean(b) => escape::string(&b.to_string()),
    };
    let key =
        |label: Label<'_>| Some(key(label)).filter(|key| key != "\"__proto__\"").unwrap_or("[\"__proto__\"]".into());
    let shares = classes.iter().enumerate().map(|(k, label)| format!("{}:v[i+{k}]", key(label)));
    format!("(v,i)=>({{{}}})", joined(shares, ","))
}

fn joined(parts: impl Iterator<Item = String>, by: &str) -> String {
    parts.collect::<Vec<_>>().join(by)
}

#[cfg(test)]
mod tests {
    use super::*;
    use windowbox::data::{Column, Schema};
    use windowbox::preprocess::Link;
    use windowbox::{Output, Target};

    fn pipeline(columns: &[&str], classes: Labels) -> Pipeline {
        let schema = Schema { columns: columns.iter().map(|name| Column::numeric(*name)).collect() };
        Pipeline::new(schema, vec![], Output::one(Target::classes("y", classes, vec![0], Link::Sigmoid)))
    }

    #[test]
    fn names_are_data_whatever_they_look_like() {
        let names = Labels::String(vec!["__proto__".into(), "\"]:0}),(v".into()]);
        let text = made(&pipeline(&["a\"b", "x y"], names));
        let read = "read(r,s){let c,n=0;try{return[(c=0,r[\"a\\\"b\"]),(c=1,r[\"x y\"])]}catch(e){s.column=c;throw e}}";
        let write = "write(r,s,p){let c,n=0;try{let v0=(c=0,r[\"a\\\"b\"]),v1=(c=1,r[\"x y\"]),i;c=void 0;\
             for(i in r)n++;let{numbers:m,at:a}=p;\
             if(n==2&&m.length&&typeof v0==\"number\"&&typeof v1==\"number\"){m[a+0]=v0;m[a+1]=v1;return}\
             return[v0,v1]}catch(e){s.column=c;throw e}}";
        let shares = "shares:[(v,i)=>({[\"__proto__\"]:v[i+0],\"\\\"]:0}),(v\":v[i+1]})]";
        assert_eq!(text, format!("{{{read},{write},inherits:p=>!1||\"a\\\"b\" in p||\"x y\" in p,{shares}}}"));
    }

    #[test]
    fn a_door_has_one_place() {
        let small = pipeline(&["x"], Labels::Boolean(vec![false, true]));
        let door = format!("const reader = Object({BLANK});");
        assert!(
            put("node.js", door.as_bytes(), &small, 7)
                .unwrap()
                .starts_with(b"const reader = Object(Object.assign({read(r,s){")
        );
        for wrong in [String::new(), format!("{door}{door}")] {
            let error = put("node.js", wrong.as_bytes(), &small, 7).unwrap_err();
            assert_eq!((error.code, &error.place[..]), ("bad-runtime", "node.js"));
        }
        let names: Vec<String> = (0..=LIMIT).map(|i| format!("x{i}")).collect();
        let wide = pipeline(&names.iter().map(String::as_str).collect::<Vec<_>>(), Labels::Boolean(vec![false, true]));
        let kept = format!("const reader = Object(Object.assign({BLANK},{{size:7}}));");
        assert_eq!(put("node.js", door.as_bytes(), &wide, 7).unwrap(), kept.as_bytes());
    }
}
