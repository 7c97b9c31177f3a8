package io.jwasm.wasi.engine.module;

import io.jwasm.wasi.binary.CodeFeatures;
import io.jwasm.wasi.binary.Feature;
import java.util.Set;
import java.util.stream.Collectors;

/// What a module's code contains that only one of the engine's two ways of running does right.
///
/// Immutable.
///
/// @param tailCallers the functions that make tail calls. The compiler makes a plain call of each,
///   so that a loop of tail calls exhausts the stack, which the
///   [proposal](https://github.com/WebAssembly/tail-call/blob/main/proposals/tail-call/Overview.md)
///   rules out; the interpreter does them right
/// @param catchesExceptions whether there is a `try_table`. After each catch the interpreter goes
///   on in the frame of the function that threw, so that a loop of throws exhausts the stack;
///   compiled code does them right
public record CodeTraits(Set<Integer> tailCallers, boolean catchesExceptions) {

    /// Copies.
    public CodeTraits {
        tailCallers = Set.copyOf(tailCallers);
    }

    static CodeTraits of(CodeFeatures features, int importedFunctions) {
        return new CodeTraits(
                features.tailCallers().stream()
                        .map(function -> function + importedFunctions)
                        .collect(Collectors.toSet()),
                features.catchesExceptions());
    }

    /// Tells whether functions can be decoded and compiled apart from each other: not where one of
    /// them decides what the module's other classes hold.
    static boolean areApart(CodeFeatures features) {
        return features.isAllKnown()
                && features.tailCallers().isEmpty()
                && !features.catchesExceptions()
                && !features.used().contains(Feature.FUNCTION_REFERENCES)
                && !features.used().contains(Feature.GARBAGE_COLLECTION);
    }
}
