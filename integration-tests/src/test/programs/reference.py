"""Runs a module under wasmtime's WASI: reference.py MODULE HOST:GUEST[,HOST:GUEST...] [ARGUMENT...]"""

import sys
import tempfile

import wasmtime

module, folders, *arguments = sys.argv[1:]
engine = wasmtime.Engine()
store = wasmtime.Store(engine)
wasi = wasmtime.WasiConfig()
wasi.argv = ["/main.wasm", *arguments]
wasi.env = [["PATH", "/bin"]]
wasi.inherit_stdin()
wasi.inherit_stdout()
wasi.inherit_stderr()
root = tempfile.TemporaryDirectory()  # As in a container there is a root; Go's programs read it.
wasi.preopen_dir(root.name, "/")
for folder in folders.split(","):
    wasi.preopen_dir(*folder.split(":"))
store.set_wasi(wasi)
linker = wasmtime.Linker(engine)
linker.define_wasi()
instance = linker.instantiate(store, wasmtime.Module.from_file(engine, module))
try:
    instance.exports(store)["_start"](store)
except wasmtime.ExitTrap as end:
    sys.exit(end.code)
