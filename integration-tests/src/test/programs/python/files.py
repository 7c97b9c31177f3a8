"""Works with files in /data and says what it sees; nothing that differs from run to run."""

import hashlib
import json
import os
import shutil
import stat
import sys
import tempfile

os.chdir("/data")


def attempt(what, call):
    try:
        print(what, "->", call())
    except OSError as error:
        print(what, "->", type(error).__name__, error.strerror, error.filename)


with open("first.txt", "w") as file:
    file.write("line 1\nline 2\nünï\n")
with open("first.txt", "a") as file:
    print("appends at", file.tell())
    file.write("line 4\n")
os.rename("first.txt", "second.txt")
attempt("stat of what was renamed", lambda: os.stat("first.txt"))
status = os.stat("second.txt")
print("size", status.st_size, "links", status.st_nlink, "regular", stat.S_ISREG(status.st_mode))
os.utime("second.txt", ns=(1_600_000_000_123_456_789, 1_500_000_000_987_654_321))
print("times", os.stat("second.txt").st_atime_ns, os.stat("second.txt").st_mtime_ns)
os.link("second.txt", "linked.txt")
print("links", os.stat("linked.txt").st_nlink)
os.symlink("second.txt", "symbolic.txt")
print("target", os.readlink("symbolic.txt"), os.path.islink("symbolic.txt"))

os.makedirs("tree/a/b")
for i in range(60):
    with open(f"tree/a/{i:02}.bin", "wb") as file:
        file.write(bytes([i]) * i * 100)
os.replace("tree/a/59.bin", "tree/a/b/moved.bin")
for entry in list(os.scandir("tree/a")):
    if entry.is_file() and int(entry.name[:2]) % 3 == 0:
        os.remove(entry.path)
for folder, folders, files in sorted(os.walk("tree")):
    print(folder, sorted(folders), len(files), sum(os.path.getsize(os.path.join(folder, f)) for f in files))
attempt("rmdir of a full folder", lambda: os.rmdir("tree/a"))
attempt("mkdir of what is there", lambda: os.mkdir("tree"))
attempt("rename over a folder", lambda: os.rename("second.txt", "tree"))
attempt("open of a folder", lambda: open("tree", "w"))
attempt("open of nothing", lambda: open("nothing/at/all"))
shutil.copytree("tree", "copy")
shutil.rmtree("tree")
print("folders", sorted(os.listdir(".")))

with open("random.bin", "w+b") as file:
    file.truncate(1_000_000)
    file.seek(500_000)
    file.write(b"middle")
    file.seek(499_998)
    print("around", file.read(10))
    file.flush()
    os.fsync(file.fileno())
    print("size", os.fstat(file.fileno()).st_size)
with open("random.bin", "rb") as file:
    print("digest", hashlib.sha256(file.read()).hexdigest())
with tempfile.TemporaryDirectory(dir="/data") as folder:
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        file.write(b"x" * 70_000)
    print("temporary", os.listdir(folder))
with open("settings.json", "w") as file:
    json.dump({"numbers": list(range(5)), "name": "ö"}, file, sort_keys=True, indent=1)
print("input", sys.stdin.read().upper())
print("to stderr", file=sys.stderr)
sys.exit(3)
