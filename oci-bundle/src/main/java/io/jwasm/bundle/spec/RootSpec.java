package io.jwasm.bundle.spec;

/// The container's root filesystem,
/// [root](https://github.com/opencontainers/runtime-spec/blob/main/config.md#root).
///
/// @param path where it is: absolute, or relative to the bundle
/// @param isReadonly whether the container may not write to it
public record RootSpec(String path, boolean isReadonly) {}
