package io.jwasm.it.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a JVM holds at one moment, after a full collection: by `jcmd` and `/proc`. Sizes in KiB.
///
/// @param heap live objects
/// @param rss resident memory
/// @param threads threads
/// @param descriptors what is open
/// @param metaspace of classes
/// @param codeCache compiled code
/// @param classes loaded ones
public record DaemonHealth(
        long heap,
        long rss,
        long threads,
        Descriptors descriptors,
        long metaspace,
        long codeCache,
        long classes) {
    /// The heading over [#row].
    public static final String TITLE =
            "  heap KiB    RSS KiB  threads    fds  metaspace KiB  code KiB  classes";

    private static final List<String> NAMES =
            List.of("heap", "RSS", "threads", "fds", "metaspace", "code cache", "classes");

    /// By how much each may grow: a share, and so much more.
    private static final double[] SHARES = {0.10, 0.10, 0, 0, 0.05, 0.25, 0.05};

    private static final long[] MORE = {4096, 16_384, 4, 4, 2048, 4096, 100};

    /// The first sixth of the samples, in which code is still compiled.
    private static final int WARM_UP = 6;

    /// Looks at a process.
    ///
    /// @param pid a JVM
    /// @return what it holds
    public static DaemonHealth of(long pid) {
        jcmd(pid, "GC.run");
        String metaspace = jcmd(pid, "VM.metaspace", "scale=K");
        return new DaemonHealth(
                find(jcmd(pid, "GC.heap_info"), "used (\\d+)K"),
                find(read(pid, "status"), "VmRSS:\\s+(\\d+) kB"),
                find(read(pid, "status"), "Threads:\\s+(\\d+)"),
                Descriptors.of(pid),
                find(metaspace, "Metaspace\\s+used (\\d+)K"),
                find(jcmd(pid, "Compiler.codecache"), "CodeCache: size=\\d+Kb, used=(\\d+)Kb"),
                find(metaspace, "(\\d+) classes"));
    }

    private static String jcmd(long pid, String... command) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        line.add(Long.toString(pid));
        line.addAll(List.of(command));
        return Command.of(line).run().orThrow().text();
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long find(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in " + text);
        }
        return Long.parseLong(matcher.group(1));
    }

    private long[] values() {
        return new long[] {heap, rss, threads, descriptors.count(), metaspace, codeCache, classes};
    }

    /// A line of a table.
    ///
    /// @return the figures
    public String row() {
        return String.format(
                Locale.ROOT,
                "%10d %10d %8d %6d %14d %9d %8d",
                heap,
                rss,
                threads,
                descriptors.count(),
                metaspace,
                codeCache,
                classes);
    }

    /// Compares the least of the first and of the last third of samples, warm-up left out: what
    /// guests hold that happen to run is not the daemon's.
    ///
    /// @param samples in the order of time
    /// @return what grew beyond its margin, in words
    public static List<String> growth(List<DaemonHealth> samples) {
        List<DaemonHealth> warm = samples.subList(samples.size() / WARM_UP, samples.size());
        int third = Math.max(1, warm.size() / 3);
        List<String> grown = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            long first = least(warm.subList(0, third), i);
            long last = least(warm.subList(warm.size() - third, warm.size()), i);
            if (last > first * (1 + SHARES[i]) + MORE[i]) {
                grown.add("%s: %d, then %d".formatted(NAMES.get(i), first, last));
            }
        }
        return grown;
    }

    private static long least(List<DaemonHealth> samples, int index) {
        return samples.stream().mapToLong(s -> s.values()[index]).min().orElseThrow();
    }
}
