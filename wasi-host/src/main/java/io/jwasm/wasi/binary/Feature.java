package io.jwasm.wasi.binary;

/// What a module uses beyond the first version of WebAssembly, by the names of its
/// [proposals](https://github.com/WebAssembly/proposals), finished ones first.
public enum Feature {
    /// `i32.extend8_s` and its like.
    SIGN_EXTENSION("sign extension"),
    /// `i32.trunc_sat_f32_s` and its like.
    SATURATING_CONVERSIONS("saturating conversions"),
    /// `memory.copy`, `memory.fill`, `table.copy` and what they need.
    BULK_MEMORY("bulk memory"),
    /// References as values, and tables that are read and written.
    REFERENCE_TYPES("reference types"),
    /// Functions and blocks of more than one result.
    MULTI_VALUE("multiple values"),
    /// Sums, differences and products in constant expressions.
    EXTENDED_CONSTANTS("extended constant expressions"),
    /// `return_call` and its like.
    TAIL_CALLS("tail calls"),
    /// `try_table`, `throw` and tags.
    EXCEPTIONS("exceptions"),
    /// `try`, `catch` and `delegate`, which [#EXCEPTIONS] replaced.
    LEGACY_EXCEPTIONS("legacy exceptions"),
    /// `call_ref` and references of a function's own type.
    FUNCTION_REFERENCES("typed function references"),
    /// Structures and arrays.
    GARBAGE_COLLECTION("garbage collection"),
    /// Vectors of 128 bits.
    SIMD("SIMD"),
    /// Vector instructions whose results may differ between machines.
    RELAXED_SIMD("relaxed SIMD"),
    /// Shared memories and atomic instructions.
    THREADS("threads"),
    /// More than one memory.
    MULTI_MEMORY("multiple memories"),
    /// Memories and tables with 64-bit addresses.
    MEMORY64("64-bit memory"),
    /// Memories whose pages are not 64 KiB.
    CUSTOM_PAGE_SIZES("custom page sizes"),
    /// `i64.add128` and its like.
    WIDE_ARITHMETIC("wide arithmetic"),
    /// Continuations.
    STACK_SWITCHING("stack switching"),
    /// Descriptors of structures, which are values.
    CUSTOM_DESCRIPTORS("custom descriptors"),
    /// Globals, tables and functions that threads share.
    SHARED_EVERYTHING("shared-everything threads");

    private final String title;

    Feature(String title) {
        this.title = title;
    }

    /// What people call it.
    ///
    /// @return a few words
    public String title() {
        return title;
    }
}
