package io.jwasm.wasi.engine;

import java.util.function.Consumer;

/// Who hears what an engine has to say, one line each.
///
/// @param facts hears what became of modules
/// @param warnings hears what an operator may act on
public record EngineNews(Consumer<String> facts, Consumer<String> warnings) {

    /// Nobody.
    public static final EngineNews NONE = new EngineNews(_ -> {}, _ -> {});
}
