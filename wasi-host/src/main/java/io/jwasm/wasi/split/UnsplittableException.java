package io.jwasm.wasi.split;

/// A function has something in it that splitting does not understand, and stays whole.
final class UnsplittableException extends Exception {

    private static final long serialVersionUID = 1L;

    UnsplittableException(String why) {
        super(why, null, false, false);
    }
}
