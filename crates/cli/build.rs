//! Link options of the `kbq` binary.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let variable = |name| std::env::var(name).unwrap_or_default();
    // A static binary has start files of the compiler's choice, which no option of ours may
    // contradict; `.cargo/config.toml` chooses a fixed address there.
    let is_static =
        variable("CARGO_CFG_TARGET_FEATURE").split(',').any(|name| name == "crt-static");
    // A fixed load address: the loader would otherwise relocate some 35,000 pointers of tables on
    // every start, a quarter of the time in which a one-shot query answers.
    if variable("CARGO_CFG_TARGET_OS") == "linux" && variable("PROFILE") == "release" && !is_static
    {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
