package io.jwasm.it.modules;

import java.util.Locale;

/// How much is measured; the system property `jwasm.it.modules.scale` chooses.
///
/// @see ModulesIT
enum Scale {
    /// As a usual run of the tests does: shows that it works.
    TINY(1, 3, 4, 5),
    /// Some minutes less than the whole.
    QUICK(3, 20, 15, 100),
    /// What the documentation shows.
    FULL(5, 100, 50, 1000);

    private final int rounds;
    private final int containers;
    private final int modules;
    private final int idle;

    Scale(int rounds, int containers, int modules, int idle) {
        this.rounds = rounds;
        this.containers = containers;
        this.modules = modules;
        this.idle = idle;
    }

    static Scale chosen() {
        String name = System.getProperty("jwasm.it.modules.scale", "tiny");
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /// How often a start is timed in a daemon of its own.
    int rounds() {
        return rounds;
    }

    /// How many containers of one module run one after another.
    int containers() {
        return containers;
    }

    /// How many modules are loaded and dropped.
    int modules() {
        return modules;
    }

    /// How many containers idle at once.
    int idle() {
        return idle;
    }
}
