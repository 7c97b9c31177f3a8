package io.jwasm.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The launcher where each pod or container has a daemon of its own, in control groups of this host
/// with cgroup v1.
@ParameterizedClass
@EnumSource(Shell.class)
class LauncherIsolationTest {

    private static final Path MEMORY = Path.of("/sys/fs/cgroup/memory");
    private static final Path CPU = Path.of("/sys/fs/cgroup/cpu");
    private static final Map<String, String> POD = Map.of("JWASM_ISOLATION", "pod");
    private static final Map<String, String> CONTAINER = Map.of("JWASM_ISOLATION", "container");
    private static final long LIMIT = 256 << 20;

    private final Shell shell;
    private final String top = "jwasm-test-" + ProcessHandle.current().pid();
    private Launcher launcher;
    private Path folder;

    LauncherIsolationTest(Shell shell) {
        this.shell = shell;
    }

    @BeforeEach
    void install(@TempDir Path temporary) throws IOException {
        Assumptions.assumeTrue(Files.isWritable(MEMORY), "no cgroup v1 that may be written");
        folder = temporary;
        launcher = Launcher.install(shell, temporary);
    }

    @AfterEach
    void end() throws Exception {
        launcher.close();
        for (long pid : launcher.launches()) {
            ProcessHandle.of(pid).ifPresent(jvm -> jvm.onExit().join());
        }
        new ProcessBuilder(
                        "sh", "-c", "rmdir /sys/fs/cgroup/*/" + top + "/* /sys/fs/cgroup/*/" + top)
                .start()
                .waitFor();
    }

    private Path bundle(String id, String annotations, String resources) throws IOException {
        return bundleAt("/" + top + "/" + id, id, annotations, resources);
    }

    private Path bundleAt(String cgroupsPath, String id, String annotations, String resources)
            throws IOException {
        Path bundle = Files.createDirectories(folder.resolve(id));
        Files.writeString(
                bundle.resolve("config.json"),
                """
                {"ociVersion":"1.1.0","process":{"env":["A=,\\"io.kubernetes.cri.sandbox-id\\":\\"wrong\\","]},\
                "annotations":{%s},"linux":{"resources":{%s},"cgroupsPath":"%s"}}
                """
                        .formatted(annotations, resources, cgroupsPath));
        return bundle;
    }

    private static String ofPod(String id, String type) {
        return "\"io.kubernetes.cri.container-type\":\"%s\",\"io.kubernetes.cri.sandbox-id\":\"%s\""
                .formatted(type, id);
    }

    private Path stateOf(String group) {
        return launcher.state().resolve("-").resolve(group);
    }

    private Answer startWith(String configuration, Map<String, String> environment)
            throws Exception {
        Path file = folder.resolve("config.toml");
        Files.writeString(file, configuration);
        Map<String, String> all = new HashMap<>(environment);
        all.put("JWASM_CONFIG", file.toString());
        return launcher.of("c1", bundle("c1", "", ""), "start", all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "isolation = \"container\"",
                "# first\n\n  isolation=\"container\"\t# why\n[daemon]\nlinger = \"1s\"\n",
                "network = \"none\"\nisolation = 'container' #\n"
            })
    void fileDecides(String configuration) throws Exception {
        startWith(configuration, Map.of()).orThrow();

        assertThat(stateOf("c1").resolve("daemon")).exists();
        assertThat(launcher.state().resolve("daemon")).doesNotExist();
        assertThat(launcher.home().resolve("arguments"))
                .content()
                .contains("-isolation\ncontainer\n-isolation-of-file\ncontainer\n-group\nc1\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# isolation = \"pod\"\n",
                "isolation = \"shared\"\n",
                "[x]\nisolation = \"pod\"\n",
                "\"isolation\" = \"pod\"\n"
            })
    void daemonOfAllIsToldWhatTheFileWasTakenFor(String configuration) throws Exception {
        startWith(configuration, Map.of()).orThrow();

        assertThat(launcher.state().resolve("daemon")).exists();
        assertThat(launcher.home().resolve("arguments"))
                .content()
                .contains("-isolation\nshared\n-isolation-of-file\nshared\n-group\n\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "isolation = pod|must be written as isolation = \"pod\"",
                "isolation = \"pod\" \"container\"|must be written as isolation = \"pod\"",
                "isolation.of = \"pod\"|must be written as isolation = \"pod\"",
                "isolation = \"pods\"|isolation is \"pods\", it must be \"shared\" or \"pod\" or"
                        + " \"container\""
            })
    void whatIsNotUnderstoodIsRefused(String configuration, String message) throws Exception {
        Answer answer = startWith(configuration + "\n", Map.of());

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.error()).contains(message);
        assertThat(launcher.launches()).isEmpty();
    }

    @Test
    void variableGoesBeforeTheFile() throws Exception {
        startWith("isolation = \"pod\"\n", Map.of("JWASM_ISOLATION", "shared")).orThrow();

        assertThat(launcher.state().resolve("daemon")).exists();
    }

    @Test
    void containersOfAPodShareADaemonAndPodsDoNot() throws Exception {
        Path first = bundle("p1", ofPod("p1", "sandbox"), "");
        Path second = bundle("p2", ofPod("p2", "sandbox"), "");
        Path inFirst = bundle("c1", ofPod("p1", "container"), "");

        launcher.of("p1", first, "start", POD).orThrow();
        launcher.of("p2", second, "start", POD).orThrow();
        launcher.of("c1", inFirst, "start", POD).orThrow();

        assertThat(launcher.launches()).hasSize(2);
        assertThat(stateOf("p1").resolve("pending/c1")).exists();
        assertThat(groupOf(launcher.launches().getFirst())).isEqualTo("/" + top + "/p1");
        assertThat(groupOf(launcher.launches().getLast())).isEqualTo("/" + top + "/p2");
    }

    @Test
    void containerWithoutAPodIsAPodOfItsOwn() throws Exception {
        launcher.of("c1", bundle("c1", "", ""), "start", POD).orThrow();

        assertThat(groupOf(launcher.launches().getFirst())).isEqualTo("/" + top + "/c1");
    }

    @Test
    void containersLimitsAreTheKernelsAndTheHeapFits() throws Exception {
        String resources =
                "\"memory\":{\"limit\":%d},\"cpu\":{\"shares\":512,\"quota\":50000,\"period\":200000}"
                        .formatted(LIMIT);

        launcher.of("c1", bundle("c1", "", resources), "start", CONTAINER).orThrow();

        assertThat(MEMORY.resolve(top).resolve("c1/memory.limit_in_bytes")).hasContent("" + LIMIT);
        assertThat(CPU.resolve(top).resolve("c1/cpu.cfs_quota_us")).hasContent("50000");
        assertThat(CPU.resolve(top).resolve("c1/cpu.cfs_period_us")).hasContent("200000");
        assertThat(CPU.resolve(top).resolve("c1/cpu.shares")).hasContent("512");
        assertThat(heapBytes()).isBetween(LIMIT / 4, LIMIT - (64 << 20));
    }

    @Test
    void podsLimitIsTheSandboxsOrItsParents() throws Exception {
        String annotations =
                ofPod("p1", "sandbox") + ",\"io.kubernetes.cri.sandbox-memory\":\"%d\"";
        String resources = "\"cpu\":{\"shares\":2}";
        launcher.of("p1", bundle("p1", annotations.formatted(LIMIT), resources), "start", POD)
                .orThrow();
        long heap = heapBytes();
        Path parent = MEMORY.resolve(top).resolve("memory.limit_in_bytes");
        Files.writeString(parent, "" + (LIMIT - (32 << 20)));

        launcher.of("p2", bundle("p2", ofPod("p2", "sandbox"), resources), "start", POD).orThrow();

        assertThat(MEMORY.resolve(top).resolve("p1/memory.limit_in_bytes")).hasContent("" + LIMIT);
        assertThat(CPU.resolve(top).resolve("p1/cpu.shares")).hasContent("1024");
        assertThat(heapBytes()).isLessThan(heap);
    }

    @Test
    void limitThatNoJvmFitsIntoIsRefusedAndNothingIsLeft() throws Exception {
        Path bundle = bundle("c1", "", "\"memory\":{\"limit\":67108864}");

        Answer answer = launcher.of("c1", bundle, "start", CONTAINER);

        assertThat(answer.error())
                .contains("a memory limit of 67108864 bytes is less than the")
                .contains("that a daemon needs");
        assertThat(launcher.launches()).isEmpty();
        assertThat(stateOf("c1")).doesNotExist();
        assertThat(MEMORY.resolve(top).resolve("c1")).doesNotExist();
    }

    @Test
    void systemdsNameIsItsDirectory() throws Exception {
        String id = "c1";
        Path bundle = bundleAt(top + ".slice:cri:" + id, id, "", "");

        launcher.of(id, bundle, "start", CONTAINER).orThrow();

        long jvm = launcher.launches().getFirst();
        String slices = "/jwasm.slice/jwasm-test.slice/" + top + ".slice";
        try {
            assertThat(groupOf(jvm)).isEqualTo(slices + "/cri-c1.scope");
        } finally {
            kill(jvm);
            launcher.of(id, bundle, "delete", CONTAINER).orThrow();
            for (String made : List.of(slices, "/jwasm.slice/jwasm-test.slice", "/jwasm.slice")) {
                new ProcessBuilder("sh", "-c", "rmdir /sys/fs/cgroup/*" + made).start().waitFor();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/a/../../b|is no path below the root",
                "/|is no path below the root",
                "a:b:c|is no slice of systemd",
                "a--b.slice:x:c|is no slice of systemd",
                "|config.json has no linux.cgroupsPath",
            })
    void placeThatIsNoneIsRefused(String path, String message) throws Exception {
        Path bundle = bundleAt(path == null ? "" : path, "c1", "", "");

        assertThat(launcher.of("c1", bundle, "start", CONTAINER).error()).contains(message);
        assertThat(stateOf("c1")).doesNotExist();
    }

    @Test
    void bundleInAnotherFormIsRefused() throws Exception {
        Path bundle = bundle("c1", "", "");
        Files.writeString(bundle.resolve("config.json"), "{\n  \"ociVersion\": \"1.1.0\"\n}\n");

        assertThat(launcher.of("c1", bundle, "start", CONTAINER).error())
                .contains("is not in the form that containerd writes");
    }

    @Test
    void lastDeleteAfterTheDaemonsDeathLeavesNothing() throws Exception {
        Path first = bundle("p1", ofPod("p1", "sandbox"), "");
        Path inFirst = bundle("c1", ofPod("p1", "container"), "");
        launcher.of("p1", first, "start", POD).orThrow();
        launcher.of("c1", inFirst, "start", POD).orThrow();
        Files.writeString(stateOf("p1").resolve("tasks/c1"), "pid 1 1\nbundle /b\n");
        Files.delete(stateOf("p1").resolve("pending/c1"));
        kill(launcher.launches().getFirst());

        launcher.of("p1", first, "delete", Map.of()).orThrow();
        assertThat(stateOf("p1").resolve("tasks/c1")).exists();
        launcher.of("c1", inFirst, "delete", Map.of()).orThrow();

        assertThat(stateOf("p1")).doesNotExist();
        assertThat(MEMORY.resolve(top).resolve("p1")).doesNotExist();
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid)
                .ifPresent(jvm -> {
                    jvm.destroyForcibly();
                    jvm.onExit().join();
                });
    }

    private long heapBytes() throws IOException {
        return Files.readAllLines(launcher.home().resolve("arguments")).stream()
                .filter(word -> word.startsWith("-Xmx"))
                .mapToLong(word -> Long.parseLong(word.substring(4, word.length() - 1)) << 10)
                .findFirst()
                .orElseThrow();
    }

    private static String groupOf(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "cgroup")).stream()
                .filter(line -> line.contains(":memory:"))
                .map(line -> line.substring(line.lastIndexOf(':') + 1))
                .findFirst()
                .orElseThrow();
    }
}
