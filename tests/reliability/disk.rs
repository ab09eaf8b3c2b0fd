//! Disks that are full, and disks that one may only read.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::{Command, Output};

use super::lab::{Lab, State, amount};
use crate::support::text;

/// Runs a shell script that may mount; none where the system does not permit that.
fn with_mounts(script: &str, arguments: &[&Path]) -> Option<Output> {
    let ways: [&[&str]; 2] = [&["--mount"], &["--user", "--map-root-user", "--mount"]];
    let permitted = |way: &&&[&str]| {
        let probe = "mount -t tmpfs -o size=64k none /mnt";
        let tried = Command::new("unshare").args(**way).args(["sh", "-c", probe]).output();
        tried.is_ok_and(|done| done.status.success())
    };
    let Some(way) = ways.iter().find(permitted) else {
        println!("skipped: this system permits no mounting (unshare --mount)");
        return None;
    };
    let mut command = Command::new("unshare");
    command.args(*way).args(["sh", "-c", script, "sh"]).args(arguments);
    command.env("KBQ", env!("CARGO_BIN_EXE_kbq"));
    Some(command.output().expect("runs"))
}

/// `$1` is the folder of a lab with `articles` and `new`, `$2` a folder to mount on, `$3` a file
/// with how many kilobytes stay free.
const FULL_DISK: &str = r#"
cd "$1" && mount -t tmpfs -o size=16m none "$2" || exit 9
export HOME="$1"
"$KBQ" index -q articles --index "$2/ix" || exit 8
mv articles old && mv new articles
while read -r free; do
    room=$(df -k --output=avail "$2" | tail -1)
    head -c "$(((room - free) * 1024))" /dev/zero > "$2/ballast"
    "$KBQ" index articles --index "$2/ix" 2> said
    echo "free $free: exit $?, $(tr '\n' ' ' < said)"
    echo "old: $("$KBQ" search -l heliotrope -n 9999 --index "$2/ix" | wc -l)"
    echo "new: $("$KBQ" search -l nasturtium -n 9999 --index "$2/ix" | wc -l)"
    rm "$2/ballast"
    "$KBQ" check --index "$2/ix" 2> /dev/null || echo "damaged"
    mv articles new && mv old articles && "$KBQ" index -q articles --index "$2/ix" || exit 7
    mv articles old && mv new articles
done < "$3"
"$KBQ" index -q articles --index "$2/ix" || exit 6
echo "in the end: $("$KBQ" search -l nasturtium -n 9999 --index "$2/ix" | wc -l)"
"#;

#[test]
fn a_full_disk_is_told_and_leaves_the_old_index() {
    let count = amount(60, 400);
    let lab = Lab::new(count, State::Nasturtium);
    fs::rename(lab.path().join("articles"), lab.path().join("new")).expect("renames");
    // File systems tell times in steps of milliseconds, and the states have equal sizes.
    std::thread::sleep(std::time::Duration::from_millis(50));
    lab.write(State::Heliotrope);
    let disk = lab.path().join("disk");
    fs::create_dir(&disk).expect("creates");
    let steps = amount(6, 60);
    let room: String = (0..steps).map(|step| format!("{}\n", step * 240 / steps)).collect();
    fs::write(lab.path().join("room"), room).expect("writes");

    let Some(done) = with_mounts(FULL_DISK, &[lab.path(), &disk, &lab.path().join("room")]) else {
        return;
    };
    let told = text(&done.stdout);
    assert_eq!(done.status.code(), Some(0), "{told}{}", text(&done.stderr));
    let (mut failed, mut lines) = (0, told.lines());
    while let Some(line) = lines.next().filter(|line| line.starts_with("free")) {
        let (old, new) = match line.contains("exit 0") {
            true => (0, count),
            false => (count, 0),
        };
        if new == 0 {
            failed += 1;
            assert!(line.contains("exit 2") && line.contains("No space left"), "{line}");
        }
        assert_eq!(lines.next(), Some(format!("old: {old}").as_str()), "{told}");
        assert_eq!(lines.next(), Some(format!("new: {new}").as_str()), "{told}");
    }
    assert!(failed > 0, "the disk was never full: {told}");
    assert!(told.ends_with(&format!("in the end: {count}\n")), "{told}");
    println!("{failed} of {steps} builds met a full disk");
}

/// Name, size and time of everything below a folder.
fn listing(folder: &Path) -> Vec<(String, u64, i64)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("reads").flatten() {
            let about = entry.metadata().expect("exists");
            found.push((entry.path().display().to_string(), about.len(), about.mtime_nsec()));
            if about.is_dir() {
                folders.push(entry.path());
            }
        }
    }
    found.sort();
    found
}

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("changes modes");
}

/// What a reader does, one command a line, each of which must find something.
const READS: [&[&str]; 5] = [
    &["search", "heliotrope"],
    &["search", "--json", "event:1003"],
    &["show", "Q100003"],
    &["check"],
    &["status"],
];

#[test]
fn an_index_of_another_user_in_a_folder_without_write_permission_is_read() {
    let lab = Lab::built(20, State::Heliotrope);
    let program = lab.path().join("program");
    fs::copy(env!("CARGO_BIN_EXE_kbq"), &program).expect("copies");
    chmod(lab.path(), 0o755);
    for (path, ..) in listing(&lab.index_path()) {
        let path = Path::new(&path);
        chmod(
            path,
            if path.is_dir() { 0o555 } else { fs::metadata(path).expect("is").mode() & !0o222 },
        );
    }
    chmod(&lab.index_path(), 0o555);
    let before = listing(&lab.index_path());
    let root = fs::metadata("/proc/self").is_ok_and(|about| about.uid() == 0);
    for arguments in READS {
        let mut command = if root {
            // Root passes modes by, so somebody else has to look.
            let mut command = Command::new("setpriv");
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&program);
            command
        } else {
            Command::new(&program)
        };
        command.env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").current_dir("/");
        let done = command.args(arguments).arg("--index").arg(lab.index_path()).output();
        let Ok(done) = done else {
            println!("skipped: there is no setpriv to become another user");
            break;
        };
        assert_eq!(done.status.code(), Some(0), "{arguments:?}: {}", text(&done.stderr));
    }
    assert_eq!(listing(&lab.index_path()), before, "a reader wrote");
    for (path, ..) in before.iter().filter(|(path, ..)| Path::new(path).is_dir()) {
        chmod(Path::new(path), 0o755);
    }
    chmod(&lab.index_path(), 0o755);
}

/// `$1` is the index, on a medium that nothing can write; the rest are the commands.
const READ_ONLY: &str = r#"
mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" "$1" || exit 9
touch "$1/x" 2> /dev/null && exit 8
cd / && unset HOME
"$KBQ" search heliotrope --index "$1" && "$KBQ" show Q100003 --index "$1" &&
    "$KBQ" check --index "$1" && "$KBQ" stats --index "$1"
"#;

#[test]
fn an_index_on_read_only_media_is_read() {
    let lab = Lab::built(20, State::Heliotrope);
    let Some(done) = with_mounts(READ_ONLY, &[&lab.index_path()]) else { return };
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    assert!(text(&done.stdout).contains("Q100003"));
}
