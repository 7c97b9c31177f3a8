package io.jwasm.benchmarks.suite;

import java.util.List;

/// What one process, or one container, showed.
///
/// @param wholeNanos from its start to its end, seen from outside
/// @param rounds what each round took, by the program's own clock
/// @param checksum what it computed
record Run(long wholeNanos, List<Long> rounds, String checksum) {

    private static final String ROUND = "round ";
    private static final String CHECKSUM = "checksum ";

    /// Copies the list.
    Run {
        rounds = List.copyOf(rounds);
    }

    /// Reads what a program of `benchmarks/kernels/main.c` printed.
    ///
    /// @throws IllegalArgumentException when rounds or checksum are missing
    static Run parse(long wholeNanos, String output) {
        List<Long> rounds =
                output.lines()
                        .filter(line -> line.startsWith(ROUND))
                        .map(line -> Long.valueOf(line.substring(ROUND.length())))
                        .toList();
        String checksum =
                output.lines()
                        .filter(line -> line.startsWith(CHECKSUM))
                        .map(line -> line.substring(CHECKSUM.length()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no checksum"));
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("no rounds");
        }
        return new Run(wholeNanos, rounds, checksum);
    }

    /// The later half of the rounds, when what compiles while it runs has done so.
    List<Long> steady() {
        return rounds.subList(rounds.size() / 2, rounds.size());
    }
}
