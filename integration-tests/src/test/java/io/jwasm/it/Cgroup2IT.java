package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.it.peer.Containerd;
import io.jwasm.it.peer.Release;
import io.jwasm.it.process.Eventually;
import io.jwasm.it.process.GuestThread;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// A container with limits on a host with cgroup v2 alone, as containerd's client shows it.
class Cgroup2IT {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final long MILLIS = Long.getLong("jwasm.it.statsMillis", 2000);

    /// `schedstat` lags behind a running thread by a tick, which is 10 ms at most.
    private static final long TICK_NANOS = 10_000_000;

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final long LIMIT = 64 << 20;
    private static final long HELD = 24 << 20;

    /// What the guest holds at first, and the host for it.
    private static final long BESIDE = 1 << 20;

    @Test
    void limitsAreToldInTheTermsOfCgroup2() throws Exception {
        Assumptions.assumeTrue(
                Files.exists(ROOT.resolve("cgroup.controllers")), "no cgroup v2 alone");
        try (Stack stack = new Stack(Shim.JWASM, Release.V2_1)) {
            Containerd containerd = stack.containerd();
            containerd.importImage("default", Guests.meter().writeTo(containerd.home()));
            String id = Stack.newId();
            String group = "/jwit-" + ProcessHandle.current().pid() + "/" + id;
            run(stack, id, group);
            GuestThread thread = GuestThread.of(containerd.home(), id);
            // On a busy machine a guest may be given less than its quota for a while.
            Eventually.require(
                    LONGEST,
                    () -> isThrottledWithItsMemory(metrics(stack, id)),
                    () -> metrics(stack, id));

            long before = thread.usedNanos();
            String from = metrics(stack, id);
            long afterFirst = thread.usedNanos();
            Thread.sleep(MILLIS);
            long beforeSecond = thread.usedNanos();
            String to = metrics(stack, id);
            long after = thread.usedNanos();

            long told = (number(to, "usage_usec") - number(from, "usage_usec")) * 1000;
            long least = beforeSecond - afterFirst - TICK_NANOS;
            long most = after - before + TICK_NANOS;
            print(to, told, least, most);
            assertThat(told).isBetween(least, most);
            assertThat(number(to, "usage_limit")).isEqualTo(LIMIT);
            assertThat(number(to, "usage")).isBetween(HELD, HELD + BESIDE);
            assertThat(ROOT.resolve(group.substring(1)).resolve("cgroup.procs"))
                    .hasContent(Long.toString(stack.task(id).orElseThrow().pid()));
            stack.ctr("tasks", "rm", "--force", id).orThrow();
            assertThat(ROOT.resolve(group.substring(1))).doesNotExist();
            Files.delete(ROOT.resolve(group.substring(1)).getParent());
        }
    }

    private static void run(Stack stack, String id, String group) {
        stack.run(
                        "docker.io/jwasm/meter:1",
                        List.of(
                                "--detach",
                                "--null-io",
                                "--cgroup",
                                group,
                                "--memory-limit",
                                Long.toString(LIMIT),
                                "--cpu-quota",
                                "10000",
                                "--cpu-period",
                                "100000"),
                        id,
                        List.of("/main.wasm", "hold", "24", "loop"))
                .run()
                .orThrow();
    }

    private static boolean isThrottledWithItsMemory(String json) {
        return number(json, "nr_throttled") > 0 && number(json, "usage") >= HELD;
    }

    private static String metrics(Stack stack, String id) {
        return stack.ctr("tasks", "metrics", "--format", "json", id).orThrow().text();
    }

    /// A figure of `io.containerd.cgroups.v2.Metrics`; version 1 has none of these names.
    private static long number(String json, String name) {
        Matcher figure = Pattern.compile("\"" + name + "\":\\s*\"?(\\d+)").matcher(json);
        assertThat(figure.find()).as(name + " in " + json).isTrue();
        return Long.parseLong(figure.group(1));
    }

    private static void print(String json, long told, long least, long most) {
        IO.println(
                String.format(
                        Locale.ROOT,
                        "[stats] ctr tasks metrics: usage_usec %.1f ms in %.1f s, allowed %.1f to"
                                + " %.1f ms; usage %d KiB of usage_limit %d KiB; nr_throttled %d",
                        told / 1e6,
                        MILLIS / 1e3,
                        least / 1e6,
                        most / 1e6,
                        number(json, "usage") >> 10,
                        number(json, "usage_limit") >> 10,
                        number(json, "nr_throttled")));
    }
}
