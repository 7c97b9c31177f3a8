package io.jwasm.wasi.split;

import java.util.List;

/// Nodes of a sequence that become a function.
///
/// @param from the first node
/// @param to the one behind the last
/// @param parameters the locals that it is given
/// @param results the locals that it gives back
/// @param exits where it may go on but behind itself, in blocks out of the sequence; the parts's
///   code for each is its place in the list and one
/// @param isPassable whether it may go on behind itself, which is code 0
/// @param returns whether it may return from the function, which is the last code
/// @param turns how often it begins anew by itself when it would go on at [#AGAIN], before it says
///   so
record Part(
        int from,
        int to,
        List<Integer> parameters,
        List<Integer> results,
        List<Integer> exits,
        boolean isPassable,
        boolean returns,
        int turns) {

    /// The exit that leads back to the start of the loop that the sequence is the body of.
    static final Integer AGAIN = 0;

    Part {
        parameters = List.copyOf(parameters);
        results = List.copyOf(results);
        exits = List.copyOf(exits);
    }

    Part withTurns(int most) {
        return new Part(from, to, parameters, results, exits, isPassable, returns, most);
    }

    /// The code for an exit.
    int code(int exit) {
        return exits.indexOf(exit) + 1;
    }

    int returnCode() {
        return exits.size() + 1;
    }

    /// Whether it must tell where to go on.
    boolean hasCode() {
        return exits.size() + (returns ? 1 : 0) + (isPassable ? 1 : 0) > 1;
    }
}
