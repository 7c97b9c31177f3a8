package io.jwasm.wasi.host;

/// The number types of a host function's signature.
public enum ValueType {
    /// A 32-bit integer.
    I32,
    /// A 64-bit integer.
    I64,
    /// A 32-bit float.
    F32,
    /// A 64-bit float.
    F64
}
