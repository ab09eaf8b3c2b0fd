//! Link options of the `kbq` binary.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // A fixed load address: the loader would otherwise relocate some 35,000 pointers of tables on
    // every start, a quarter of the time in which a one-shot query answers.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux")
        && std::env::var("PROFILE").as_deref() == Ok("release")
    {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
