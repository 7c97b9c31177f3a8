package io.jwasm.it.modules;

import io.jwasm.it.Guests;
import io.jwasm.it.process.DaemonHealth;
import io.jwasm.it.process.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// What modules leave in the daemon when they have been dropped.
///
/// The daemon keeps 32 MiB of modules that nobody uses; a larger one takes the place of all others,
/// and cannot stay itself.
final class DroppedPart {
    private static final int FUNCTIONS = 300;
    private static final int LARGER_THAN_WHAT_IS_KEPT = 33 << 20;

    private final Scale scale;

    DroppedPart(Scale scale) {
        this.scale = scale;
    }

    /// The daemon before, with the modules, and when they were dropped.
    ///
    /// @param before what the daemon held
    /// @param loaded with the modules
    /// @param dropped without them
    record Sizes(DaemonHealth before, DaemonHealth loaded, DaemonHealth dropped) {}

    /// Loads, runs and drops the modules, twice, each time others.
    ///
    /// @return what the daemon held the second time
    Sizes measure() throws IOException, InterruptedException {
        MarkdownTable table =
                new MarkdownTable(
                        "KiB, after a full collection",
                        "heap",
                        "metaspace",
                        "code cache",
                        "classes",
                        "resident");
        try (ModuleDaemon daemon = ModuleDaemon.fresh()) {
            daemon.warm();
            DaemonHealth before = health(daemon, table, "before");
            Sizes sizes = new Sizes(before, before, before);
            for (String time : List.of("first", "next")) {
                int seed = time.equals("first") ? 0 : scale.modules();
                for (int i = 0; i < scale.modules(); i++) {
                    load(daemon, ManyFunctions.module(seed + i + 1, FUNCTIONS));
                }
                String which = "%s %d".formatted(time, scale.modules());
                DaemonHealth loaded = health(daemon, table, which + " loaded and run");
                drop(daemon, seed);
                DaemonHealth dropped = health(daemon, table, which + " dropped");
                sizes = new Sizes(sizes.dropped(), loaded, dropped);
            }
            table.publish(
                    "dropped",
                    "%d modules of %d functions, twice".formatted(scale.modules(), FUNCTIONS));
            return sizes;
        }
    }

    /// Runs a module until it has been compiled, and then so that the JVM compiles it, too.
    private static void load(ModuleDaemon daemon, byte[] module)
            throws IOException, InterruptedException {
        Path root = daemon.put("loaded", module);
        double _ = daemon.run(root, "", "/main.wasm");
        Eventually.require(
                Duration.ofSeconds(60),
                () -> daemon.compilations(module) > 0,
                () -> daemon.client().log().toString());
        double _ = daemon.run(root, "", "/main.wasm#hot");
    }

    private static void drop(ModuleDaemon daemon, int seed)
            throws IOException, InterruptedException {
        byte[] large =
                ModuleBytes.variant(Guests.bytes("hello.wasm"), seed, LARGER_THAN_WHAT_IS_KEPT);
        double _ = daemon.run(daemon.put("large", large), "", "/main.wasm");
    }

    private static DaemonHealth health(ModuleDaemon daemon, MarkdownTable table, String when) {
        DaemonHealth health = DaemonHealth.of(daemon.client().pid());
        table.row(
                when,
                grouped(health.heap()),
                grouped(health.metaspace()),
                grouped(health.codeCache()),
                grouped(health.classes()),
                grouped(health.rss()));
        return health;
    }

    private static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
