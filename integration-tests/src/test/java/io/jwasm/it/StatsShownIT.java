package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jwasm.it.peer.Containerd;
import io.jwasm.it.peer.DockerRelease;
import io.jwasm.it.peer.Dockerd;
import io.jwasm.it.peer.Release;
import io.jwasm.it.process.Eventually;
import io.jwasm.it.process.GuestThread;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What users see of a container's figures, in their client's own numbers, beside what the kernel
/// counts of its thread.
class StatsShownIT {
    private static final long MILLIS = Long.getLong("jwasm.it.statsMillis", 2000);

    /// A machine with nothing else to do is asked for by the script alone.
    private static final boolean IS_WHOLE = MILLIS > 2000;

    private static final String IMAGE = "docker.io/jwasm/meter:1";

    /// `schedstat` lags behind a running thread by a tick, which is 10 ms at most.
    private static final long TICK_NANOS = 10_000_000;

    private static final double PERCENT = 30;

    /// `docker stats` looks at a second, which may hold one period of 100 ms more or less; on a
    /// full machine that second is not the average of those that the command takes.
    private static final double DOCKER_WITHIN = 5;

    /// What the guest holds at first, and the host for it, beside the 24 MiB that it asks for.
    private static final double BESIDE_MEBIBYTES = 1;

    @ParameterizedTest
    @EnumSource(Release.class)
    void ctrTasksMetrics(Release release) throws Exception {
        try (Stack stack = new Stack(Shim.JWASM, release)) {
            Containerd containerd = stack.containerd();
            containerd.importImage("default", Guests.meter().writeTo(containerd.home()));
            String id = Stack.newId();
            List<String> options = List.of("--detach", "--null-io", "--cpus", "0.3");
            List<String> line = List.of("/main.wasm", "hold", "24", "loop");
            stack.run(IMAGE, options, id, line).run().orThrow();
            GuestThread thread = GuestThread.of(containerd.home(), id);

            long before = thread.usedNanos();
            long from = metric(stack, id);
            long afterFirst = thread.usedNanos();
            Thread.sleep(MILLIS);
            long beforeSecond = thread.usedNanos();
            long to = metric(stack, id);
            long after = thread.usedNanos();

            IO.println(
                    String.format(
                            Locale.ROOT,
                            "[stats] ctr tasks metrics under %s: %.1f ms, kernel %.1f to %.1f ms",
                            release,
                            (to - from) / 1e6,
                            (beforeSecond - afterFirst) / 1e6,
                            (after - before) / 1e6));
            assertThat(to - from)
                    .isBetween(beforeSecond - afterFirst - TICK_NANOS, after - before + TICK_NANOS);
        }
    }

    private static long metric(Stack stack, String id) {
        String json = stack.ctr("tasks", "metrics", "--format", "json", id).orThrow().text();
        Matcher v1 = Pattern.compile("\"usage\":\\s*\\{\\s*\"total\":\\s*(\\d+)").matcher(json);
        if (v1.find()) {
            return Long.parseLong(v1.group(1));
        }
        Matcher v2 = Pattern.compile("\"usage_usec\":\\s*(\\d+)").matcher(json);
        assertThat(v2.find()).as(json).isTrue();
        return Long.parseLong(v2.group(1)) * 1000;
    }

    @ParameterizedTest
    @EnumSource(DockerRelease.class)
    void dockerStats(DockerRelease release) {
        try (DockerStack docker = new DockerStack(Shim.JWASM, release)) {
            Dockerd dockerd = docker.dockerd();
            Path home = docker.stack().containerd().home();
            dockerd.docker("load", "--input", Guests.meter().writeTo(home).toString()).orThrow();
            String id =
                    dockerd.docker(
                                    "run",
                                    "--detach",
                                    "--network=none",
                                    "--cpus=0.3",
                                    "--memory=64m",
                                    "--runtime=" + Shim.JWASM.type(),
                                    "jwasm/meter:1",
                                    "hold",
                                    "24",
                                    "loop")
                            .orThrow()
                            .text()
                            .strip();
            GuestThread thread = GuestThread.of(home, id);
            Eventually.require(
                    Duration.ofSeconds(60),
                    () -> !dockerd.docker("logs", id).orThrow().text().isEmpty(),
                    () -> "the guest has not got its memory");

            long began = System.nanoTime();
            long before = thread.usedNanos();
            String shown = stats(dockerd, id);
            double kernel = 100.0 * (thread.usedNanos() - before) / (System.nanoTime() - began);

            IO.println(
                    String.format(
                            Locale.ROOT,
                            "[stats] docker stats %s: %s, kernel %.2f %%",
                            release,
                            shown,
                            kernel));
            Matcher figures = Pattern.compile("([\\d.]+)% ([\\d.]+)MiB / 64MiB 1").matcher(shown);
            assertThat(figures.matches()).as(shown).isTrue();
            double tolerance = IS_WHOLE ? DOCKER_WITHIN : PERCENT;
            assertThat(Double.parseDouble(figures.group(1)))
                    .isCloseTo(kernel, within(tolerance))
                    .isLessThan(PERCENT + tolerance);
            assertThat(Double.parseDouble(figures.group(2))).isBetween(24.0, 24 + BESIDE_MEBIBYTES);
            dockerd.docker("rm", "--force", id).orThrow();
        }
    }

    private static String stats(Dockerd dockerd, String id) {
        String format = "{{.CPUPerc}} {{.MemUsage}} {{.PIDs}}";
        return dockerd.docker("stats", "--no-stream", "--format", format, id)
                .orThrow()
                .text()
                .strip();
    }
}
