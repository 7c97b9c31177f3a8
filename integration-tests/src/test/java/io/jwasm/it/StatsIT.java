package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.process.GuestThread;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What Stats tells of containers, beside what the kernel counts of their threads and what the
/// guests themselves say of their memory.
///
/// `scripts/bench-stats` runs it over 10 s, `scripts/check-cgroup2` on a kernel with cgroup v2.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatsIT {
    private static final long MILLIS = Long.getLong("jwasm.it.statsMillis", 2000);

    /// A machine with nothing else to do is asked for by the script alone.
    private static final boolean IS_WHOLE =
            MILLIS > 2000 && !Boolean.getBoolean("jwasm.it.statsShared");

    /// `schedstat` lags behind a running thread by a tick, which is 10 ms at most.
    private static final long TICK_NANOS = 10_000_000;

    /// What the host may hold for a guest beside its linear memory: tables, buffers, descriptors.
    private static final long HOSTS_PART = 512 << 10;

    private static final long PERIOD_NANOS = 100_000_000;

    private static final long LIMIT = 64 << 20;
    private static final long PROCESS_LIMIT = 7;

    private final TaskClient daemon = new TaskClient();
    private final List<String> table = new ArrayList<>();

    /// A container with known needs.
    ///
    /// @param id its id
    /// @param mebibytes how much memory it asks for
    /// @param verb whether it works or sleeps
    /// @param percent its quota, 0 for none
    private record Load(String id, int mebibytes, String verb, int percent) {
        String linux() {
            String cpu =
                    percent == 0
                            ? ""
                            : ",\"cpu\":{\"quota\":%d,\"period\":100000}".formatted(percent * 1000);
            return "{\"resources\":{\"memory\":{\"limit\":%d},\"pids\":{\"limit\":%d}%s}}"
                    .formatted(LIMIT, PROCESS_LIMIT, cpu);
        }
    }

    private static final List<Load> LOADS =
            List.of(
                    new Load("free", 8, "loop", 0),
                    new Load("held", 24, "loop", 30),
                    new Load("idle", 40, "rest", 30));

    /// Stats between two looks at the kernel's count: it must lie between them.
    ///
    /// @param began when Stats was asked for
    /// @param before the kernel's count then
    /// @param figures the answer
    /// @param after the kernel's count when it was here
    /// @param ended when that was
    private record Reading(long began, long before, Figures figures, long after, long ended) {

        /// How long it was at most between two answers.
        long mostNanosUntil(Reading later) {
            return later.ended - began;
        }

        long leastNanosUntil(Reading later) {
            return later.began - ended;
        }
    }

    private Reading read(String id, GuestThread thread) throws InterruptedException {
        long began = System.nanoTime();
        long before = thread.usedNanos();
        Figures figures = daemon.stats(id);
        return new Reading(began, before, figures, thread.usedNanos(), System.nanoTime());
    }

    @BeforeAll
    void title() {
        table.add(
                "%-6s %12s %12s %19s %8s %12s %12s %8s %9s"
                        .formatted(
                                "",
                                "kernel ms",
                                "Stats ms",
                                "allowed ms",
                                "share",
                                "guest KiB",
                                "Stats KiB",
                                "periods",
                                "throttled"));
    }

    @AfterAll
    void stop() {
        daemon.close();
        table.forEach(line -> IO.println("[stats] " + line));
    }

    @Test
    void figuresAreTheKernelsAndTheGuests() throws Exception {
        List<GuestThread> threads = new ArrayList<>();
        for (Load load : LOADS) {
            threads.add(start(load));
        }
        List<Reading> first = readAll(threads);
        Thread.sleep(MILLIS);
        List<Reading> second = readAll(threads);
        for (int i = 0; i < LOADS.size(); i++) {
            Load load = LOADS.get(i);
            compareTimes(load, first.get(i), second.get(i));
            compareThrottling(load, first.get(i), second.get(i));
            compareMemory(load, second.get(i).figures());
            end(load.id());
        }
    }

    private List<Reading> readAll(List<GuestThread> threads) throws InterruptedException {
        List<Reading> all = new ArrayList<>();
        for (int i = 0; i < LOADS.size(); i++) {
            all.add(read(LOADS.get(i).id(), threads.get(i)));
        }
        return all;
    }

    private GuestThread start(Load load) throws Exception {
        Path output = Files.createFile(output(load.id()));
        String arguments = "\"hold\",\"%d\",\"%s\"".formatted(load.mebibytes(), load.verb());
        daemon.create(
                load.id(),
                daemon.bundleOf(load.id(), "meter.wasm", arguments, load.linux()),
                "",
                "file://" + output);
        daemon.start(load.id());
        Lines.await(output, 1);
        return GuestThread.of(daemon.home(), load.id());
    }

    private Path output(String id) {
        return daemon.home().resolve(id + ".out");
    }

    private void compareTimes(Load load, Reading first, Reading second) {
        Figures.Cpu from = first.figures().cpu();
        Figures.Cpu to = second.figures().cpu();
        long told = to.usedNanos() - from.usedNanos();
        long least = second.before() - first.after() - TICK_NANOS;
        long most = second.after() - first.before() + TICK_NANOS;
        table.add(
                String.format(
                        Locale.ROOT,
                        "%-6s %12.3f %12.3f %19s %6.1f %% %12d %12d %8d %9d",
                        load.id(),
                        (second.before() - first.before()) / 1e6,
                        told / 1e6,
                        "%d to %d".formatted(least / 1_000_000, most / 1_000_000),
                        100.0 * told / first.mostNanosUntil(second),
                        said(load.id()) >> 10,
                        second.figures().usedBytes() >> 10,
                        to.periods() - from.periods(),
                        to.throttled() - from.throttled()));
        assertThat(told).as(load.id()).isBetween(least, most);
    }

    private static void compareThrottling(Load load, Reading first, Reading second) {
        Figures.Cpu from = first.figures().cpu();
        Figures.Cpu to = second.figures().cpu();
        long periods = to.periods() - from.periods();
        long throttled = to.throttled() - from.throttled();
        long throttledNanos = to.throttledNanos() - from.throttledNanos();
        if (load.percent() == 0 || load.verb().equals("rest")) {
            assertThat(throttled).as(load.id()).isZero();
            assertThat(throttledNanos).as(load.id()).isZero();
            return;
        }
        long least = first.leastNanosUntil(second);
        long most = first.mostNanosUntil(second);
        assertThat(periods)
                .as(load.id())
                .isBetween(IS_WHOLE ? least / PERIOD_NANOS - 3 : 0, most / PERIOD_NANOS + 3);
        assertThat(throttled).as(load.id()).isBetween(IS_WHOLE ? 1L : 0, periods);
        // Held back for what the quota leaves of each period; on a full machine it also waits.
        assertThat(throttledNanos + to.usedNanos() - from.usedNanos())
                .as(load.id())
                .isBetween(IS_WHOLE ? least / 2 : 0, most + most / 20);
    }

    private void compareMemory(Load load, Figures figures) {
        long said = said(load.id());
        assertThat(said).isGreaterThan((long) load.mebibytes() << 20);
        assertThat(figures.usedBytes()).as(load.id()).isBetween(said, said + HOSTS_PART);
        assertThat(figures.limitBytes()).isEqualTo(LIMIT);
        assertThat(figures.refusals()).isZero();
        assertThat(figures.kills()).isZero();
        assertThat(figures.processes()).isEqualTo(1);
        assertThat(figures.processLimit()).isEqualTo(PROCESS_LIMIT);
    }

    private long said(String id) {
        return Long.parseLong(Lines.of(output(id)).getFirst());
    }

    @Test
    void aGuestThatEndedForWantOfMemoryIsCounted() throws Exception {
        String limits = "{\"resources\":{\"memory\":{\"limit\":33554432}}}";
        daemon.create("oom", daemon.bundleOf("oom", "greed.wasm", "\"memory\"", limits));
        daemon.start("oom");

        assertThat(daemon.await("oom")).isEqualTo(137);

        Figures figures = daemon.stats("oom");
        assertThat(figures.kills()).isEqualTo(1);
        assertThat(figures.refusals()).isPositive();
        assertThat(figures.processes()).isZero();
        daemon.delete("oom");
    }

    /// Clients decide by what is mounted which version they expect.
    @Test
    void theVersionIsTheHosts() throws Exception {
        daemon.create("version", daemon.bundleOf("version", "probe.wasm", "spin"));
        daemon.start("version");

        boolean isUnified = daemon.stats("version").isUnified();

        table.add("cgroup " + (isUnified ? "v2" : "v1"));
        assertThat(isUnified).isEqualTo(Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers")));
        end("version");
    }

    private void end(String id) throws InterruptedException {
        daemon.kill(id);
        daemon.await(id);
        daemon.delete(id);
    }
}
