package io.jwasm.bundle.rootfs;

import io.jwasm.bundle.error.BundleException;

/// The first argument of a process, taken apart: `FILE` or `FILE#FUNCTION`.
///
/// The last `#` separates, so that a file's name may hold others.
///
/// @param file the file's name
/// @param function the function's name
record EntryName(String file, String function) {

    /// What a WASI command exports for its start ([application
    /// ABI](https://github.com/WebAssembly/WASI/blob/main/legacy/application-abi.md)).
    private static final String DEFAULT_FUNCTION = "_start";

    static EntryName of(String arg) throws BundleException {
        int hash = arg.lastIndexOf('#');
        if (hash < 0) {
            return new EntryName(arg, DEFAULT_FUNCTION);
        }
        if (hash == 0) {
            throw BundleException.invalid(
                    "process.args[0] \"%s\" names no file before \"#\"".formatted(arg));
        }
        if (hash == arg.length() - 1) {
            throw BundleException.invalid(
                    "process.args[0] \"%s\" names no function after \"#\"".formatted(arg));
        }
        return new EntryName(arg.substring(0, hash), arg.substring(hash + 1));
    }

    /// Whether the file is to be looked for in the directories of PATH, as
    /// [exec(3)](https://man7.org/linux/man-pages/man3/exec.3.html) does with a name without slash.
    boolean isBare() {
        return file.indexOf('/') < 0;
    }
}
