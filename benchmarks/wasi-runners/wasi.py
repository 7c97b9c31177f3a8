"""wasi.py MODULE [ARG...]   runs a module in the wasmtime of the Python package of that name"""
import sys
from importlib.metadata import version

import wasmtime

if sys.argv[1] == "--version":
    print(version("wasmtime"))
    sys.exit()
engine = wasmtime.Engine()
store = wasmtime.Store(engine)
wasi = wasmtime.WasiConfig()
wasi.argv = sys.argv[1:]
wasi.inherit_stdout()
wasi.inherit_stderr()
store.set_wasi(wasi)
linker = wasmtime.Linker(engine)
linker.define_wasi()
instance = linker.instantiate(store, wasmtime.Module.from_file(engine, sys.argv[1]))
try:
    instance.exports(store)["_start"](store)
except wasmtime.ExitTrap as exit:
    sys.exit(exit.code)
