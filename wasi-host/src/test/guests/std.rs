// A program as people write it, on Rust's standard library.
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, ErrorKind, Read, Seek, SeekFrom, Write};
use std::time::{Duration, Instant, SystemTime};

fn main() -> io::Result<()> {
    println!("last argument {}", std::env::args().last().unwrap_or_default());
    println!("A={}", std::env::var("A").unwrap_or_default());
    println!("input {:?}", io::stdin().lock().lines().next().transpose()?);

    fs::create_dir_all("/tree/a/b/c")?;
    fs::write("/tree/a/file", b"one two")?;
    let mut file = OpenOptions::new().read(true).write(true).append(true).open("/tree/a/file")?;
    file.write_all(b" three")?;
    file.seek(SeekFrom::Start(4))?;
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    println!("{}", text);
    file.set_len(3)?;
    file.sync_all()?;
    println!("length {}", file.metadata()?.len());
    println!("modified now {}", fs::metadata("/tree/a/file")?.modified()? <= SystemTime::now() + Duration::from_secs(2));
    fs::hard_link("/tree/a/file", "/other/linked")?;
    fs::rename("/tree/a/file", "/tree/a/b/c/moved")?;
    println!("moved {}", fs::read_to_string("/tree/a/b/c/moved")?);
    println!("gone {:?}", File::open("/tree/a/file").map(|_| ()).map_err(|e| e.kind() == ErrorKind::NotFound));
    println!("exists {:?}", fs::create_dir("/tree").map_err(|e| e.kind() == ErrorKind::AlreadyExists));

    for i in 0..30 {
        fs::write(format!("/tree/f{}", i), format!("{}", i))?;
    }
    let names: BTreeSet<_> = fs::read_dir("/tree")?.map(|e| e.map(|e| e.file_name())).collect::<Result<_, _>>()?;
    println!("entries {}", names.len());
    println!("copied {}", fs::copy("/tree/f12", "/small/copy")?);
    println!("outside {:?}", fs::read("/../etc/passwd").map(|_| ()).map_err(|_| ()));
    fs::remove_dir_all("/tree")?;
    println!("left {}", fs::read_dir("/")?.count());
    let start = Instant::now();
    std::thread::sleep(Duration::from_millis(2));
    println!("slept {}", start.elapsed() >= Duration::from_millis(2));
    std::process::exit(9);
}
