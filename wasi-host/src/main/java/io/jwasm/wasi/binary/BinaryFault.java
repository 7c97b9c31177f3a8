package io.jwasm.wasi.binary;

/// What is wrong with the bytes, as a message can go on with after the file's name.
final class BinaryFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final String fault;

    BinaryFault(String fault) {
        super(fault, null, false, false);
        this.fault = fault;
    }

    String fault() {
        return fault;
    }
}
