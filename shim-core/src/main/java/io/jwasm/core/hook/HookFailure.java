package io.jwasm.core.hook;

/// A hook did not do its work. The message says which, how it ended, and what it wrote last.
final class HookFailure extends Exception {

    private static final long serialVersionUID = 1L;

    HookFailure(String message) {
        super(message);
    }
}
