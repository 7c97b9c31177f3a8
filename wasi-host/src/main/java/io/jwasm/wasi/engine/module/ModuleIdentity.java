package io.jwasm.wasi.engine.module;

/// Which module it is.
///
/// @param digest the SHA-256 digest of its file, in hexadecimal
/// @param sizeBytes the size of its file
public record ModuleIdentity(String digest, int sizeBytes) {}
