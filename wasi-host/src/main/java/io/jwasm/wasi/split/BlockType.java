package io.jwasm.wasi.split;

/// How many values a block takes and gives.
///
/// @param parameters how many it takes
/// @param results how many it gives
record BlockType(int parameters, int results) {}
