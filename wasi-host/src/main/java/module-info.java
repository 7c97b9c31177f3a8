/// The WASI host: what a guest may reach, and the engine that runs it.
module io.jwasm.wasi {
    requires com.dylibso.chicory.compiler;
    requires com.dylibso.chicory.runtime;
    requires com.dylibso.chicory.wasm;
    requires static com.google.errorprone.annotations;
    requires transitive io.jwasm.linux;
    requires static transitive org.jspecify;

    exports io.jwasm.wasi;
    exports io.jwasm.wasi.engine;
    exports io.jwasm.wasi.engine.control;
    exports io.jwasm.wasi.engine.guest;
    exports io.jwasm.wasi.engine.offline;
    exports io.jwasm.wasi.host;
    exports io.jwasm.wasi.preview1;
}
