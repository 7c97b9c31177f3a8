/// The task API in the words of its domain; knows no transport and no engine.
module io.jwasm.api {
    requires static transitive org.jspecify;

    exports io.jwasm.api.error;
    exports io.jwasm.api.event;
    exports io.jwasm.api.task;
}
