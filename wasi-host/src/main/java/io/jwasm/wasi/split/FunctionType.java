package io.jwasm.wasi.split;

import java.util.List;

/// The types of a function's parameters and results, as bytes of the binary format.
record FunctionType(List<Integer> parameters, List<Integer> results) {

    FunctionType {
        parameters = List.copyOf(parameters);
        results = List.copyOf(results);
    }

    Node.BlockType counts() {
        return new Node.BlockType(parameters.size(), results.size());
    }
}
