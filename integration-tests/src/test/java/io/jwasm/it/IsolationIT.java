package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.StatusRuntimeException;
import io.jwasm.it.cri.v1.ContainerConfig;
import io.jwasm.it.cri.v1.ContainerState;
import io.jwasm.it.cri.v1.LinuxContainerResources;
import io.jwasm.it.cri.v1.PodSandboxConfig;
import io.jwasm.it.peer.Cri;
import io.jwasm.it.peer.Release;
import io.jwasm.it.peer.Setup;
import io.jwasm.it.process.Command;
import io.jwasm.it.process.Eventually;
import io.jwasm.it.process.ProcessTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Daemons of single pods and containers, in their control groups.
class IsolationIT {

    private static final int KILLED = 137;

    /// What containerd's CRI plugin tells of a container whose shim it lost, of any runtime.
    private static final int SHIM_LOST = 255;

    /// What it tells of a container whose start was not answered.
    private static final int START_FAILED = 128;

    private static final MemoryGroups GROUPS = MemoryGroups.ofHost();
    private static final Path MEMORY = GROUPS.root();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long POD_BYTES = 256 << 20;

    /// What a daemon may still grow by itself, and less than a guest can have.
    private static final long TIGHT_BYTES = 24 << 20;

    private final String top = "jwit-" + ProcessHandle.current().pid();

    @BeforeEach
    void requireMemoryController() {
        Assumptions.assumeTrue(Files.isWritable(MEMORY), "no control groups that may be written");
    }

    /// What a kubelet makes for a pod is the pod's maker's to remove.
    @AfterEach
    void removePodsGroups() {
        String groups = "/sys/fs/cgroup/" + top + " /sys/fs/cgroup/*/" + top;
        Command.of("sh", "-c", "find " + groups + " -depth -type d -exec rmdir {} +").run();
    }

    private static Stack stack(Release release, Stack.Kind kind, String isolation) {
        return new Stack(
                Shim.JWASM,
                release,
                (of, shims) -> kind.of(of, shims).with("JWASM_ISOLATION", isolation));
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void containersHaveDaemonsOfTheirOwn(Release release) throws IOException {
        try (Stack stack = stack(release, Setup::plain, "container")) {
            List<String> limited =
                    List.of(
                            "--null-io",
                            "--cgroup",
                            top + "/one",
                            "--memory-limit",
                            "" + POD_BYTES);
            String one = stack.detached(limited, "spin");
            String two = stack.detached(List.of("--null-io", "--cgroup", top + "/two"), "spin");
            assertThat(stack.probe("echo", "hello").run().orThrow().text()).isEqualTo("hello\n");

            assertThat(daemon(MEMORY.resolve(top + "/one")))
                    .isNotEqualTo(daemon(MEMORY.resolve(top + "/two")));
            assertThat(GROUPS.limit(Path.of(top, "one"))).hasContent("" + POD_BYTES);

            stack.ctr("tasks", "rm", "--force", one).orThrow();
            awaitNoGroup(MEMORY.resolve(top + "/one"));
            assertThat(stack.task(two).orElseThrow().status()).isEqualTo("RUNNING");
            stack.ctr("tasks", "rm", "--force", two).orThrow();
            awaitNoGroup(MEMORY.resolve(top + "/two"));
            awaitNoState(stack);
        }
    }

    @Test
    void podBeyondItsLimitDiesAloneByTheKernelsHand() throws IOException {
        try (Stack stack = stack(Release.V2_1, Setup::cri, "pod");
                Cri cri = new Cri(stack.containerd())) {
            Pod one = new Pod(stack, cri, "pod-one");
            Pod two = new Pod(stack, cri, "pod-two");
            String idle = one.start("idle", "spin");
            String neighbour = two.start("idle", "spin");
            long daemon = daemon(one.group());
            assertThat(daemon).isNotEqualTo(daemon(two.group()));
            assertThat(GROUPS.limit(one.group())).hasContent("" + POD_BYTES);

            String greedy = one.create("greedy", "grow");
            one.tighten();
            boolean isStartAnswered = one.tryStart(greedy);

            int end = cri.awaitExit(greedy).getExitCode();
            assertThat(end).isIn(KILLED, SHIM_LOST, isStartAnswered ? KILLED : START_FAILED);
            assertThat(cri.awaitExit(idle).getExitCode()).isIn(KILLED, SHIM_LOST);
            assertThat(ProcessTable.isAlive(daemon)).isFalse();
            assertThat(cri.status(neighbour).getState())
                    .isEqualTo(ContainerState.CONTAINER_RUNNING);
            assertThat(two.run("late", "echo", "hello")).contains("stdout F hello");

            one.remove(greedy, idle);
            two.remove(neighbour);
            awaitNoGroup(one.group());
            awaitNoGroup(two.group());
            awaitNoState(stack);
        }
    }

    /// A pod whose parent group is its own, as a kubelet has it.
    private final class Pod {
        private final Cri cri;
        private final PodSandboxConfig config;
        private final Path logs;
        private final Path parent;
        private final String sandbox;

        Pod(Stack stack, Cri cri, String name) throws IOException {
            this.cri = cri;
            logs = Files.createDirectories(stack.containerd().home().resolve("logs/" + name));
            parent = MEMORY.resolve(top + "/" + name);
            PodSandboxConfig.Builder builder = Cri.pod(name, logs).toBuilder();
            builder.getLinuxBuilder()
                    .setCgroupParent("/" + top + "/" + name)
                    .setResources(
                            LinuxContainerResources.newBuilder().setMemoryLimitInBytes(POD_BYTES));
            config = builder.build();
            sandbox = cri.runSandbox(config, stack.handler());
        }

        Path group() {
            return parent.resolve(sandbox);
        }

        /// Leaves the pod little more than it has.
        void tighten() throws IOException {
            long used = Long.parseLong(Files.readString(GROUPS.usage(parent)).strip());
            Files.writeString(GROUPS.limit(parent), "" + (used + TIGHT_BYTES));
        }

        String create(String name, String... arguments) {
            ContainerConfig container =
                    Cri.container(name, Guests.PROBE_IMAGE, List.of(arguments), Map.of());
            return cri.create(sandbox, config, container);
        }

        String start(String name, String... arguments) {
            String id = create(name, arguments);
            cri.startContainer(id);
            return id;
        }

        /// Starts a container; the daemon may have been ended by it before it could answer.
        boolean tryStart(String id) {
            try {
                cri.startContainer(id);
                return true;
            } catch (StatusRuntimeException lost) {
                IO.println("[isolation] start: " + lost.getStatus());
                return false;
            }
        }

        String run(String name, String... arguments) throws IOException {
            String id = start(name, arguments);
            cri.awaitExit(id);
            cri.removeContainer(id);
            return Files.readString(logs.resolve(name + ".log"));
        }

        void remove(String... containers) {
            for (String id : containers) {
                cri.stopContainer(id, 0);
                cri.removeContainer(id);
            }
            cri.removeSandbox(sandbox);
        }
    }

    /// The JVM among the processes of a group: the other is the anchor.
    private static long daemon(Path group) throws IOException {
        for (String pid : Files.readAllLines(group.resolve("cgroup.procs"))) {
            if (Files.readString(Path.of("/proc", pid, "comm")).startsWith("java")) {
                return Long.parseLong(pid);
            }
        }
        throw new AssertionError("no JVM in " + group);
    }

    private static void awaitNoGroup(Path group) {
        Eventually.require(
                LIMIT,
                () -> Files.notExists(group),
                () -> group + " is still there, with " + processes(group));
    }

    private static String processes(Path group) {
        return Command.of("sh", "-c", "ps -o pid,ppid,stat,args -p $(paste -sd, cgroup.procs)")
                .in(group)
                .run()
                .text();
    }

    /// Nothing but empty directories and the cache of modules.
    private static void awaitNoState(Stack stack) {
        Path state = stack.containerd().jwasmState();
        Eventually.require(LIMIT, () -> stateOf(state).isEmpty(), () -> "left: " + stateOf(state));
    }

    private static List<Path> stateOf(Path state) {
        try (Stream<Path> all = Files.walk(state)) {
            return all.filter(path -> !Files.isDirectory(path))
                    .filter(path -> !path.startsWith(state.resolve("cache")))
                    .toList();
        } catch (IOException | UncheckedIOException _) {
            return List.of(state); // Something went while we looked.
        }
    }
}
