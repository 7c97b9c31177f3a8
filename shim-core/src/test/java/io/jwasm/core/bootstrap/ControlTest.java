package io.jwasm.core.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import io.jwasm.bundle.spec.ResourcesSpec;
import io.jwasm.proto.cgroups.v1.Metrics;
import io.jwasm.proto.task.v2.CreateTaskRequest;
import io.jwasm.proto.task.v2.PauseRequest;
import io.jwasm.proto.task.v2.ResumeRequest;
import io.jwasm.proto.task.v2.StatsRequest;
import io.jwasm.proto.task.v2.StatsResponse;
import io.jwasm.proto.task.v2.UpdateTaskRequest;
import io.jwasm.proto.types.Status;
import io.jwasm.ttrpc.TtrpcException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients do to a running container, and what limits do, over ttrpc with real guests.
class ControlTest {

    private static final long MIB = 1 << 20;

    private final DaemonFixture daemon;
    private final TaskClient client;
    private final List<AutoCloseable> opened = new ArrayList<>();

    ControlTest() throws Exception {
        daemon = new DaemonFixture();
        client = daemon.client;
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
        daemon.close();
    }

    @Test
    void pausedGuestUsesNoProcessorAndGoesOnWhereItWas() throws Exception {
        BufferedReader out = startCounting();
        assertThat(out.readLine()).isEqualTo("0");

        pause("c");

        assertThat(client.state("c").getStatus()).isEqualTo(Status.PAUSED);
        long held = settledCpu("c");
        long began = System.nanoTime();
        while (System.nanoTime() - began < TimeUnit.MILLISECONDS.toNanos(300)) {
            assertThat(cpu("c")).isEqualTo(held);
        }
        resume("c");
        assertThat(client.state("c").getStatus()).isEqualTo(Status.RUNNING);
        for (int line = 1; line < 20; line++) {
            assertThat(out.readLine()).isEqualTo(Integer.toString(line));
        }
        assertThat(daemon.containerd.takeUntil("/tasks/resumed"))
                .containsSubsequence("/tasks/start", "/tasks/paused", "/tasks/resumed");
    }

    @Test
    void pausedGuestIsKilledAtOnce() throws Exception {
        start("c", ResourcesSpec.NONE, "spin");
        pause("c");

        client.kill("c", 9);

        assertThat(client.await("c").getExitStatus()).isEqualTo(137);
    }

    @Test
    void stoppingSignalHoldsTheGuestAndContLetsItGoOn() throws Exception {
        BufferedReader out = startCounting();
        assertThat(out.readLine()).isEqualTo("0");

        client.kill("c", 19);

        long held = settledCpu("c");
        assertThat(client.state("c").getStatus()).isEqualTo(Status.RUNNING);
        client.kill("c", 18);
        await(cpu -> cpu > held);
    }

    @Test
    void pauseAndSignalAreHoldsOfTheirOwn() throws Exception {
        start("c", ResourcesSpec.NONE, "spin");
        client.kill("c", 19);
        pause("c");
        long held = settledCpu("c");

        resume("c");

        assertThat(cpu("c")).isEqualTo(held);
        client.kill("c", 18);
        await(cpu -> cpu > held);
    }

    @Test
    void containerThatDoesNotRunIsNotPaused() throws Exception {
        client.create("c", bundle("c", ResourcesSpec.NONE, "spin"));

        assertThatThrownBy(() -> pause("c"))
                .isInstanceOf(TtrpcException.class)
                .hasMessageContaining("task is not running");
        assertThatThrownBy(() -> resume("c")).isInstanceOf(TtrpcException.class);
    }

    @Test
    void quotaIsHeldAndCounted() throws Exception {
        long began = System.nanoTime();
        start("c", cpu(5_000L, 50_000L), "spin");
        long base = cpu("c");

        awaitMetrics(metrics -> metrics.getCpu().getThrottling().getThrottledPeriods() >= 10);

        double periods = Math.floor((System.nanoTime() - began) / 50e6) + 1;
        // Where others keep the processors busy, the governor looks late, and the guest is in debt.
        assertThat(cpu("c") - base).isLessThan((long) (periods * 5e6 + 200e6));
        Metrics metrics = metrics("c");
        assertThat(metrics.getCpu().getThrottling().getPeriods()).isGreaterThanOrEqualTo(9);
        assertThat(metrics.getCpu().getThrottling().getThrottledTime()).isGreaterThan(50_000_000);
        assertThat(metrics.getCpu().getUsage().getUser())
                .isEqualTo(
                        metrics.getCpu().getUsage().getTotal()
                                - metrics.getCpu().getUsage().getKernel());
    }

    @Test
    void updateSetsAndLiftsTheQuotaOfARunningContainer() throws Exception {
        start("c", ResourcesSpec.NONE, "spin");

        update("c", "{\"cpu\":{\"quota\":2000,\"period\":100000}}");
        awaitMetrics(metrics -> metrics.getCpu().getThrottling().getThrottledPeriods() >= 3);
        update("c", "{\"cpu\":{\"quota\":-1}}");

        long periods = metrics("c").getCpu().getThrottling().getPeriods();
        long used = cpu("c");
        await(cpu -> cpu > used + 20_000_000);
        assertThat(metrics("c").getCpu().getThrottling().getPeriods()).isEqualTo(periods);
    }

    @Test
    void updateLowersTheMemoryLimitOfARunningContainer() throws Exception {
        try (Dialogue dialogue = startHolding(memory(64 * MIB), "4")) {
            assertThat(dialogue.answer()).isEqualTo("taken");
            long used = metrics("c").getMemory().getUsage().getUsage();
            assertThat(used).isBetween(4 * MIB, 8 * MIB);

            update("c", "{\"memory\":{\"limit\":%d}}".formatted(2 * MIB));

            assertThat(dialogue.next()).isEqualTo("refused");
            assertThat(metrics("c").getMemory().getUsage())
                    .satisfies(usage -> {
                        assertThat(usage.getLimit()).isEqualTo(2 * MIB);
                        assertThat(usage.getUsage()).isEqualTo(used);
                        assertThat(usage.getMax()).isEqualTo(used);
                        assertThat(usage.getFailcnt()).isEqualTo(1);
                    });
            update("c", "{\"memory\":{\"limit\":%d}}".formatted(64 * MIB));
            assertThat(dialogue.next()).isEqualTo("taken");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{\"cpu\":{\"quota\":\"much\"}}",
                "{\"cpu\":{\"cpus\":\"0-\"}}",
                "{\"cpu\":{\"cpus\":\"999\"}}",
                "{\"memory\":{\"limit\":-5}}"
            })
    void malformedUpdateIsRefused(String json) throws Exception {
        start("c", ResourcesSpec.NONE, "spin");

        assertThatThrownBy(() -> update("c", json)).isInstanceOf(TtrpcException.class);
        assertThat(client.state("c").getStatus()).isEqualTo(Status.RUNNING);
    }

    @Test
    void guestThatGrowsBeyondItsLimitEndsAsOutOfMemory() throws Exception {
        client.create("c", bundle("c", memory(16 * MIB), "grow", "1"));
        client.start("c");

        assertThat(client.await("c").getExitStatus()).isEqualTo(137);
        assertThat(daemon.containerd.takeUntil("/tasks/exit"))
                .containsSubsequence("/tasks/start", "/tasks/oom", "/tasks/exit");
        assertThat(metrics("c").getMemoryOomControl().getOomKill()).isEqualTo(1);
        assertThat(metrics("c").getMemory().getUsage().getMax()).isBetween(14 * MIB, 16 * MIB);
    }

    @Test
    void moduleThatNeedsMoreThanTheLimitFailsOnCreateWithBothFigures() {
        assertThatThrownBy(() -> client.create("c", bundle("c", memory(64 << 10), "spin")))
                .isInstanceOf(TtrpcException.class)
                .hasMessageContaining("\"/control.wasm\" needs ")
                .hasMessageContaining("its limit is 64 KiB");
    }

    @Test
    void exhaustedStackEndsThatGuestAlone() throws Exception {
        start("c", ResourcesSpec.NONE, "spin");
        client.create("deep", bundle("deep", ResourcesSpec.NONE, "recurse"));
        client.start("deep");

        assertThat(client.await("deep").getExitStatus()).isEqualTo(134);
        assertThat(client.state("c").getStatus()).isEqualTo(Status.RUNNING);
    }

    @Test
    void lastFiguresStayAfterTheEnd() throws Exception {
        start("c", ResourcesSpec.NONE, "spin");
        await(cpu -> cpu > 20_000_000);
        client.kill("c", 9);
        client.await("c");

        Metrics metrics = metrics("c");
        assertThat(metrics.getCpu().getUsage().getTotal()).isGreaterThan(20_000_000);
        assertThat(metrics.getPids().getCurrent()).isZero();
        assertThat(metrics("c").getCpu()).isEqualTo(metrics.getCpu());
    }

    @Test
    void everySignalThatTerminatesGivesItsCode() throws Exception {
        for (int signal : List.of(1, 2, 3, 6, 9, 10, 13, 15, 64)) {
            String id = "s" + signal;
            client.create(id, bundle(id, ResourcesSpec.NONE, "sleep", "1000"));
            client.start(id);
            client.kill(id, 17);
            client.kill(id, 0);
            client.kill(id, signal);
            assertThat(client.await(id).getExitStatus()).isEqualTo(128 + signal);
        }
    }

    private BufferedReader startCounting() throws Exception {
        Path bundle = bundle("c", ResourcesSpec.NONE, "count", "100000");
        CreateTaskRequest request = daemon.request("c", bundle).build();
        // Both ends, so that opening waits for nobody.
        client.create(request);
        BufferedReader reader = Files.newBufferedReader(Path.of(request.getStdout()));
        opened.add(reader);
        client.start("c");
        return reader;
    }

    private Dialogue startHolding(ResourcesSpec limits, String mib) throws Exception {
        CreateTaskRequest request =
                daemon.request("c", bundle("c", limits, "hold", mib))
                        .setStdin(daemon.scratch.fifo("c-stdin").toString())
                        .build();
        client.create(request);
        Dialogue dialogue =
                new Dialogue(
                        Files.newOutputStream(Path.of(request.getStdin())),
                        Files.newBufferedReader(Path.of(request.getStdout())));
        client.start("c");
        return dialogue;
    }

    /// A guest that answers each line of its input.
    private record Dialogue(OutputStream in, BufferedReader out) implements AutoCloseable {
        @Nullable String answer() throws IOException {
            return out.readLine();
        }

        @Nullable String next() throws IOException {
            in.write("more\n".getBytes(UTF_8));
            in.flush();
            return answer();
        }

        @Override
        public void close() throws IOException {
            try (in;
                    out) {
                assertThat(out).isNotNull();
            }
        }
    }

    private void start(String id, ResourcesSpec limits, String... args) throws Exception {
        client.create(id, bundle(id, limits, args));
        client.start(id);
    }

    private Path bundle(String id, ResourcesSpec limits, String... args) throws IOException {
        List<String> line = new ArrayList<>(List.of("/control.wasm"));
        line.addAll(List.of(args));
        return daemon.scratch.bundle(
                id, "control", line, spec -> spec.withLinux(spec.linux().withResources(limits)));
    }

    private static ResourcesSpec cpu(long quotaMicros, long periodMicros) {
        return new ResourcesSpec(
                ResourcesSpec.NONE.memory(),
                new ResourcesSpec.Cpu(null, quotaMicros, periodMicros, null, "", ""),
                null);
    }

    private static ResourcesSpec memory(long limitBytes) {
        return new ResourcesSpec(
                new ResourcesSpec.Memory(limitBytes, null, null), ResourcesSpec.NONE.cpu(), null);
    }

    private void pause(String id) throws InterruptedException {
        Empty _ = client.call("Pause", PauseRequest.newBuilder().setId(id).build(), Empty.parser());
    }

    private void resume(String id) throws InterruptedException {
        Empty _ =
                client.call("Resume", ResumeRequest.newBuilder().setId(id).build(), Empty.parser());
    }

    private void update(String id, String json) throws InterruptedException {
        Any resources =
                Any.newBuilder()
                        .setTypeUrl(
                                "types.containerd.io/opencontainers/runtime-spec/1/LinuxResources")
                        .setValue(ByteString.copyFromUtf8(json))
                        .build();
        Empty _ =
                client.call(
                        "Update",
                        UpdateTaskRequest.newBuilder().setId(id).setResources(resources).build(),
                        Empty.parser());
    }

    private long cpu(String id) throws Exception {
        return metrics(id).getCpu().getUsage().getTotal();
    }

    private Metrics metrics(String id) throws InterruptedException, InvalidProtocolBufferException {
        StatsResponse response =
                client.call(
                        "Stats",
                        StatsRequest.newBuilder().setId(id).build(),
                        StatsResponse.parser());
        assertThat(response.getStats().getTypeUrl()).isEqualTo("io.containerd.cgroups.v1.Metrics");
        return Metrics.parseFrom(response.getStats().getValue());
    }

    /// Waits until a guest that was told to hold does.
    private long settledCpu(String id) throws Exception {
        long settled = cpu(id);
        for (int same = 0; same < 10; same++) {
            TimeUnit.MILLISECONDS.sleep(20); // in which a guest that runs would use some
            long now = cpu(id);
            same = now == settled ? same : -1;
            settled = now;
        }
        return settled;
    }

    private void await(LongPredicate cpu) throws Exception {
        awaitMetrics(metrics -> cpu.test(metrics.getCpu().getUsage().getTotal()));
    }

    private void awaitMetrics(java.util.function.Predicate<Metrics> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.test(metrics("c"))) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
