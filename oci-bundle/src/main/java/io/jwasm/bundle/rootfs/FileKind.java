package io.jwasm.bundle.rootfs;

/// What a file holds, told from its first bytes, with words for people. Immutable.
public sealed interface FileKind {

    /// Says what the file is, to follow `"NAME" is `.
    ///
    /// @return such as `an ELF executable for x86-64, not a WebAssembly module`
    String description();

    /// A WebAssembly module of version 1, which is what can be run.
    record WasmModule() implements FileKind {
        @Override
        public String description() {
            return "a WebAssembly module";
        }
    }

    /// A WebAssembly component.
    record WasmComponent() implements FileKind {
        @Override
        public String description() {
            return "a WebAssembly component (WASI 0.2), not a WebAssembly module;"
                    + " only modules (WASI 0.1) can be run";
        }
    }

    /// WebAssembly of a version that is neither that of modules nor that of components.
    ///
    /// @param version the four bytes after the magic number
    record WasmOfOtherVersion(int version) implements FileKind {
        @Override
        public String description() {
            return "WebAssembly of the unknown version 0x%08x, not a WebAssembly module of version 1"
                    .formatted(version);
        }
    }

    /// Bytes that begin as WebAssembly does and end before the version is complete.
    ///
    /// @param sizeBytes how many there are
    record TruncatedWasm(int sizeBytes) implements FileKind {
        @Override
        public String description() {
            return "a truncated WebAssembly module of %d bytes".formatted(sizeBytes);
        }
    }

    /// An executable, library or object file of Linux.
    ///
    /// @param machine the processor, for people
    /// @param what the noun, with its article
    record Elf(String machine, String what) implements FileKind {
        @Override
        public String description() {
            return "%s for %s, not a WebAssembly module".formatted(what, machine);
        }
    }

    /// A script that names its interpreter.
    ///
    /// @param interpreter the interpreter's path
    record Script(String interpreter) implements FileKind {
        @Override
        public String description() {
            return "a script for \"%s\", not a WebAssembly module".formatted(interpreter);
        }
    }

    /// No bytes at all.
    record Empty() implements FileKind {
        @Override
        public String description() {
            return "an empty file, not a WebAssembly module";
        }
    }

    /// WebAssembly's text format.
    record WasmText() implements FileKind {
        @Override
        public String description() {
            return "WebAssembly text, not a binary module; translate it with wat2wasm first";
        }
    }

    /// A file of a kind known by name that cannot be run.
    ///
    /// @param what the noun, with its article
    record Known(String what) implements FileKind {
        @Override
        public String description() {
            return what + ", not a WebAssembly module";
        }
    }

    /// Anything else.
    ///
    /// @param firstBytes its first bytes in hexadecimal
    record Other(String firstBytes) implements FileKind {
        @Override
        public String description() {
            return "not a WebAssembly module: it begins with the bytes " + firstBytes;
        }
    }
}
