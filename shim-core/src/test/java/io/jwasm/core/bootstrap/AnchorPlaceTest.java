package io.jwasm.core.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.bundle.spec.LinuxSpec;
import io.jwasm.bundle.spec.NamespaceSpec;
import io.jwasm.bundle.spec.NamespaceType;
import io.jwasm.bundle.spec.ResourcesSpec;
import io.jwasm.bundle.spec.RuntimeSpec;
import io.jwasm.linux.cgroup.Cgroup;
import io.jwasm.linux.cgroup.CgroupHost;
import io.jwasm.linux.cgroup.CgroupPath;
import io.jwasm.linux.process.CurrentProcess;
import io.jwasm.ttrpc.TtrpcException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Where the anchor is that a task's PID leads to: its control group and its namespaces.
class AnchorPlaceTest {

    private static final String PARENT = "/jwasm-test-" + CurrentProcess.pid();
    private static final Map<NamespaceType, String> FILES =
            Map.of(
                    NamespaceType.NETWORK, "net",
                    NamespaceType.UTS, "uts",
                    NamespaceType.IPC, "ipc",
                    NamespaceType.PID, "pid");

    private final DaemonFixture daemon;
    private final TaskClient client;

    AnchorPlaceTest() throws Exception {
        daemon = new DaemonFixture();
        client = daemon.client;
    }

    @BeforeAll
    static void needRoot() {
        assumeTrue(CurrentProcess.effectiveUserId() == 0, "namespaces and cgroups need root");
    }

    @AfterEach
    void end() throws Exception {
        daemon.close();
        Cgroup.remove(CgroupHost.detect().make(CgroupPath.parse(PARENT)).directories());
    }

    @Test
    void anchorIsInTheGroupOfEveryHierarchyUntilDelete() throws Exception {
        int pid = client.create("c", bundle("c", PARENT + "/c", List.of()));

        List<String> groups = groups("c");
        assertThat(groups).isNotEmpty().allMatch(path -> path.endsWith(PARENT + "/c"));
        assertThat(groups)
                .allSatisfy(group ->
                        assertThat(Path.of(group, "cgroup.procs"))
                                .hasContent(Integer.toString(pid)));
        client.kill("c", 9);
        client.delete("c");
        assertThat(groups).allSatisfy(group -> assertThat(Path.of(group)).doesNotExist());
    }

    @Test
    void groupsOfSystemdHaveTheNamesThatSystemdGives() throws Exception {
        String slice = PARENT.substring(1).replace('-', '_') + ".slice";
        client.create("c", bundle("c", slice + ":cri-containerd:c", List.of()));

        assertThat(groups("c")).allMatch(p -> p.endsWith("/" + slice + "/cri-containerd-c.scope"));
        client.kill("c", 9);
        client.delete("c");
        Cgroup.remove(CgroupHost.detect().make(CgroupPath.parse("/" + slice)).directories());
    }

    @Test
    void createThatFailsLeavesNoGroup() throws Exception {
        LinuxSpec linux =
                linux(
                        PARENT + "/c",
                        List.of(new NamespaceSpec(NamespaceType.NETWORK, "/proc/no/such")));

        assertThatThrownBy(() -> client.create("c", bundle("c", linux)))
                .isInstanceOf(TtrpcException.class)
                .hasMessageContaining("network namespace \"/proc/no/such\"");
        assertThat(daemon.taskFile("c")).doesNotExist();
    }

    @Test
    void pathThatLeadsOutIsRefused() {
        assertThatThrownBy(() -> client.create("c", bundle("c", "/a/../../b", List.of())))
                .isInstanceOf(TtrpcException.class)
                .hasMessageContaining("linux.cgroupsPath")
                .hasMessageContaining("\"/a/../../b\"");
    }

    @Test
    void newNamespacesAreTheAnchorsAndNotTheDaemons() throws Exception {
        List<NamespaceSpec> all =
                FILES.keySet().stream().map(type -> new NamespaceSpec(type, "")).toList();

        int pid = client.create("c", bundle("c", linux("", all), "inside"));

        for (NamespaceType type : FILES.keySet()) {
            assertThat(namespace(pid, type))
                    .as(type.specName())
                    .isNotEqualTo(namespace(CurrentProcess.pid(), type));
        }
        assertThat(hostNameOf(pid)).isEqualTo("inside");
        assertThat(hostNameOf(CurrentProcess.pid())).isNotEqualTo("inside");
    }

    @Test
    void secondContainerJoinsTheNamespacesOfTheFirst() throws Exception {
        List<NamespaceSpec> fresh =
                FILES.keySet().stream().map(type -> new NamespaceSpec(type, "")).toList();
        int sandbox = client.create("sandbox", bundle("sandbox", linux("", fresh), "pod"));
        List<NamespaceSpec> joined =
                FILES.keySet().stream()
                        .map(type -> new NamespaceSpec(type, file(sandbox, type).toString()))
                        .toList();

        int pid = client.create("c", bundle("c", linux("", joined), "ignored"));

        for (NamespaceType type : FILES.keySet()) {
            assertThat(namespace(pid, type))
                    .as(type.specName())
                    .isEqualTo(namespace(sandbox, type));
        }
        assertThat(hostNameOf(pid)).isEqualTo("pod");
    }

    @Test
    void guestRunsToItsEndWithNamespacesAndGroup() throws Exception {
        List<NamespaceSpec> all =
                FILES.keySet().stream().map(type -> new NamespaceSpec(type, "")).toList();
        client.create("c", bundle("c", linux(PARENT + "/c", all)));
        client.start("c");

        assertThat(client.await("c").getExitStatus()).isEqualTo(3);
        client.delete("c");
    }

    private Path bundle(String id, String cgroupsPath, List<NamespaceSpec> namespaces)
            throws IOException {
        return bundle(id, linux(cgroupsPath, namespaces));
    }

    private Path bundle(String id, LinuxSpec linux) throws IOException {
        return bundle(id, linux, "");
    }

    private Path bundle(String id, LinuxSpec linux, String hostName) throws IOException {
        return daemon.scratch.bundle(
                id, "hello", List.of("/hello.wasm"), spec -> with(spec, linux, hostName));
    }

    private static RuntimeSpec with(RuntimeSpec spec, LinuxSpec linux, String hostName) {
        return new RuntimeSpec(
                spec.ociVersion(),
                spec.process(),
                spec.root(),
                hostName,
                spec.mounts(),
                spec.hooks(),
                spec.annotations(),
                linux);
    }

    private static LinuxSpec linux(String cgroupsPath, List<NamespaceSpec> namespaces) {
        return new LinuxSpec(
                namespaces, cgroupsPath, ResourcesSpec.NONE, false, List.of(), List.of());
    }

    /// What is on record for whoever clears away after a dead daemon.
    private List<String> groups(String id) throws IOException {
        try (Stream<String> lines = Files.lines(daemon.taskFile(id))) {
            return lines.filter(line -> line.startsWith("cgroup "))
                    .map(line -> line.substring("cgroup ".length()))
                    .toList();
        }
    }

    private static Path file(int pid, NamespaceType type) {
        return Path.of("/proc/" + pid + "/ns/" + FILES.get(type));
    }

    private static String namespace(int pid, NamespaceType type) throws IOException {
        return Files.readSymbolicLink(file(pid, type)).toString();
    }

    private static String hostNameOf(int pid) throws IOException, InterruptedException {
        Process uname =
                new ProcessBuilder("nsenter", "-u", "-t", Integer.toString(pid), "uname", "-n")
                        .start();
        String name = new String(uname.getInputStream().readAllBytes(), UTF_8).strip();
        uname.waitFor();
        return name;
    }
}
