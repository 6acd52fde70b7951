use std::time::Instant;
fn main() {
    let mut dirs: Vec<_> =
        std::fs::read_dir("tests/golden").unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
    dirs.sort();
    for d in dirs {
        let bytes = std::fs::read(d.join("packed.wbx")).unwrap();
        let pipeline = windowbox::unpack(&bytes).unwrap().into_pipeline();
        let t = Instant::now();
        let p = windowbox_tools::proof::embed(pipeline).unwrap();
        let ms = t.elapsed().as_millis();
        let proof = p.pipeline().proof.as_ref().unwrap();
        let mut b = Vec::new();
        windowbox::codec::encode(proof, &mut b);
        let s = p.self_test();
        println!(
            "{:34} {:5} ms file {:6} proof {:6} rows {:4} leaves {:?} {} {}",
            d.file_name().unwrap().to_str().unwrap(),
            ms,
            bytes.len(),
            b.len(),
            proof.rows,
            proof.leaves,
            s.passed,
            s.max_ulp
        );
    }
}
