/// Records of the parts of the [OCI runtime
/// specification](https://github.com/opencontainers/runtime-spec/blob/main/config.md) that jwasm
/// honours, read from and written to JSON.
///
/// What a record holds has been checked; fields that jwasm does not know are skipped. May use
/// Jackson and [io.jwasm.bundle.error]. Start reading at [io.jwasm.bundle.spec.RuntimeSpec] and
/// [io.jwasm.bundle.spec.SpecReader].
@NullMarked
package io.jwasm.bundle.spec;

import org.jspecify.annotations.NullMarked;
